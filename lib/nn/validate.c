/* validate - passes over the validation data, with the steps of training. */
/* SPDX-License-Identifier: MIT */
#include "nn/validate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/ranks.h"
#include "math/mm.h"
#include "nn/batch.h"
#include "nn/batches.h"
#include "nn/loader.h"
#include "nn/net.h"
#include "nn/params.h"
#include "nn/sampler.h"
#include "nn/seen.h"
#include "nn/step.h"
#include "rank/exclude.h"
#include "rank/metric.h"
#include "rank/rank.h"
#include "rank/score_tiles.h"

#define MOST_SEEN \
	(4u << 20) /* candidates left out at a time, of some queries */

const size_t validate_ks[VALIDATE_KS] = {1, 5, 10, 50, 100};

/* The results of a batch; all 0 if another rank has it. */
struct validate_batch {
	double loss;
	uint64_t hits[VALIDATE_KS];
};

/* The present pass. */
struct validate_pass {
	const struct net *net;
	const struct validate_options *o;
	struct step *step;
	struct score_tiles *scan;
	float *folded; /* [V,E] the candidates; NULL: the net's table serves */
	const struct loader_data *data;
	struct seen seen;     /* before the query under way */
	struct exclude *skip; /* NULL: nothing is left out */
	struct batches *batches;
	struct batch *batch;         /* under way */
	float *q;                    /* [batch,E] */
	int32_t *label;              /* [batch] */
	uint64_t *greater, *equal;   /* [batch] */
	double *rank;                /* [all] if there is a metric */
	size_t n;                    /* queries so far */
	struct validate_batch *each; /* [passed] */
	size_t passed, room;         /* batches so far */
};

/* Stores the labels in query order. */
static void
list_labels(struct validate_pass *l)
{
	size_t i, k, n = 0;

	for (i = 0; i < l->batch->rows; i++) {
		const struct batch_row *s = &l->batch->source[i];

		for (k = 0; k < (l->batch->every ? s->length : 1); k++)
			l->label[n++] = s->label[k];
	}
}

/* Excludes the items before query k of row b. */
static int
leave_out(struct validate_pass *l, const struct batch_row *b, size_t k,
    struct fail *f)
{
	size_t i;

	if (seen_take(&l->seen, l->data, b, k, f))
		return -1;
	for (i = 0; i < l->seen.n; i++)
		if (exclude_add(l->skip, l->seen.candidate[i], f))
			return -1;
	return exclude_end_row(l->skip, f);
}

/* Ranks n labels from the first on, and clears what they exclude. */
static int
rank_some(struct validate_pass *l, size_t first, size_t n, struct fail *f)
{
	const struct rank_queries some = {.m = n,
	    .q = l->q + first * net_columns(l->net),
	    .label = l->label + first,
	    .skip = l->skip};
	const int r =
	    rank_count(l->scan, &some, l->greater + first, l->equal + first, f);

	if (l->skip)
		exclude_clear(l->skip);
	return r;
}

/* Ranks all labels of the batch. */
static int
rank_batch(struct validate_pass *l, struct fail *f)
{
	size_t i, k, n = 0, first = 0, listed = 0;

	for (i = 0; l->skip && i < l->batch->rows; i++) {
		const struct batch_row *b = &l->batch->source[i];

		for (k = 0; k < (l->batch->every ? b->length : 1); k++) {
			if (leave_out(l, b, k, f))
				return -1;
			n++;
			listed += l->seen.n;
			if (listed < MOST_SEEN)
				continue;
			if (rank_some(l, first, n - first, f))
				return -1;
			first = n;
			listed = 0;
		}
	}
	return rank_some(l, first, l->batch->queries - first, f);
}

/* Runs the filled batch. */
static int
pass_batch(struct validate_pass *l, struct validate_batch *to, struct fail *f)
{
	const struct ties *standard = ties_find("standard");
	size_t i, k, n = l->batch->queries;

	list_labels(l);
	if (step_loss(l->step, l->batch, l->o->objective, &to->loss, l->q, f) ||
	    rank_batch(l, f))
		return -1;
	for (i = 0; i < n; i++) {
		for (k = 0; k < VALIDATE_KS; k++)
			to->hits[k] +=
			    l->label[i] && l->greater[i] < validate_ks[k];
		if (l->rank)
			l->rank[l->n + i] =
			    l->label[i]
				? standard->rank(l->greater[i], l->equal[i])
				: INFINITY;
	}
	return 0;
}

/* Takes the next batch if it is this rank's turn. */
static int
next_batch(struct validate_pass *l, struct fail *f)
{
	struct validate_batch *to;

	if (ARRAY_ROOM(&l->each, &l->room, l->passed + 1, f))
		return -1;
	to = &l->each[l->passed];
	memset(to, 0, sizeof(*to));
	if ((int)(l->passed % (size_t)ranks_count()) == ranks_me() &&
	    pass_batch(l, to, f))
		return -1;
	l->passed++;
	l->n += l->batch->queries;
	return 0;
}

/* The candidates as retrieval will score them. */
static const float *
fold(struct validate_pass *l, struct fail *f)
{
	const struct net *n = l->net;
	size_t size;

	if (net_is_plain(n))
		return net_candidates(n)->w + n->is.dim;
	if (!size_mul(n->is.items, net_columns(n) * sizeof(float), &size))
		l->folded = malloc(size);
	if (!l->folded) {
		(void)fail_memory(f);
		return NULL;
	}
	return net_fold(n, 1, n->is.items, l->folded, f) ? NULL : l->folded;
}

/* Memory for the batches. */
static int
open_pass(struct validate_pass *l, const struct loader_data *d, struct fail *f)
{
	const struct net *n = l->net;
	const float *c = fold(l, f);
	size_t most;

	if (l->o->exclude_context && !(l->skip = exclude_new(f)))
		return -1;
	if (!c || !(l->step = step_new(n, 0, f)) ||
	    !(l->scan = score_tiles_new(c, n->is.items, net_columns(n), f)) ||
	    !(l->batches = batches_new(d, n, l->o->batch, 1, f)))
		return -1;
	most = batches_most(l->batches);
	l->q = malloc(most * net_columns(n) * sizeof(*l->q));
	l->label = malloc(most * sizeof(*l->label));
	l->greater = malloc(most * sizeof(*l->greater));
	l->equal = malloc(most * sizeof(*l->equal));
	if (l->o->metric)
		l->rank = calloc(batches_queries(l->batches), sizeof(*l->rank));
	if (!l->q || !l->label || !l->greater || !l->equal ||
	    (l->o->metric && !l->rank))
		return fail_memory(f);
	return 0;
}

static int
pass(struct validate_pass *l, const struct loader_data *d, struct fail *f)
{
	const struct sampler all = {
	    .is = {.all = l->o->sampler->all,
		.mask_context = l->o->sampler->mask_context}};

	if (open_pass(l, d, f))
		return -1;
	while ((l->batch = batches_next(l->batches))) {
		if (all.is.all)
			sampler_add(&all, l->batch, 0);
		else if (all.is.mask_context)
			batch_mask_contexts(l->batch);
		if (next_batch(l, f))
			return -1;
	}
	ranks_join(l->each, l->passed * sizeof(*l->each));
	if (l->rank)
		ranks_join(l->rank, l->n * sizeof(*l->rank));
	return l->n ? 0 : fail_set(f, "no validation sequence has two events");
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
close_pass(struct validate_pass *l)
{
	batches_free(l->batches);
	step_free(l->step);
	score_tiles_free(l->scan);
	exclude_free(l->skip);
	seen_free(&l->seen);
	free(l->folded);
	free(l->q);
	free(l->label);
	free(l->greater);
	free(l->equal);
	free(l->rank);
	free(l->each);
}

/* Adds up the batches' results, in order. */
static void
add_up(const struct validate_pass *l, struct validation *out)
{
	uint64_t hits[VALIDATE_KS] = {0};
	double sum = 0;
	size_t i, k;

	for (i = 0; i < l->passed; i++) {
		sum += l->each[i].loss;
		for (k = 0; k < VALIDATE_KS; k++)
			hits[k] += l->each[i].hits[k];
	}
	out->loss = sum / (double)l->passed;
	out->loss_last = l->each[l->passed - 1].loss;
	out->loss_bar = (sum + out->loss_last) / ((double)l->passed + 1);
	out->loss_each = sum / (double)l->n;
	for (k = 0; k < VALIDATE_KS; k++)
		out->top[k] = (double)hits[k] / (double)l->n;
}

int
validate(const struct net *net, const struct loader_data *v,
    const struct validate_options *o, struct validation *out, struct fail *f)
{
	struct validate_pass l = {.net = net, .o = o, .data = v};
	int r = pass(&l, v, f);

	*out = (struct validation){0};
	if (!r)
		add_up(&l, out);
	if (!r && l.rank) {
		qsort(l.rank, l.n, sizeof(*l.rank), compare);
		out->metric = metric_value(o->metric, o->metric_k, l.n, l.rank);
	}
	close_pass(&l);
	return r;
}
