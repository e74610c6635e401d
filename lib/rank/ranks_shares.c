/* ranks_shares - the ranks files of all shares of the candidates, added up. */
/* SPDX-License-Identifier: MIT */
#include "rank/ranks_shares.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "rank/label_ranks.h"
#include "rank/rank.h"
#include "rank/ranks_file.h"

struct ranks_shares {
	const char *const *paths;
	size_t n;
	struct ranks_file **file;  /* [n] */
	struct ranks_file_row *at; /* [n] their rows */
	char *seen;                /* [n] was the share seen? */
	int begun;
	uint64_t *greater, *equal; /* [grooms], [erooms] */
	size_t grooms, erooms;
};

struct ranks_shares *
ranks_shares_open(struct ranks_file *first, const char *const *paths, size_t n,
    struct fail *f)
{
	struct ranks_shares *s = calloc(1, sizeof(*s));
	size_t k;

	if (s) {
		s->paths = paths;
		s->n = n;
		s->file = calloc(n, sizeof(struct ranks_file *));
		s->at = calloc(n, sizeof(*s->at));
		s->seen = calloc(n, 1);
	}
	if (!s || !s->file || !s->at || !s->seen) {
		(void)fail_memory(f);
		ranks_file_close(first);
		ranks_shares_close(s);
		return NULL;
	}
	s->file[0] = first;
	for (k = 1; k < n; k++) {
		s->file[k] = ranks_file_open(&paths[k], 1, 1, f);
		if (s->file[k] && ranks_file_is_share(s->file[k]))
			continue;
		if (s->file[k])
			(void)fail_set(f,
			    "%s counts all candidates, but %s only a share",
			    paths[k], paths[0]);
		ranks_shares_close(s);
		return NULL;
	}
	return s;
}

void
ranks_shares_close(struct ranks_shares *s)
{
	size_t k;

	if (!s)
		return;
	for (k = 0; s->file && k < s->n; k++)
		ranks_file_close(s->file[k]);
	free(s->file);
	free(s->at);
	free(s->seen);
	free(s->greater);
	free(s->equal);
	free(s);
}

/* Checks that each share occurs once. */
static int
check_share(struct ranks_shares *s, size_t k, struct fail *f)
{
	struct slice cell = s->at[k].share;
	struct shard share;
	char text[64];

	if (cell.n >= sizeof(text))
		cell.n = 0;
	memcpy(text, cell.s, cell.n);
	text[cell.n] = '\0';
	if (shard_parse(&share, text, f))
		return fail_at(f, "%s", ranks_file_where(s->file[k]));
	if (share.n != s->n)
		return fail_set(f,
		    "%s is share %s: %llu file%s needed, not %zu", s->paths[k],
		    text, (unsigned long long)share.n, num_are(share.n), s->n);
	if (s->seen[share.i]++)
		return fail_set(f, "%s repeats share %s: name each share once",
		    s->paths[k], text);
	return 0;
}

/* Reads the next row of file k: 1, 0 at its end, -1. */
static int
next_row(struct ranks_shares *s, size_t k, struct fail *f)
{
	const struct ranks_file_row *first = &s->at[0];
	struct ranks_file_row *row = &s->at[k];
	int more = ranks_file_next(s->file[k], row, f);

	if (more <= 0)
		return more;
	if (!s->begun && check_share(s, k, f))
		return -1;
	if (row->n == first->n && row->wanted.n == first->wanted.n &&
	    !memcmp(row->wanted.s, first->wanted.s, row->wanted.n))
		return 1;
	return fail_set(f,
	    "%s: the label is '%.*s', but in %s '%.*s': these are not shares "
	    "of one evaluation",
	    ranks_file_where(s->file[k]), (int)size_min(row->wanted.n, 100),
	    row->wanted.s, s->paths[0], (int)size_min(first->wanted.n, 100),
	    first->wanted.s);
}

/* Adds up the shares' counts of label l.  -1: they contradict each other. */
static int
add_label(struct ranks_shares *s, size_t l, struct fail *f)
{
	uint64_t greater = 0, equal = 0, g, e;
	size_t k, unknown = 0, missed = 0;

	for (k = 0; k < s->n; k++) {
		g = s->at[k].greater[l];
		e = s->at[k].equal[l];
		unknown += e == RANKS_FILE_UNKNOWN;
		missed += g == LABEL_RANKS_MISS;
		if (e != RANKS_FILE_UNKNOWN && g != LABEL_RANKS_MISS) {
			greater += g;
			equal += e;
		}
	}
	s->greater[l] = missed ? LABEL_RANKS_MISS : greater;
	s->equal[l] = missed ? 1 : equal;
	if ((missed && missed != s->n) || (unknown && unknown != s->n) ||
	    (!missed && !unknown && !equal))
		return fail_set(f,
		    "%s: the shares do not agree whether this label is a "
		    "candidate",
		    ranks_file_where(s->file[0]));
	return 0;
}

/* Returns 1 if the query is a miss without scores. */
static int
is_missed(const struct ranks_shares *s, size_t n)
{
	size_t l;

	for (l = 0; l < n; l++) {
		if (s->greater[l] == LABEL_RANKS_MISS)
			return 1;
	}
	return 0;
}

int
ranks_shares_next(
    struct ranks_shares *s, struct ranks_file_row *row, struct fail *f)
{
	const size_t n = s->n;
	size_t k, l, there = 0;
	int more;

	for (k = 0; k < n; k++) {
		more = next_row(s, k, f);
		if (more < 0)
			return -1;
		there += (size_t)more;
		if (there != (more ? k + 1 : 0))
			return fail_set(f,
			    "%s and %s differ in their number of rows",
			    s->paths[0], s->paths[k]);
	}
	if (!there)
		return 0;
	s->begun = 1;
	*row = s->at[0];
	if (ARRAY_ROOM(&s->greater, &s->grooms, row->n, f) ||
	    ARRAY_ROOM(&s->equal, &s->erooms, row->n, f))
		return -1;
	for (l = 0; l < row->n; l++) {
		if (add_label(s, l, f))
			return -1;
	}
	if (row->n > 1 && !is_missed(s, row->n))
		rank_apart(row->n, s->greater, s->equal);
	row->greater = s->greater;
	row->equal = s->equal;
	return 1;
}
