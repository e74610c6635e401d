/* validate_popularity - the validation metric of the popularity ranking. */
/* SPDX-License-Identifier: MIT */
#include "nn/validate.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "nn/batch.h"
#include "nn/loader.h"
#include "nn/seen.h"
#include "rank/candidates.h"
#include "rank/metric.h"
#include "rank/popularity.h"

/* The present pass. */
struct validate_popularity_pass {
	const struct popularity *p;
	const struct loader_data *d;
	int exclude_context;
	struct seen seen; /* empty without exclusions */
	double *rank;     /* [n] so far */
	size_t n, room;
};

/* Ranks the label of query k of row b. */
static int
rank_one(struct validate_popularity_pass *l, const struct batch_row *b,
    size_t k, struct fail *f)
{
	const int32_t label = b->label[k];
	const struct seen *s = &l->seen;
	uint64_t greater, equal;

	if (ARRAY_ROOM(&l->rank, &l->room, l->n + 1, f) ||
	    (l->exclude_context && seen_take(&l->seen, l->d, b, k, f)))
		return -1;
	popularity_rank(l->p, label - 1, s->candidate, s->n, &greater, &equal);
	l->rank[l->n++] = label ? (double)greater + 1 : INFINITY;
	return 0;
}

/* All labels of the data. */
static int
rank_all(struct validate_popularity_pass *l, struct fail *f)
{
	const struct examples *x = l->d->examples;
	const struct sequences *s = l->d->sequences;
	size_t i, k;

	for (i = 0; i < (s ? s->n : x->n); i++) {
		const size_t events = s ? s->start[i + 1] - s->start[i] : 2;
		const struct batch_row b = {.row = i,
		    .label = s ? s->item + s->start[i] + 1 : &x->label[i]};

		for (k = 0; k + 1 < events; k++)
			if (rank_one(l, &b, k, f))
				return -1;
	}
	return 0;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int
validate_popularity(const struct vocab *v, const struct loader_data *d,
    const struct validate_options *o, double *metric, struct fail *f)
{
	struct validate_popularity_pass l = {
	    .d = d, .exclude_context = o->exclude_context};
	struct candidates items;
	struct popularity *p;
	int r = 0;

	*metric = NAN;
	if (!o->metric || (!d->examples && !d->sequences))
		return 0;
	candidates_of(&items, v, NULL, 0);
	l.p = p = popularity_new(&items, f);
	if (!p || (popularity_known(p) && rank_all(&l, f)))
		r = -1;
	if (!r && l.n) {
		qsort(l.rank, l.n, sizeof(*l.rank), compare);
		*metric = metric_value(o->metric, o->metric_k, l.n, l.rank);
	}
	free(l.rank);
	seen_free(&l.seen);
	popularity_free(p);
	return r;
}
