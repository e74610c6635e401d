/* queries_text - parses a row of queries as text. */
/* SPDX-License-Identifier: MIT */
#include "rank/queries.h"

#include <string.h>

#include "base/fail.h"
#include "data/query_tsv.h"
#include "data/vocab.h"
#include "io/tsv.h"
#include "rank/candidates.h"
#include "rank/exclude.h"

int
queries_text_check(const struct queries_text *s, struct fail *f)
{
	uint64_t is = s->plan->candidates->fingerprint;

	if (!is || s->column->fingerprint == is)
		return 0;
	return fail_set(f,
	    "the queries are of model %016llx, but the candidates are of model "
	    "%016llx; name the model that made the queries",
	    (unsigned long long)s->column->fingerprint, (unsigned long long)is);
}

/* The cell of that column; \N if the column is absent. */
static struct slice
cell_of(const struct queries_text *s, const struct slice *cells, int column)
{
	int at = s->column->column[column];

	return at < 0 ? (struct slice){"\\N", 2} : cells[at];
}

/* Takes the rules for the list of query i, unless the reader ignores rules. */
static int
add_rules(struct queries_text *s, struct queries_block *b, size_t i,
    const struct slice *cells, struct fail *f)
{
	const struct candidates *c = s->plan->candidates;
	struct slice only = cell_of(s, cells, QUERY_TSV_INCLUDE),
		     not = cell_of(s, cells, QUERY_TSV_EXCLUDE);

	if (!s->plan->rules)
		return query_tsv_absent(only) && query_tsv_absent(not )
		           ? 0
		           : fail_set(f, "the query has rules for its list, "
					 "which cannot be evaluated: remove "
					 "the columns include and exclude");
	if (b->limited)
		b->limited[i] = !query_tsv_absent(only);
	if (b->only && (queries_block_add(b->only, c, only, f) ||
			   exclude_end_row(b->only, f)))
		return -1;
	return b->skip ? queries_block_add(b->skip, c, not, f) : 0;
}

/* Takes labels and exclusions from the row of query i. */
static int
add_cells(struct queries_text *s, struct queries_block *b, size_t i,
    const struct slice *cells, struct fail *f)
{
	const struct queries_plan *p = s->plan;
	const struct query_tsv *at = s->column;
	const struct slice context = cell_of(s, cells, QUERY_TSV_CONTEXT);
	const size_t d = p->candidates->d;
	int lost = query_tsv_numbers(cells[at->query], d, b->q + i * d, f);

	queries_block_lose(b, i, d, lost > 0);
	if (lost < 0 ||
	    (p->labelled && queries_block_labels(b, p->candidates, i,
				cell_of(s, cells, QUERY_TSV_LABEL), f)) ||
	    (p->exclude_context &&
		queries_block_add(b->skip, p->candidates, context, f)) ||
	    add_rules(s, b, i, cells, f))
		return -1;
	if (b->nobody)
		b->nobody[i] = !lost && query_tsv_empty(context);
	return 0;
}

/* Takes the key of query i, and the error that the row reports. */
static int
add_words(struct queries_text *s, struct queries_block *b, size_t i,
    const struct slice *cells, struct fail *f)
{
	struct slice user = {"\\N", 2}, error = user;

	if (cells) {
		user = cell_of(s, cells, QUERY_TSV_USER);
		error = cell_of(s, cells, QUERY_TSV_ERROR);
	}
	if (b->error) {
		b->error[i] = (struct slice){NULL, 0};
		if (!query_tsv_absent(error) &&
		    queries_block_keep(b, error, &b->error[i], f))
			return -1;
	}
	return b->key && !s->plan->key
	           ? queries_block_keep(b, user, &b->key[i], f)
	           : 0;
}

int
queries_text_wrong(
    struct queries_text *s, struct queries_block *b, size_t i, struct fail *f)
{
	const struct slice *cells = tsv_last(s->t);
	struct fail why = *f;

	b->labels = b->first ? b->first[i] : 0;
	if (b->skip)
		exclude_drop_row(b->skip, i);
	if (b->only &&
	    (exclude_drop_row(b->only, i), exclude_end_row(b->only, f)))
		return -1;
	if (b->limited)
		b->limited[i] = 0;
	b->nlost -= b->lost[i] != 0;
	queries_block_lose(b, i, s->plan->candidates->d, 1);
	if (b->nobody)
		b->nobody[i] = 0;
	if (add_words(s, b, i, cells, f))
		return -1;
	if (!b->error[i].s) {
		s->plan->warn("%s", why.msg);
		if (queries_block_tell(b, i, why.msg, f))
			return -1;
	}
	return 0;
}

int
queries_text_add(struct queries_text *s, struct queries_block *b, size_t i,
    const struct slice *cells, struct fail *f)
{
	if (s->plan->longest &&
	    query_tsv_names(cells[s->column->query], &s->column->fingerprint)) {
		s->renamed = 1;
		return 0;
	}
	if ((s->plan->longest && queries_text_check(s, f)) ||
	    add_cells(s, b, i, cells, f) || add_words(s, b, i, cells, f))
		return fail_at(f, "%s", tsv_where(s->t));
	return 1;
}
