/* new_items - initial rows for items that the initial model does not know. */
/* SPDX-License-Identifier: MIT */
#include "nn/new_items.h"

#include <stdlib.h>

#include "base/fail.h"
#include "data/cache.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/params.h"

#define LOOK_BACK 10 /* events of a sequence before an item */

/* Letters: V items, M new ones, C columns of the present table. */
struct new_items {
	int32_t *place; /* [V+1] number of a new item, from 1; 0: known */
	size_t n;       /* M */
	uint64_t *seen; /* [M] how many known items came before */
	double *sum;    /* [M,C] sum of their rows */
	struct param *p;
};

/* Adds the items [n] that came before item id. */
static void
add(struct new_items *w, int32_t id, const int32_t *before, size_t n)
{
	const size_t m = (size_t)w->place[id], cols = w->p->cols;
	size_t i, k;

	if (!m)
		return;
	for (i = 0; i < n; i++) {
		const real *row = w->p->w + (size_t)before[i] * cols;

		if (!before[i] || w->place[before[i]])
			continue;
		w->seen[m - 1]++;
		for (k = 0; k < cols; k++)
			w->sum[(m - 1) * cols + k] += (double)row[k];
	}
}

static void
add_part(
    struct new_items *w, const struct examples *x, const struct sequences *s)
{
	size_t i, j, n;

	for (i = 0; x && x->context && i < x->n; i++)
		add(w, x->label[i], x->context + i * x->k,
		    (size_t)x->length[i]);
	for (i = 0; s && i < s->n; i++) {
		const int32_t *item = s->item + s->start[i];

		for (j = 1; j < s->start[i + 1] - s->start[i]; j++) {
			n = size_min(j, LOOK_BACK);
			add(w, item[j], item + j - n, n);
		}
	}
}

static int
add_all(struct new_items *w, const struct loader_data *d, struct fail *f)
{
	struct cache_walk *walk = cache_walk_new(d->examples, d->sequences, f);
	const struct examples *x;
	const struct sequences *s;
	int more = walk ? 0 : -1;

	while (walk && (more = cache_walk_next(walk, &x, &s, f)) > 0)
		add_part(w, x, s);
	cache_walk_free(walk);
	return more;
}

static size_t
set_rows(struct new_items *w, size_t items)
{
	const size_t cols = w->p->cols;
	size_t id, k, m, set = 0;

	for (id = 1; id <= items; id++) {
		m = (size_t)w->place[id];
		if (!m || !w->seen[m - 1])
			continue;
		set++;
		for (k = 0; k < cols; k++)
			w->p->w[id * cols + k] =
			    (real)(w->sum[(m - 1) * cols + k] /
				   (double)w->seen[m - 1]);
	}
	return set;
}

static int
begin_table(struct new_items *w, const struct loader_data *d, size_t items,
    size_t *set, struct fail *f)
{
	int r;

	w->seen = calloc(w->n, sizeof(*w->seen));
	w->sum = calloc(w->n * w->p->cols, sizeof(*w->sum));
	r = w->seen && w->sum ? add_all(w, d, f) : fail_memory(f);
	if (!r)
		*set = set_rows(w, items);
	free(w->seen);
	free(w->sum);
	return r;
}

int
new_items_begin(struct net *n, const struct loader_data *d,
    const struct vocab *ours, const struct vocab *theirs, size_t *set,
    struct fail *f)
{
	const size_t items = vocab_size(ours);
	struct new_items w = {.place = calloc(items + 1, sizeof(*w.place))};
	size_t i;
	int r = w.place ? 0 : fail_memory(f);

	*set = 0;
	for (i = 1; !r && i <= items; i++) {
		struct slice t = vocab_token(ours, (int32_t)i);

		if (!vocab_find(theirs, t.s, t.n))
			w.place[i] = (int32_t)++w.n;
	}
	for (i = 0; !r && w.n && i < n->params->n; i++) {
		w.p = &n->params->p[i];
		if (w.p->is.table == PARAM_ITEMS && w.p->cols > 1)
			r = begin_table(&w, d, items, set, f);
	}
	free(w.place);
	return r;
}
