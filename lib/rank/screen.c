/* screen - computes only the scores that can matter, by a proved bound. */
/* SPDX-License-Identifier: MIT */
#include "rank/screen.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/threads.h"
#include "math/int8.h"
#include "math/mm.h"

#define GROUP (INT8_GROUP * INT8_PANEL) /* candidates */
#define TILE 60   /* most queries of a task: five blocks of 12 */
#define LINE 16   /* floats of a line of the cache */
#define LOOK 1024 /* candidates between two checks of the required score */
#define STRIP ((size_t)1 << 22) /* bytes of candidates rounded at a time */
#define KEPT ((size_t)1 << 25)  /* bytes; up to this many are kept */
#define FEW \
	16           /* queries are cut into at least this many
                                   tiles */
#define MOST_LEFT 16 /* more than 1 / 16 of all scores left: no gain */
#define SMALL \
	1e-9       /* for norms within these limits, squares neither underflow
                        ... */
#define LARGE 1e15 /* ... enough to matter beside g, nor overflow */

_Static_assert(TILE <= INT8_ROWS, "a bit each");
_Static_assert(LOOK % GROUP == 0 && GROUP % INT8_PANEL == 0, "whole ones");

/* The numbers of a query that its bound needs. */
struct screen_query {
	double per_unit;      /* 1 / scale */
	double error, length; /* |ex|, |x| */
	double offset;        /* offset of its products from their true value */
};

/* The scratch memory of a thread. */
struct screen_scratch {
	int8_t *q; /* [TILE,w] */
	struct screen_query query[TILE];
	double least[TILE];
	int32_t bound[TILE];
	uint16_t above[TILE * 2];
	size_t n[TILE]; /* found since the last check */
	int32_t *at;    /* [TILE,LOOK] */
	float *s;       /* [LOOK] */
};

struct screen {
	const float *c; /* [n,d] */
	size_t n, d, w;
	const struct int8_kernels *k;
	double g;                 /* see the bound */
	size_t strip;             /* candidates of a strip, a multiple of
                                     LOOK */
	int keeps;                /* all rounded candidates are kept */
	size_t kept, kept_from;   /* the range of candidates kept so far */
	uint8_t *bytes;           /* [strip,w] in panels; or of all
                                     candidates */
	struct int8_group *group; /* [strip / GROUP]; or of all candidates */
	struct screen_scratch *scratch; /* [threads] */
	int threads;

	/* The present pass. */
	size_t at, m, tile;
	const float *q; /* [m,d] */
	const struct screen_use *use;
	atomic_size_t scores; /* computed in this strip */
};

int
screen_keeps(const struct screen *s)
{
	return s->keeps;
}

int
screen_pays(size_t m, size_t n, size_t d, size_t k)
{
	return int8_fast() && m >= FEW && d >= 8 && d <= INT8_COLUMNS &&
	       n <= INT32_MAX && n / 16 >= size_max(k, 1024);
}

static int
new_scratch(struct screen *s, struct fail *f)
{
	int i;

	s->scratch = calloc((size_t)s->threads, sizeof(*s->scratch));
	for (i = 0; i < s->threads && s->scratch; i++) {
		struct screen_scratch *t = &s->scratch[i];

		t->q = malloc(TILE * s->w);
		t->at = malloc(TILE * LOOK * sizeof(*t->at));
		t->s = malloc(LOOK * sizeof(*t->s));
		if (!t->q || !t->at || !t->s)
			return fail_memory(f);
	}
	return s->scratch ? 0 : fail_memory(f);
}

struct screen *
screen_new(const float *c, size_t n, size_t d, const struct int8_kernels *k,
    struct fail *f)
{
	struct screen *s = calloc(1, sizeof(*s));
	const size_t w = int8_width(d);
	size_t all;

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	*s = (struct screen){.c = c,
	    .n = n,
	    .d = d,
	    .w = w,
	    .k = k ? k : int8_fast(),
	    .g = 1.01 * (double)(d + d / MM_CHAIN + 1) * 0x1p-24,
	    .threads = threads_count()};
	s->strip =
	    size_min(size_max(STRIP / (LOOK * w), 1), (n + LOOK - 1) / LOOK) *
	    LOOK;
	all = (n + s->strip - 1) / s->strip * s->strip;
	s->keeps = all <= KEPT / w;
	all = s->keeps ? all : s->strip;
	s->bytes = aligned_alloc(64, all * w);
	s->group = malloc(all / GROUP * sizeof(*s->group));
	if (!s->bytes || !s->group)
		(void)fail_memory(f);
	if (!s->bytes || !s->group || new_scratch(s, f)) {
		screen_free(s);
		return NULL;
	}
	return s;
}

void
screen_free(struct screen *s)
{
	int i;

	if (!s)
		return;
	for (i = 0; i < s->threads && s->scratch; i++) {
		free(s->scratch[i].q);
		free(s->scratch[i].at);
		free(s->scratch[i].s);
	}
	free(s->scratch);
	free(s->bytes);
	free(s->group);
	free(s);
}

/* The number of candidates in the strip. */
static size_t
here(const struct screen *s)
{
	return size_min(s->n - s->at, s->strip);
}

/* How many candidates are stored in bytes before the strip. */
static size_t
before(const struct screen *s)
{
	return s->keeps ? s->at - s->kept_from : 0;
}

/* Rounds the candidates of group i of the strip. */
static void
pack_group(void *ctx, size_t i, int thread)
{
	struct screen *s = ctx;
	const size_t first = s->at + i * GROUP, to = before(s) + i * GROUP;

	(void)thread;
	s->group[to / GROUP] = s->k->pack(size_min(s->n - first, GROUP), s->d,
	    s->c + first * s->d, s->bytes + to * s->w);
}

/* Returns 1 if the bound holds for vectors of this norm.  If not, NaN makes the
 * screen compute all scores. */
static int
is_usual(double length)
{
	return length > SMALL && length < LARGE;
}

static void
round_query(
    const struct screen *s, const float *x, struct screen_scratch *t, size_t a)
{
	struct screen_query *q = &t->query[a];
	int8_t *bytes = t->q + a * s->w;
	double sum = 0;
	float scale;
	size_t k;

	scale = int8_round(s->d, x, bytes, &q->error, &q->length);
	for (k = 0; k < s->w; k++)
		sum += bytes[k];
	q->offset = INT8_OFFSET * sum;
	q->per_unit = is_usual(q->length) ? 1 / (double)scale : (double)NAN;
}

/*
 * The bounds of the tile's products with a group: a product that is not above
 * its bound belongs to a score that is not above least().  1.5 covers the cast,
 * which truncates, and all roundings here.
 */
static void
bounds(struct screen_scratch *t, size_t m, const struct int8_group *c, double g)
{
	const double y = (double)c->length, e = (double)c->error;
	const double per_unit =
	    is_usual(y) || y <= 0 ? 1 / (double)c->scale : (double)NAN;
	size_t a;

	for (a = 0; a < m; a++) {
		const struct screen_query *q = &t->query[a];
		double far =
			   q->error * (y + e) + q->length * (e + g * y) + 1e-37,
		       x = (t->least[a] - far) * q->per_unit * per_unit - 1.5 +
		           q->offset;

		/* Written so that NaN passes: then all are above. */
		x = x > -2e9 ? x : -2e9;
		t->bound[a] = (int32_t)(x < 2e9 ? x : 2e9);
	}
}

/* Computes the scores that were found since the last check, and hands them
 * over. */
static void
hand_over(struct screen *s, size_t first, size_t m, struct screen_scratch *t)
{
	size_t a, made = 0;

	for (a = 0; a < m; a++) {
		const int32_t *at = t->at + a * LOOK;

		if (!t->n[a])
			continue;
		s->k->scores(
		    t->n[a], s->d, s->q + (first + a) * s->d, s->c, at, t->s);
		s->use->take(s->use->ctx, first + a, t->n[a], at, t->s);
		t->least[a] = (double)s->use->least(s->use->ctx, first + a);
		made += t->n[a];
	}
	atomic_fetch_add_explicit(&s->scores, made, memory_order_relaxed);
}

/* Requests row y [d], which lies anywhere in memory, before it is needed. */
static void
ask(const float *y, size_t d)
{
	size_t k;

	for (k = 0; k < d; k += LINE)
		__builtin_prefetch(y + k);
}

/* Adds the candidates above the bound, for the queries in `any`, of the panel
 * that begins at candidate first. */
static void
find(const struct screen *s, size_t first, uint64_t any,
    struct screen_scratch *t)
{
	const uint32_t there = s->n - first >= INT8_PANEL
	                           ? UINT32_MAX
	                           : (1u << (s->n - first)) - 1;

	for (; any; any &= any - 1) {
		const size_t a = (size_t)__builtin_ctzll(any);
		uint32_t bits = t->above[2 * a] | (uint32_t)t->above[2 * a + 1]
		                                      << 16;
		int32_t *at = t->at + a * LOOK;

		for (bits &= there; bits; bits &= bits - 1) {
			const size_t j = first + (size_t)__builtin_ctz(bits);

			at[t->n[a]++] = (int32_t)j;
			ask(s->c + j * s->d, s->d);
		}
	}
}

/* Screens the strip for tile i of the queries. */
static void
screen_tile(void *ctx, size_t i, int thread)
{
	struct screen *s = ctx;
	struct screen_scratch *t = &s->scratch[thread];
	const size_t first = i * s->tile, m = size_min(s->m - first, s->tile);
	struct int8_tile tile = {
	    .m = m, .w = s->w, .q = t->q, .bound = t->bound, .above = t->above};
	size_t a, j;

	for (a = 0; a < m; a++) {
		round_query(s, s->q + (first + a) * s->d, t, a);
		t->least[a] = (double)s->use->least(s->use->ctx, first + a);
		t->n[a] = 0;
	}
	for (j = 0; j < here(s); j += INT8_PANEL) {
		if (j % GROUP == 0)
			bounds(t, m, &s->group[(before(s) + j) / GROUP], s->g);
		tile.panel = s->bytes + (before(s) + j) * s->w;
		find(s, s->at + j, s->k->above(&tile), t);
		if (j % LOOK == LOOK - INT8_PANEL ||
		    j + INT8_PANEL >= here(s)) {
			hand_over(s, first, m, t);
			memset(t->n, 0, m * sizeof(*t->n));
		}
	}
}

size_t
screen_run(struct screen *s, size_t from, size_t m, const float *q,
    const struct screen_use *use)
{
	s->q = q;
	s->m = m;
	s->use = use;
	s->tile = size_min((m + FEW - 1) / FEW, TILE);
	if (s->kept_from != from)
		s->kept = s->kept_from = from;
	for (s->at = from; s->at < s->n; s->at += s->strip) {
		atomic_store_explicit(&s->scores, 0, memory_order_relaxed);
		if (!s->keeps || s->at >= s->kept) {
			threads_for(
			    (here(s) + GROUP - 1) / GROUP, pack_group, s);
			s->kept = s->at + here(s);
		}
		threads_for((m + s->tile - 1) / s->tile, screen_tile, s);
		if (atomic_load_explicit(&s->scores, memory_order_relaxed) /
			m >=
		    here(s) / MOST_LEFT + 1)
			return s->at + here(s);
	}
	return s->n;
}
