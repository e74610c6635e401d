/* results - the results of all examples of an evaluation. */
/* SPDX-License-Identifier: MIT */
#include "rank/results.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "io/output.h"
#include "io/tsv.h"
#include "rank/candidates.h"
#include "rank/label_ranks.h"
#include "rank/popularity.h"
#include "rank/ranks_file.h"
#include "rank/ranks_shares.h"

struct results {
	struct results_plan plan;
	struct popularity *counts;        /* NULL: no counts */
	struct ranks_file *compared;      /* NULL: no baseline */
	struct output *out;               /* NULL: no ranks file */
	struct label_ranks *model;        /* the examples so far */
	struct label_ranks *by_count;     /* the same examples, ranked by
                                             counts */
	struct label_ranks *in_the_other; /* the same examples, as in
                                             compared */
	struct vocab *groups;             /* NULL: none yet */
	int32_t *group;                   /* [examples] */
	size_t grouped, room;

	/* The ranks of one example. */
	int32_t *label;         /* [lrooms] */
	uint64_t *above, *like; /* [arooms], [krooms] */
	size_t lrooms, arooms, krooms;
};

/* NULL without failure if no count is known. */
static int
open_counts(struct results *r, struct fail *f)
{
	if (!r->plan.candidates)
		return 0;
	r->counts = popularity_new(r->plan.candidates, f);
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
		if (r->compared && ranks_file_is_share(r->compared))
			return fail_set(f,
			    "%s counts a share of the candidates: add up all "
			    "shares with --from-ranks first",
			    r->plan.baseline);
		r->in_the_other = r->compared ? label_ranks_new(f) : NULL;
		if (!r->in_the_other)
			return -1;
	}
	if (r->plan.ranks || r->plan.share) {
		r->out = output_open(r->plan.ranks, OUTPUT_TEXT, f);
		if (!r->out)
			return -1;
		if (r->plan.header)
			ranks_file_put_header(r->out, r->plan.share);
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
	vocab_free(r->groups);
	free(r->group);
	free(r->label);
	free(r->above);
	free(r->like);
	free(r);
}

/* Adds the baseline's next row, which must be for the same example. */
static int
add_compared(struct results *r, const struct results_example *e, struct fail *f)
{
	struct ranks_file_row other;
	int more = ranks_file_next(r->compared, &other, f);

	if (more < 0)
		return -1;
	if (more == 0)
		return fail_set(f,
		    "%s ends after %zu example%s, but there are more",
		    r->plan.baseline, label_ranks_count(r->in_the_other),
		    num_s(label_ranks_count(r->in_the_other)));
	if (other.wanted.n != e->wanted.n ||
	    memcmp(other.wanted.s, e->wanted.s, e->wanted.n))
		return fail_set(f,
		    "%s: the label is '%.*s', but example %zu here has '%.*s': "
		    "only runs over the same examples can be compared",
		    ranks_file_where(r->compared),
		    (int)size_min(other.wanted.n, 100), other.wanted.s,
		    label_ranks_count(r->model),
		    (int)size_min(e->wanted.n, 100), e->wanted.s);
	return label_ranks_add(
	    r->in_the_other, other.n, other.greater, other.equal, f);
}

/* How many of the sampled candidates and of the other labels come before label
 * l. */
static uint64_t
popular_above(
    const struct results *r, const struct results_example *e, size_t l)
{
	uint64_t above = 0;
	size_t a;

	for (a = 0; a < e->draws; a++)
		above += (uint64_t)popularity_before(
		    r->counts, e->drawn[a], e->label[l] - 1);
	for (a = 0; a < e->n; a++)
		above += e->label[a] && popularity_before(r->counts,
					    e->label[a] - 1, e->label[l] - 1);
	return above;
}

/* The popularity rank of each label, among the candidates that are not excluded
 * or among the sampled ones. */
static int
add_popular(struct results *r, const struct results_example *e, struct fail *f)
{
	size_t l;

	if (ARRAY_ROOM(&r->above, &r->arooms, e->n, f) ||
	    ARRAY_ROOM(&r->like, &r->krooms, e->n, f))
		return -1;
	for (l = 0; l < e->n; l++) {
		popularity_rank(r->counts, e->label[l] - 1, e->skip, e->skips,
		    &r->above[l], &r->like[l]);
		if (e->drawn && e->label[l])
			r->above[l] = popular_above(r, e, l);
	}
	return label_ranks_add(r->by_count, e->n, r->above, r->like, f);
}

/* Numbers the groups in order of appearance. */
static int
add_group(struct results *r, struct slice name, struct fail *f)
{
	if (!r->groups && !(r->groups = vocab_new(f)))
		return -1;
	if (ARRAY_ROOM(&r->group, &r->room, r->grouped + 1, f))
		return -1;
	if (!name.n) /* tokens are never empty */
		name = (struct slice){"\\N", 2};
	r->group[r->grouped] = vocab_add(r->groups, name.s, name.n, f);
	return r->group[r->grouped++] < 0 ? -1 : 0;
}

/* Reports an unknown label if the plan refuses these. */
static int
check_known(
    const struct results *r, const struct results_example *e, struct fail *f)
{
	size_t l;

	for (l = 0; l < e->n && r->plan.refuse_unknown; l++) {
		if (r->plan.share ? !e->label[l] : e->equal[l] == 0)
			return fail_set(f,
			    "example %zu: the label '%.*s' is not in the "
			    "vocabulary",
			    label_ranks_count(r->model) + 1,
			    (int)size_min(e->wanted.n, 200), e->wanted.s);
	}
	return 0;
}

/* Writes the row, for a share of the candidates or for all. */
static int
put_row(struct results *r, const struct results_example *e, struct fail *f)
{
	struct ranks_file_row row = {.wanted = e->wanted,
	    .n = e->n,
	    .greater = e->greater,
	    .equal = e->equal};
	size_t l;

	if (r->plan.share) {
		if (ARRAY_ROOM(&r->above, &r->arooms, e->n, f) ||
		    ARRAY_ROOM(&r->like, &r->krooms, e->n, f))
			return -1;
		for (l = 0; l < e->n; l++) {
			const int known = e->label[l] != 0;

			r->above[l] =
			    known ? e->greater[l] : RANKS_FILE_UNKNOWN;
			r->like[l] = known ? e->equal[l] : RANKS_FILE_UNKNOWN;
		}
		row.greater = r->above;
		row.equal = r->like;
	}
	ranks_file_put(r->out, &row, r->plan.share);
	return 0;
}

int
results_add(struct results *r, const struct results_example *e, struct fail *f)
{
	if (check_known(r, e, f) ||
	    label_ranks_add(r->model, e->n, e->greater, e->equal, f))
		return -1;
	if ((r->counts && add_popular(r, e, f)) ||
	    (e->group.s && add_group(r, e->group, f)) ||
	    (r->compared && add_compared(r, e, f)))
		return -1;
	return r->out ? put_row(r, e, f) : 0;
}

/* Looks up the labels of a row in the vocabulary, if there is one. */
static int
find_labels(struct results *r, const struct ranks_file_row *row, struct fail *f)
{
	const struct candidates *c = r->plan.candidates;
	struct slice rest = row->wanted, t;
	size_t l;

	if (ARRAY_ROOM(&r->label, &r->lrooms, row->n, f))
		return -1;
	for (l = 0; l < row->n && tsv_list_next(&rest, &t); l++) {
		int32_t id = c ? vocab_find(c->vocab, t.s, t.n) : 0;

		r->label[l] = id ? candidates_find(c, id) + 1 : 0;
	}
	return 0;
}

static int
add_row(struct results *r, const struct ranks_file_row *row, struct fail *f)
{
	struct results_example e = {.wanted = row->wanted,
	    .n = row->n,
	    .greater = row->greater,
	    .equal = row->equal};

	if (find_labels(r, row, f))
		return -1;
	e.label = r->label;
	return results_add(r, &e, f);
}

/* Adds n files, the first already open, of shares of the candidates. */
static int
add_shares(struct results *r, struct ranks_file *first,
    const char *const *paths, size_t n, struct fail *f)
{
	struct ranks_shares *in = ranks_shares_open(first, paths, n, f);
	struct ranks_file_row row;
	int more = in ? 0 : -1;

	while (in && (more = ranks_shares_next(in, &row, f)) > 0) {
		if (add_row(r, &row, f)) {
			more = -1;
			break;
		}
	}
	ranks_shares_close(in);
	return more;
}

static int
add_file(struct results *r, struct ranks_file *in, struct fail *f)
{
	struct ranks_file_row row;
	int more;

	if (ranks_file_is_share(in))
		return fail_set(f,
		    "%s counts a share of the candidates, but an earlier file "
		    "counts all",
		    ranks_file_where(in));
	while ((more = ranks_file_next(in, &row, f)) > 0) {
		if (add_row(r, &row, f))
			return -1;
	}
	return more;
}

int
results_add_files(
    struct results *r, const char *const *paths, size_t n, struct fail *f)
{
	struct ranks_file *in;
	size_t k;
	int failed = 0;

	for (k = 0; k < n && !failed; k++) {
		in = ranks_file_open(&paths[k], 1, r->plan.header, f);
		if (in && k == 0 && ranks_file_is_share(in))
			return add_shares(r, in, paths, n, f);
		failed = !in || add_file(r, in, f);
		ranks_file_close(in);
	}
	return failed ? -1 : 0;
}

int
results_end(struct results *r, struct fail *f)
{
	struct ranks_file_row row;
	struct output *out = r->out;
	int more = 0;

	if (r->compared)
		more = ranks_file_next(r->compared, &row, f);
	if (more < 0)
		return -1;
	if (more > 0)
		return fail_set(f, "%s: more rows than the %zu example%s here",
		    ranks_file_where(r->compared), label_ranks_count(r->model),
		    num_s(label_ranks_count(r->model)));
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

const struct vocab *
results_groups(const struct results *r)
{
	return r->groups;
}

const int32_t *
results_group(const struct results *r)
{
	return r->group;
}
