/* weights - a sparse matrix from items to items, with the largest weights of
 * each row. */
/* SPDX-License-Identifier: MIT */
#include "linear/weights.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/sort.h"
#include "base/threads.h"
#include "data/vocab.h"
#include "linear/pack.h"
#include "model/model.h"

struct weights_row {
	int32_t *item;
	double *weight;
	size_t n, cut;
};

struct weights_making {
	size_t items, top;
	size_t (*row)(void *, size_t, int, struct weights_entry *);
	void *ctx;
	struct weights_entry *entries; /* [threads,V] */
	struct weights_row *rows;      /* [V] */
	int *failed;                   /* [threads] no memory */
};

/* Larger weights first. */
static int
by_weight(const void *a, const void *b, const void *ctx)
{
	const struct weights_entry *x = a, *y = b;

	(void)ctx;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int
by_item(const void *a, const void *b)
{
	const struct weights_entry *x = a, *y = b;

	return (x->item > y->item) - (x->item < y->item);
}

static void
make_row(void *ctx, size_t i, int thread)
{
	struct weights_making *w = ctx;
	struct weights_entry *e = w->entries + (size_t)thread * w->items;
	struct weights_row *r = &w->rows[i];
	size_t k, n = w->row(w->ctx, i, thread, e);

	r->n = w->top ? size_min(n, w->top) : n;
	r->cut = n - r->n;
	if (r->cut)
		sort_select(n, r->n, sizeof(*e), (char *)e, by_weight, NULL);
	qsort(e, r->n, sizeof(*e), by_item);
	r->item = malloc((r->n + 1) * sizeof(*r->item));
	r->weight = malloc((r->n + 1) * sizeof(*r->weight));
	if (!r->item || !r->weight) {
		w->failed[thread] = 1;
		return;
	}
	for (k = 0; k < r->n; k++) {
		r->item[k] = e[k].item;
		r->weight[k] = e[k].weight;
	}
}

/* Joins the rows. */
static int
join(struct weights *to, const struct weights_making *w, struct fail *f)
{
	size_t i, n = 0;

	to->n = w->items;
	to->start = malloc((w->items + 1) * sizeof(*to->start));
	for (i = 0; i < w->items; i++)
		n += w->rows[i].n;
	to->item = malloc((n + 1) * sizeof(*to->item));
	to->weight = malloc((n + 1) * sizeof(*to->weight));
	if (!to->start || !to->item || !to->weight)
		return fail_memory(f);
	to->start[0] = 0;
	for (i = 0; i < w->items; i++) {
		const struct weights_row *r = &w->rows[i];
		const size_t at = to->start[i];

		memcpy(to->item + at, r->item, r->n * sizeof(*r->item));
		memcpy(to->weight + at, r->weight, r->n * sizeof(*r->weight));
		to->start[i + 1] = at + r->n;
		to->cut += r->cut;
	}
	return 0;
}

int
weights_make(struct weights *to, size_t items, size_t top,
    size_t (*row)(void *ctx, size_t i, int thread, struct weights_entry *e),
    void *ctx, struct fail *f)
{
	const size_t threads = (size_t)threads_count();
	struct weights_making w = {
	    .items = items, .top = top, .row = row, .ctx = ctx};
	int failed = 0;
	size_t i;

	*to = (struct weights){0};
	w.entries = calloc(threads * items, sizeof(*w.entries));
	w.rows = calloc(items, sizeof(*w.rows));
	w.failed = calloc(threads, sizeof(*w.failed));
	if (!w.entries || !w.rows || !w.failed)
		failed = fail_memory(f);
	else
		threads_for(items, make_row, &w);
	for (i = 0; i < threads && !failed; i++)
		failed = w.failed[i] ? fail_memory(f) : 0;
	if (!failed)
		failed = join(to, &w, f);
	for (i = 0; i < items && w.rows; i++) {
		free(w.rows[i].item);
		free(w.rows[i].weight);
	}
	free(w.entries);
	free(w.rows);
	free(w.failed);
	return failed;
}

size_t
weights_bytes(size_t items, size_t top, size_t threads)
{
	/* Memory for the rows, their concatenation, and the model's tensors. */
	const size_t each = 2 * (sizeof(int32_t) + sizeof(double)) + 12;
	size_t bytes;

	if (size_mul(items, top ? size_min(top, items) : items, &bytes) ||
	    size_mul(bytes, each, &bytes))
		return SIZE_MAX;
	return bytes + threads * items * sizeof(struct weights_entry);
}

void
weights_free(struct weights *w)
{
	free(w->start);
	free(w->item);
	free(w->weight);
	*w = (struct weights){0};
}

int
weights_save(const struct weights *w, struct model *m, struct fail *f)
{
	const size_t n = w->start[w->n];
	struct tensor *t;
	size_t i;

	if (!n)
		return fail_set(f, "no two items occur together: there is "
				   "nothing to learn from");
	if (!(t = pack_integers(m, "weight_count", w->n, w->n, f)))
		return -1;
	for (i = 0; i < w->n; i++)
		t->x[i] = (float)(w->start[i + 1] - w->start[i]);
	if (!(t = pack_integers(m, "weight_item", n, w->n, f)))
		return -1;
	for (i = 0; i < n; i++)
		t->x[i] = (float)(w->item[i] + 1);
	if (!(t = model_add(m, "weight", n, 2, f)))
		return -1;
	for (i = 0; i < n; i++)
		pack_put_double(t->x + 2 * i, w->weight[i]);
	return model_set(m, "weights", f, "%zu", n) ||
	               model_set(m, "weights_cut", f, "%zu", w->cut)
	           ? -1
	           : 0;
}

/* Computes the offsets of rows from their lengths. */
static int
load_starts(struct weights *w, struct model *m, size_t n, struct fail *f)
{
	const struct tensor *t = model_need(m, "weight_count", w->n, 1, f);
	size_t i, count;

	if (!t)
		return -1;
	w->start = malloc((w->n + 1) * sizeof(*w->start));
	if (!w->start)
		return fail_memory(f);
	w->start[0] = 0;
	for (i = 0; i < w->n; i++) {
		if (pack_get_integer(t->x[i], w->n, &count))
			return fail_set(f,
			    "the model's weight_count: row %zu is not a count",
			    i + 1);
		w->start[i + 1] = w->start[i] + count;
	}
	if (w->start[w->n] != n)
		return fail_set(f,
		    "the model's weight_count adds up to %zu, "
		    "but there are %zu weights",
		    w->start[w->n], n);
	return 0;
}

int
weights_save_matrix(float *w, size_t items, struct model *m, struct fail *f)
{
	struct tensor *t = model_add(m, "weight_matrix", items, items, f);

	if (!t) {
		free(w);
		return -1;
	}
	free(t->x); /* untouched zeros, which take no memory yet */
	t->x = w;
	return 0;
}

int
weights_load(struct weights *w, struct model *m, struct fail *f)
{
	const struct tensor *t, *of;
	size_t i, n, item;

	*w = (struct weights){.n = vocab_size(m->vocab)};
	if (model_tensor(m, "weight_matrix")) {
		t = model_need(m, "weight_matrix", w->n, w->n, f);
		w->matrix = t ? t->x : NULL;
		return t ? 0 : -1;
	}
	if (!(t = model_need(m, "weight", 0, 2, f)))
		return -1;
	n = t->rows;
	if (!(of = model_need(m, "weight_item", n, 1, f)))
		return -1;
	w->item = malloc(n * sizeof(*w->item));
	w->weight = malloc(n * sizeof(*w->weight));
	if (!w->item || !w->weight)
		return fail_memory(f);
	for (i = 0; i < n; i++) {
		if (pack_get_integer(of->x[i], w->n, &item) || !item)
			return fail_set(f,
			    "the model's weight_item: row %zu is not an item",
			    i + 1);
		w->item[i] = (int32_t)item - 1;
		w->weight[i] = pack_get_double(t->x + 2 * i);
	}
	return load_starts(w, m, n, f);
}
