/* record - what every example of an evaluation came to. */
/* SPDX-License-Identifier: MIT */
#include "rank/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "io/outf.h"
#include "rank/places.h"
#include "rank/popular.h"
#include "rank/ranks.h"

struct record {
	struct record_plan plan;
	struct popular *counts;      /* NULL if nothing is known */
	struct ranks *compared;      /* NULL if there is no baseline */
	struct outf *out;            /* NULL if no ranks file is wanted */
	struct places *model;        /* the examples so far */
	struct places *by_count;     /* the same, with counts */
	struct places *in_the_other; /* the same, with compared */
};

/* NULL and no failure where the counts say nothing. */
static int
open_counts(struct record *r, struct fail *f)
{
	if (!r->plan.vocab)
		return 0;
	r->counts = popular_new(r->plan.vocab, f);
	if (!r->counts)
		return -1;
	if (!popular_known(r->counts)) {
		popular_free(r->counts);
		r->counts = NULL;
		return 0;
	}
	r->by_count = places_new(f);
	return r->by_count ? 0 : -1;
}

static int
open_files(struct record *r, struct fail *f)
{
	if (r->plan.baseline) {
		r->compared =
		    ranks_open(&r->plan.baseline, 1, r->plan.header, f);
		r->in_the_other = r->compared ? places_new(f) : NULL;
		if (!r->in_the_other)
			return -1;
	}
	if (r->plan.ranks) {
		r->out = outf_open(r->plan.ranks, OUTF_TEXT, f);
		if (!r->out)
			return -1;
		if (r->plan.header)
			ranks_put_header(r->out);
	}
	return 0;
}

struct record *
record_new(const struct record_plan *p, struct fail *f)
{
	struct record *r = calloc(1, sizeof(*r));

	if (!r) {
		(void)fail_memory(f);
		return NULL;
	}
	r->plan = *p;
	r->model = places_new(f);
	if (!r->model || open_counts(r, f) || open_files(r, f)) {
		record_free(r);
		return NULL;
	}
	return r;
}

void
record_free(struct record *r)
{
	if (!r)
		return;
	outf_abandon(r->out);
	ranks_close(r->compared);
	popular_free(r->counts);
	places_free(r->model);
	places_free(r->by_count);
	places_free(r->in_the_other);
	free(r);
}

/* Adds the baseline's next row, which must be the same example's. */
static int
add_compared(struct record *r, struct slice label, struct fail *f)
{
	uint64_t greater, equal;
	struct slice other;
	int more = ranks_next(r->compared, &other, &greater, &equal, f);

	if (more < 0)
		return -1;
	if (more == 0)
		return fail_set(f,
		    "%s: ends after %zu examples, but there are more",
		    r->plan.baseline, places_count(r->in_the_other));
	if (other.n != label.n || memcmp(other.s, label.s, label.n))
		return fail_set(f,
		    "%s: the label is '%.*s', but here example %zu has '%.*s': "
		    "only runs over the same examples can be compared",
		    ranks_where(r->compared), (int)size_min(other.n, 100),
		    other.s, places_count(r->model),
		    (int)size_min(label.n, 100), label.s);
	return places_add(r->in_the_other, greater, equal, f);
}

int
record_add(struct record *r, struct slice label, int32_t id,
    const int32_t *skip, size_t n, uint64_t greater, uint64_t equal,
    struct fail *f)
{
	uint64_t above, like;

	if (equal == 0 && r->plan.refuse_unknown)
		return fail_set(f,
		    "example %zu: the label '%.*s' is not in the vocabulary",
		    places_count(r->model) + 1, (int)size_min(label.n, 200),
		    label.s);
	if (places_add(r->model, greater, equal, f))
		return -1;
	if (r->counts) {
		popular_place(r->counts, id, skip, n, &above, &like);
		if (places_add(r->by_count, above, like, f))
			return -1;
	}
	if (r->compared && add_compared(r, label, f))
		return -1;
	if (r->out)
		ranks_put(r->out, label, greater, equal);
	return 0;
}

int
record_add_files(
    struct record *r, const char *const *paths, size_t n, struct fail *f)
{
	const struct vocab *v = r->plan.vocab;
	struct ranks *in = ranks_open(paths, n, r->plan.header, f);
	uint64_t greater, equal;
	struct slice t;
	int more = in ? 0 : -1;

	while (in && (more = ranks_next(in, &t, &greater, &equal, f)) > 0) {
		int32_t id = v ? vocab_find(v, t.s, t.n) : 0;

		if (record_add(r, t, id, NULL, 0, greater, equal, f)) {
			more = -1;
			break;
		}
	}
	ranks_close(in);
	return more;
}

int
record_end(struct record *r, struct fail *f)
{
	uint64_t greater, equal;
	struct slice label;
	struct outf *out = r->out;
	int more = 0;

	if (r->compared)
		more = ranks_next(r->compared, &label, &greater, &equal, f);
	if (more < 0)
		return -1;
	if (more > 0)
		return fail_set(f, "%s: a row more than the %zu examples here",
		    ranks_where(r->compared), places_count(r->model));
	r->out = NULL;
	return out ? outf_commit(out, f) : 0;
}

const struct places *
record_model(const struct record *r)
{
	return r->model;
}

const struct places *
record_popular(const struct record *r)
{
	return r->by_count;
}

const struct places *
record_baseline(const struct record *r)
{
	return r->in_the_other;
}
