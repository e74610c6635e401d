/*
 * score_tiles - the scores of many queries against all candidates, tile by
 * tile.
 *
 * Retrieval is one pass over the scores q . c of a block of queries.  The user
 * of the scores sees each one once, while it is in cache, to count (rank/rank)
 * or to select (rank/topk).  Candidates are packed strip by strip, so memory
 * does not grow with their number.
 *
 * A pass may cover a share of the candidates, to divide work among machines; a
 * score has the same bits in any share.
 *
 * Letters: m queries, n candidates, d columns.
 */
/* SPDX-License-Identifier: MIT */
#ifndef RANK_SCORE_TILES_H
#define RANK_SCORE_TILES_H

#include "base/base.h"

/* Scores of queries i .. i+m-1 against candidates j .. j+n-1. */
struct score_tile {
	size_t i, m;
	size_t j, n;
	const float *s; /* [m,lds], the first n of each row are valid */
	size_t lds;
	int thread; /* index for scratch memory, see threads.h */
};

#define SCORE_TILES_WIDEST 1024 /* most candidates of a tile */

struct score_tiles;

/*
 * c [n,d] must outlive the result and not change.  Returns NULL if memory runs
 * out, a number is not finite, or n or d is 0.  The number of threads must not
 * grow later.
 */
struct score_tiles *score_tiles_new(
    const float *c, size_t n, size_t d, struct fail *);

/* score_tiles_new() for numbers that are known to be finite, with |x| <= most;
 * 0: unknown. */
struct score_tiles *score_tiles_new_below(
    const float *c, size_t n, size_t d, float most, struct fail *);

/*
 * score_tiles_new() for rows q that are themselves scores.  Candidate j has
 * column j, and n = d; or, with item [n], column item[j] - 1.  item must
 * outlive the result.
 */
struct score_tiles *score_tiles_of_rows(
    size_t n, size_t d, const int32_t *item, struct fail *);

void score_tiles_free(struct score_tiles *); /* NULL is allowed */

/* Restricts the pass to candidates from .. to - 1, which keep their numbers. */
void score_tiles_narrow(struct score_tiles *, size_t from, size_t to);
size_t score_tiles_from(const struct score_tiles *); /* 0 at first */
size_t score_tiles_to(const struct score_tiles *);   /* n at first */

size_t score_tiles_candidates(const struct score_tiles *); /* n */
size_t score_tiles_columns(const struct score_tiles *);    /* d */
const float *score_tiles_candidate(
    const struct score_tiles *, size_t j); /* [d]; NULL: rows are scores */

/* The score of candidate j for a query q [d], the same bits as in the tiles. */
float score_tiles_score(const struct score_tiles *, const float *q, size_t j);

/*
 * Calls use() with tiles that cover q [m,d] times the candidates.  Several
 * tiles run at once, but the tiles of one query run one after another, in the
 * order of the candidates.  Scores are those of mm_scores(), for any number of
 * threads.  Returns -1, before any call of use(), if the numbers are so large
 * that a score could overflow.
 */
int score_tiles_run(struct score_tiles *, size_t m, const float *q,
    void (*use)(void *ctx, const struct score_tile *), void *ctx,
    struct fail *);

/* score_tiles_run() for candidates from .. to - 1. */
int score_tiles_part(struct score_tiles *, size_t from, size_t to, size_t m,
    const float *q, void (*use)(void *ctx, const struct score_tile *),
    void *ctx, struct fail *);

#endif
