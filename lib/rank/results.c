/* results - what every example of an evaluation came to. */
/* SPDX-License-Identifier: MIT */
#include "rank/results.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "io/output.h"
#include "rank/label_ranks.h"
#include "rank/popularity.h"
#include "rank/ranks_file.h"

struct results {
	struct results_plan plan;
	struct popularity *counts;        /* NULL if nothing is known */
	struct ranks_file *compared;      /* NULL if there is no baseline */
	struct output *out;               /* NULL if no ranks file is wanted */
	struct label_ranks *model;        /* the examples so far */
	struct label_ranks *by_count;     /* the same, with counts */
	struct label_ranks *in_the_other; /* the same, with compared */
};

/* NULL and no failure where the counts say nothing. */
static int
open_counts(struct results *r, struct fail *f)
{
	if (!r->plan.vocab)
		return 0;
	r->counts = popularity_new(r->plan.vocab, f);
	if (!r->counts)
		return -1;
	if (!popularity_known(r->counts)) {
		popularity_free(r->counts);
		r->counts = NULL;
		return 0;
	}
	r->by_count = label_ranks_new(f);
	return r->by_count ? 0 : -1;
}

static int
open_files(struct results *r, struct fail *f)
{
	if (r->plan.baseline) {
		r->compared =
		    ranks_file_open(&r->plan.baseline, 1, r->plan.header, f);
		r->in_the_other = r->compared ? label_ranks_new(f) : NULL;
		if (!r->in_the_other)
			return -1;
	}
	if (r->plan.ranks) {
		r->out = output_open(r->plan.ranks, OUTPUT_TEXT, f);
		if (!r->out)
			return -1;
		if (r->plan.header)
			ranks_file_put_header(r->out);
	}
	return 0;
}

struct results *
results_new(const struct results_plan *p, struct fail *f)
{
	struct results *r = calloc(1, sizeof(*r));

	if (!r) {
		(void)fail_memory(f);
		return NULL;
	}
	r->plan = *p;
	r->model = label_ranks_new(f);
	if (!r->model || open_counts(r, f) || open_files(r, f)) {
		results_free(r);
		return NULL;
	}
	return r;
}

void
results_free(struct results *r)
{
	if (!r)
		return;
	output_abandon(r->out);
	ranks_file_close(r->compared);
	popularity_free(r->counts);
	label_ranks_free(r->model);
	label_ranks_free(r->by_count);
	label_ranks_free(r->in_the_other);
	free(r);
}

/* Adds the baseline's next row, which must be the same example's. */
static int
add_compared(struct results *r, struct slice label, struct fail *f)
{
	uint64_t greater, equal;
	struct slice other;
	int more = ranks_file_next(r->compared, &other, &greater, &equal, f);

	if (more < 0)
		return -1;
	if (more == 0)
		return fail_set(f,
		    "%s: ends after %zu examples, but there are more",
		    r->plan.baseline, label_ranks_count(r->in_the_other));
	if (other.n != label.n || memcmp(other.s, label.s, label.n))
		return fail_set(f,
		    "%s: the label is '%.*s', but here example %zu has '%.*s': "
		    "only runs over the same examples can be compared",
		    ranks_file_where(r->compared), (int)size_min(other.n, 100),
		    other.s, label_ranks_count(r->model),
		    (int)size_min(label.n, 100), label.s);
	return label_ranks_add(r->in_the_other, greater, equal, f);
}

int
results_add(struct results *r, struct slice label, int32_t id,
    const int32_t *skip, size_t n, uint64_t greater, uint64_t equal,
    struct fail *f)
{
	uint64_t above, like;

	if (equal == 0 && r->plan.refuse_unknown)
		return fail_set(f, "example %zu: %s '%.*s'%s",
		    label_ranks_count(r->model) + 1,
		    id ? "all items score alike, so" : "the label",
		    (int)size_min(label.n, 200), label.s,
		    id ? " is not found" : " is not in the vocabulary");
	if (label_ranks_add(r->model, greater, equal, f))
		return -1;
	if (r->counts) {
		popularity_rank(r->counts, id, skip, n, &above, &like);
		if (label_ranks_add(r->by_count, above, like, f))
			return -1;
	}
	if (r->compared && add_compared(r, label, f))
		return -1;
	if (r->out)
		ranks_file_put(r->out, label, greater, equal);
	return 0;
}

int
results_add_files(
    struct results *r, const char *const *paths, size_t n, struct fail *f)
{
	const struct vocab *v = r->plan.vocab;
	struct ranks_file *in = ranks_file_open(paths, n, r->plan.header, f);
	uint64_t greater, equal;
	struct slice t;
	int more = in ? 0 : -1;

	while (
	    in && (more = ranks_file_next(in, &t, &greater, &equal, f)) > 0) {
		int32_t id = v ? vocab_find(v, t.s, t.n) : 0;

		if (results_add(r, t, id, NULL, 0, greater, equal, f)) {
			more = -1;
			break;
		}
	}
	ranks_file_close(in);
	return more;
}

int
results_end(struct results *r, struct fail *f)
{
	uint64_t greater, equal;
	struct slice label;
	struct output *out = r->out;
	int more = 0;

	if (r->compared)
		more =
		    ranks_file_next(r->compared, &label, &greater, &equal, f);
	if (more < 0)
		return -1;
	if (more > 0)
		return fail_set(f, "%s: a row more than the %zu examples here",
		    ranks_file_where(r->compared), label_ranks_count(r->model));
	r->out = NULL;
	return out ? output_commit(out, f) : 0;
}

const struct label_ranks *
results_model(const struct results *r)
{
	return r->model;
}

const struct label_ranks *
results_popularity(const struct results *r)
{
	return r->by_count;
}

const struct label_ranks *
results_baseline(const struct results *r)
{
	return r->in_the_other;
}
