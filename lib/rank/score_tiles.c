/* score_tiles - the scores of many queries against all candidates, tile by
 * tile. */
/* SPDX-License-Identifier: MIT */
#include "rank/score_tiles.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "math/mm.h"
#include "math/vec.h"

/*
 * The scores of a tile, 60 x 1,024 floats, stay in the second-level cache until
 * they are used.  60 is a multiple of the rows of all product kernels.
 */
#define TILE 60
#define CHUNK SCORE_TILES_WIDEST
#define STRIP_FLOATS \
	((size_t)1 << 20) /* floats packed at a time: 4 MiB,
                                          shared */
#define LINE 64           /* bytes; panels and strides are multiples */
#define FEW \
	16 /* queries are cut into at least this many tiles, if possible; with
              fewer queries, the candidates are cut instead */

_Static_assert(CHUNK % MM_PANEL == 0, "chunks are whole panels");

struct score_tiles {
	const float *c;      /* [n,d]; NULL: rows are scores */
	const int32_t *item; /* [n] the items' columns in such rows; NULL:
                                all */
	size_t n, d;
	size_t from, to; /* the range of candidates */
	size_t strip;    /* candidates packed at a time, a multiple of CHUNK */
	size_t at, end;  /* the present strip */
	int is_packed;   /* packed holds the strip */
	float *packed;   /* [strip,d], in panels */
	float *scores;   /* [threads,TILE,CHUNK]; or [FEW,strip]; padded to
                            strides */
	float *few;      /* [threads,CHUNK,FEW] scores of candidates for few
                       queries */
	float *turned;   /* [d,FEW] those queries, transposed */
	float largest;   /* largest |c| */
};

/* A pass. */
struct score_tiles_pass {
	struct score_tiles *sc;
	const float *q;  /* [m,d] */
	size_t m, tile;  /* tile: queries of a tile */
	size_t from, to; /* the candidates */
	void (*use)(void *, const struct score_tile *);
	void *ctx;
};

struct score_tiles *
score_tiles_new(const float *c, size_t n, size_t d, struct fail *f)
{
	return score_tiles_new_below(c, n, d, 0, f);
}

struct score_tiles *
score_tiles_new_below(
    const float *c, size_t n, size_t d, float most, struct fail *f)
{
	struct score_tiles *sc = calloc(1, sizeof(*sc));
	size_t chunks, floats, scores;

	if (!sc) {
		(void)fail_memory(f);
		return NULL;
	}
	*sc = (struct score_tiles){
	    .c = c, .n = n, .d = d, .to = n, .at = n, .end = n};
	if (n == 0 || d == 0 || size_mul(CHUNK, d, &floats)) {
		(void)fail_set(f, "there are no candidates to score");
		score_tiles_free(sc);
		return NULL;
	}
	sc->largest = most > 0 ? most : vec_largest(n * d, c);
	if (!(sc->largest <= FLT_MAX)) {
		(void)fail_set(
		    f, "a candidate has a number that is not finite");
		score_tiles_free(sc);
		return NULL;
	}
	chunks = size_max(STRIP_FLOATS / floats, 1);
	sc->strip = size_min(chunks, (n + CHUNK - 1) / CHUNK) * CHUNK;
	scores = size_max((size_t)threads_count() * TILE * mm_stride(CHUNK),
	    FEW * mm_stride(sc->strip));
	if (!size_mul(sc->strip, d, &floats) &&
	    !size_mul(floats, sizeof(float), &floats)) {
		sc->packed = aligned_alloc(LINE, floats);
		sc->scores = aligned_alloc(LINE, scores * sizeof(float));
		sc->few = malloc(
		    (size_t)threads_count() * CHUNK * FEW * sizeof(*sc->few));
		sc->turned = malloc(d * FEW * sizeof(*sc->turned));
	}
	if (!sc->packed || !sc->scores || !sc->few || !sc->turned) {
		(void)fail_memory(f);
		score_tiles_free(sc);
		return NULL;
	}
	return sc;
}

struct score_tiles *
score_tiles_of_rows(size_t n, size_t d, const int32_t *item, struct fail *f)
{
	struct score_tiles *sc = calloc(1, sizeof(*sc));

	if (!sc) {
		(void)fail_memory(f);
		return NULL;
	}
	*sc = (struct score_tiles){
	    .item = item, .n = n, .d = d, .to = n, .at = n};
	if (n == 0) {
		(void)fail_set(f, "there are no candidates to score");
		score_tiles_free(sc);
		return NULL;
	}
	sc->scores = malloc((size_t)threads_count() * CHUNK * sizeof(float));
	if (!sc->scores) {
		(void)fail_memory(f);
		score_tiles_free(sc);
		return NULL;
	}
	return sc;
}

void
score_tiles_free(struct score_tiles *sc)
{
	if (!sc)
		return;
	free(sc->packed);
	free(sc->scores);
	free(sc->few);
	free(sc->turned);
	free(sc);
}

void
score_tiles_narrow(struct score_tiles *sc, size_t from, size_t to)
{
	sc->from = from;
	sc->to = to;
}

size_t
score_tiles_from(const struct score_tiles *sc)
{
	return sc->from;
}

size_t
score_tiles_to(const struct score_tiles *sc)
{
	return sc->to;
}

size_t
score_tiles_candidates(const struct score_tiles *sc)
{
	return sc->n;
}

size_t
score_tiles_columns(const struct score_tiles *sc)
{
	return sc->d;
}

const float *
score_tiles_candidate(const struct score_tiles *sc, size_t j)
{
	return sc->c ? sc->c + j * sc->d : NULL;
}

float
score_tiles_score(const struct score_tiles *sc, const float *q, size_t j)
{
	if (sc->c)
		return mm_score(sc->d, q, sc->c + j * sc->d);
	return q[sc->item ? (size_t)sc->item[j] - 1 : j];
}

/* The number of candidates in chunk k of the strip. */
static size_t
chunk_size(const struct score_tiles *sc, size_t k)
{
	return size_min(sc->end - (sc->at + k * CHUNK), CHUNK);
}

static size_t
chunks_now(const struct score_tiles *sc)
{
	return (sc->end - sc->at + CHUNK - 1) / CHUNK;
}

static void
pack_chunk(void *ctx, size_t k, int thread)
{
	struct score_tiles *sc = ctx;

	(void)thread;
	mm_pack(chunk_size(sc, k), sc->d, sc->c + (sc->at + k * CHUNK) * sc->d,
	    sc->packed + k * CHUNK * sc->d);
}

/* Scores all chunks of the strip for tile t of the queries. */
static void
score_tile(void *ctx, size_t t, int thread)
{
	struct score_tiles_pass *w = ctx;
	struct score_tiles *sc = w->sc;
	const size_t lds = mm_stride(CHUNK);
	float *s = sc->scores + (size_t)thread * TILE * lds;
	struct score_tile tile = {.s = s, .lds = lds, .thread = thread};
	size_t k, chunks = chunks_now(sc);

	tile.i = t * w->tile;
	tile.m = size_min(w->m - tile.i, w->tile);
	for (k = 0; k < chunks; k++) {
		tile.j = sc->at + k * CHUNK;
		tile.n = chunk_size(sc, k);
		mm_scores(tile.m, tile.n, sc->d, w->q + tile.i * sc->d,
		    sc->packed + k * CHUNK * sc->d, s, lds);
		w->use(w->ctx, &tile);
	}
}

/* Scores chunk k of the strip for all of few queries.  The candidates are not
 * packed, since packing would take longer than scoring. */
static void
score_chunk(void *ctx, size_t k, int thread)
{
	struct score_tiles_pass *w = ctx;
	struct score_tiles *sc = w->sc;
	float *few = sc->few + (size_t)thread * CHUNK * FEW;
	float *s = sc->scores + k * CHUNK;
	const size_t n = chunk_size(sc, k), lds = mm_stride(sc->strip);
	size_t i, j;

	mm_nn_in(&(const struct mm){.m = n,
	    .n = w->m,
	    .k = sc->d,
	    .a = sc->c + (sc->at + k * CHUNK) * sc->d,
	    .lda = sc->d,
	    .b = sc->turned,
	    .ldb = w->m,
	    .c = few,
	    .ldc = w->m});
	for (i = 0; i < w->m; i++)
		for (j = 0; j < n; j++)
			s[i * lds + j] = few[j * w->m + i];
}

/* For few queries, computes all scores of a strip before they are used. */
static void
score_few(struct score_tiles_pass *w)
{
	struct score_tiles *sc = w->sc;
	struct score_tile tile = {.m = w->m, .lds = mm_stride(sc->strip)};
	size_t i, k, chunks = chunks_now(sc);

	for (i = 0; i < w->m; i++)
		for (k = 0; k < sc->d; k++)
			sc->turned[k * w->m + i] = w->q[i * sc->d + k];
	threads_for(chunks, score_chunk, w);
	for (k = 0; k < chunks; k++) {
		tile.j = sc->at + k * CHUNK;
		tile.n = chunk_size(sc, k);
		tile.s = sc->scores + k * CHUNK;
		w->use(w->ctx, &tile);
	}
}

/* Query i's row, which holds the scores. */
static void
show_row(void *ctx, size_t i, int thread)
{
	struct score_tiles_pass *w = ctx;
	struct score_tiles *sc = w->sc;
	const float *q = w->q + i * sc->d;
	float *s = sc->scores + (size_t)thread * CHUNK;
	struct score_tile tile = {
	    .i = i, .m = 1, .j = w->from, .lds = sc->d, .thread = thread};
	size_t a;

	for (; tile.j < w->to; tile.j += CHUNK) {
		tile.n = size_min(w->to - tile.j, CHUNK);
		tile.s = sc->item ? s : q + tile.j;
		for (a = 0; a < tile.n && sc->item; a++)
			s[a] = q[sc->item[tile.j + a] - 1];
		w->use(w->ctx, &tile);
	}
}

int
score_tiles_run(struct score_tiles *sc, size_t m, const float *q,
    void (*use)(void *ctx, const struct score_tile *), void *ctx,
    struct fail *f)
{
	return score_tiles_part(sc, sc->from, sc->to, m, q, use, ctx, f);
}

int
score_tiles_part(struct score_tiles *sc, size_t from, size_t to, size_t m,
    const float *q, void (*use)(void *ctx, const struct score_tile *),
    void *ctx, struct fail *f)
{
	struct score_tiles_pass w = {.sc = sc,
	    .q = q,
	    .m = m,
	    .from = from,
	    .to = to,
	    .use = use,
	    .ctx = ctx};
	size_t at, end;
	float most;

	if (!sc->c) {
		threads_for(m, show_row, &w);
		return 0;
	}
	most = vec_largest(m * sc->d, q);
	/* No partial sum exceeds this, so none becomes infinite. */
	if (!((double)most * (double)sc->largest * (double)sc->d <= FLT_MAX))
		return fail_set(f,
		    "scores would overflow: numbers as large as %g in the "
		    "queries and %g in the candidates",
		    (double)most, (double)sc->largest);
	w.tile = size_min((m + FEW - 1) / FEW, TILE);
	for (at = from; at < to && m; at = end) {
		end = size_min(to, at + sc->strip);
		if (sc->at != at || sc->end != end)
			sc->is_packed = 0;
		sc->at = at;
		sc->end = end;
		if (m >= FEW && !sc->is_packed) {
			threads_for(chunks_now(sc), pack_chunk, sc);
			sc->is_packed = 1;
		}
		if (m < FEW)
			score_few(&w);
		else
			threads_for((m + w.tile - 1) / w.tile, score_tile, &w);
	}
	return 0;
}
