/* rank - how many candidates score above the label. */
/* SPDX-License-Identifier: MIT */
#include "rank/rank.h"

#include <stdlib.h>

#include "base/fail.h"
#include "math/vec.h"
#include "rank/exclude.h"
#include "rank/score_tiles.h"

#define SUM_LANES 8

struct rank_counting {
	const struct score_tiles *sc;
	const float *q;             /* [m,d] */
	const size_t *first;        /* [m+1], or NULL */
	const int32_t *label;       /* [L] */
	const struct exclude *skip; /* or NULL */
	rank_score *own;
	const uint32_t *place; /* [n] or NULL */
	int blank;
	float *wanted;             /* [L] the labels' scores */
	uint64_t *before;          /* [L] candidates of equal score with a lower
                                      place */
	uint64_t *greater, *equal; /* [L] */
};

float
rank_reduce_sum(size_t d, const float *q, const float *c)
{
	float lane[SUM_LANES] = {0}, sum;
	size_t i, l, half, whole = d / SUM_LANES * SUM_LANES;

	for (i = 0; i < whole; i += SUM_LANES)
		for (l = 0; l < SUM_LANES; l++)
			lane[l] += q[i + l] * c[i + l];
	for (half = SUM_LANES / 2; half; half /= 2)
		for (l = 0; l < half; l++)
			lane[l] += lane[l + half];
	for (sum = lane[0]; i < d; i++)
		sum += q[i] * c[i];
	return sum;
}

/* The number of labels of query i, *n, and the first one's index. */
static size_t
labels_of(const struct rank_counting *c, size_t i, size_t *n)
{
	*n = c->first ? c->first[i + 1] - c->first[i] : 1;
	return c->first ? c->first[i] : i;
}

static float
own_score(const struct rank_counting *c, const float *q, size_t label)
{
	if (!c->own)
		return score_tiles_score(c->sc, q, label);
	return c->own(
	    score_tiles_columns(c->sc), q, score_tiles_candidate(c->sc, label));
}

/* Before the first candidate: scores the labels of query i. */
static void
begin(const struct rank_counting *c, size_t i)
{
	const float *q = c->q + i * score_tiles_columns(c->sc);
	size_t n, l = labels_of(c, i, &n);

	for (; n--; l++) {
		c->greater[l] = c->equal[l] = c->before[l] = 0;
		if (c->label[l])
			c->wanted[l] = own_score(c, q, (size_t)c->label[l] - 1);
	}
}

/* Counts, among the tile's n candidates that score equal, those with places
 * before label l. */
static void
count_before(
    const struct rank_counting *c, size_t l, size_t j, size_t n, const float *s)
{
	const uint32_t own = c->place[c->label[l] - 1];
	size_t a;

	for (a = 0; a < n; a++)
		c->before[l] += s[a] == c->wanted[l] && c->place[j + a] < own;
}

/* Returns 1 if candidate j is a label of query i. */
static int
is_label(const struct rank_counting *c, size_t i, int32_t j)
{
	size_t n, l = labels_of(c, i, &n);

	for (; n--; l++) {
		if (c->label[l] - 1 == j)
			return 1;
	}
	return 0;
}

/* Returns 1 if candidate j is among the counted ones. */
static int
is_counted(const struct rank_counting *c, size_t j)
{
	return j >= score_tiles_from(c->sc) && j < score_tiles_to(c->sc);
}

/* Removes candidate j with score s from the counts of label l. */
static void
take_off(const struct rank_counting *c, size_t l, int32_t j, float s)
{
	if (!c->label[l])
		return;
	c->greater[l] -= s > c->wanted[l];
	c->equal[l] -= s == c->wanted[l];
	if (c->place && s == c->wanted[l])
		c->before[l] -= c->place[j] < c->place[c->label[l] - 1];
}

/* Removes the candidates that query i excludes from its counts; labels are
 * never excluded. */
static void
leave_out(const struct rank_counting *c, size_t i)
{
	const float *q = c->q + i * score_tiles_columns(c->sc);
	size_t rows, labels, a, l, first = labels_of(c, i, &labels);
	const int32_t *row = exclude_row(c->skip, i, &rows);
	float s;

	for (a = 0; a < rows; a++) {
		if (is_label(c, i, row[a]) || !is_counted(c, (size_t)row[a]))
			continue;
		s = score_tiles_score(c->sc, q, (size_t)row[a]);
		for (l = first; l < first + labels; l++)
			take_off(c, l, row[a], s);
	}
}

/* Returns 1 if query i scores all candidates alike, and is thus uninformed. */
static int
is_blank(const struct rank_counting *c, size_t i)
{
	const size_t all = score_tiles_candidates(c->sc);
	size_t n, l = labels_of(c, i, &n);

	for (; c->blank && all > 1 && n--; l++) {
		if (c->label[l] && c->equal[l] == all)
			return 1;
	}
	return 0;
}

/* Completes the label's counts, except for exclusions. */
static void
end_label(const struct rank_counting *c, size_t l, const float *q, int blank)
{
	const size_t label = (size_t)c->label[l] - 1;

	if (blank)
		c->greater[l] = c->equal[l] = 0;
	/* If own() differs from the other scores, the label still equals
	 * itself. */
	else if (c->own && is_counted(c, label))
		c->equal[l] +=
		    score_tiles_score(c->sc, q, label) != c->wanted[l];
}

/* After the last candidate. */
static void
end(const struct rank_counting *c, size_t i)
{
	const float *q = c->q + i * score_tiles_columns(c->sc);
	size_t n, l, first = labels_of(c, i, &n);
	int blank = is_blank(c, i), known = 0;

	for (l = first; l < first + n; l++) {
		known |= c->label[l];
		if (c->label[l])
			end_label(c, l, q, blank);
	}
	if (c->skip && known && !blank)
		leave_out(c, i);
	for (l = first; c->place && !blank && l < first + n; l++) {
		c->greater[l] += c->label[l] ? c->before[l] : 0;
		c->equal[l] =
		    c->label[l] && is_counted(c, (size_t)c->label[l] - 1);
	}
}

/* Counts for label l in the scores s [n] of a tile. */
static void
count_row(const struct rank_counting *c, size_t l,
    const struct score_tile *tile, const float *s)
{
	const uint64_t equals = c->equal[l];

	vec_count(tile->n, s, c->wanted[l], &c->greater[l], &c->equal[l]);
	if (c->place && c->equal[l] != equals)
		count_before(c, l, tile->j, tile->n, s);
}

static void
count_tile(void *ctx, const struct score_tile *tile)
{
	const struct rank_counting *c = ctx;
	const int first = tile->j == score_tiles_from(c->sc),
		  last = tile->j + tile->n == score_tiles_to(c->sc);
	size_t a, i, l, n;

	for (a = 0; a < tile->m; a++) {
		i = tile->i + a;
		if (first)
			begin(c, i);
		for (l = labels_of(c, i, &n); n--; l++) {
			if (c->label[l])
				count_row(c, l, tile, tile->s + a * tile->lds);
		}
		if (last)
			end(c, i);
	}
}

int
rank_count(struct score_tiles *sc, const struct rank_queries *of,
    uint64_t *greater, uint64_t *equal, struct fail *f)
{
	const size_t labels = of->first ? of->first[of->m] : of->m;
	struct rank_counting c = {.sc = sc,
	    .q = of->q,
	    .first = of->first,
	    .label = of->label,
	    .skip = of->skip,
	    .own = of->own,
	    .place = of->place,
	    .blank = of->blank,
	    .wanted = calloc(labels ? labels : 1, sizeof(*c.wanted)),
	    .before = calloc(labels ? labels : 1, sizeof(*c.before)),
	    .greater = greater,
	    .equal = equal};
	int failed;

	if (!c.wanted || !c.before)
		failed = fail_memory(f);
	else
		failed = score_tiles_run(sc, of->m, of->q, count_tile, &c, f);
	free(c.wanted);
	free(c.before);
	return failed;
}

/* Counts how many labels and sampled candidates score above and equal to label
 * l. */
static void
count_among(const struct score_tiles *sc, const struct rank_among_plan *p,
    size_t l, uint64_t *greater, uint64_t *equal)
{
	const int32_t label = p->label[l] - 1;
	float own = score_tiles_score(sc, p->q, (size_t)label), other;
	size_t a;

	*greater = *equal = 0;
	for (a = 0; a < p->n + p->m; a++) {
		int32_t j = a < p->n ? p->label[a] - 1 : p->drawn[a - p->n];

		if (j < 0)
			continue;
		other = score_tiles_score(sc, p->q, (size_t)j);
		if (other > own ||
		    (p->place && other == own && p->place[j] < p->place[label]))
			++*greater;
		else if (other == own)
			*equal += !p->place || j == label;
	}
}

void
rank_among(const struct score_tiles *sc, const struct rank_among_plan *p,
    uint64_t *greater, uint64_t *equal)
{
	size_t l;

	for (l = 0; l < p->n; l++) {
		greater[l] = equal[l] = 0;
		if (p->label[l])
			count_among(sc, p, l, &greater[l], &equal[l]);
	}
}

void
rank_apart(size_t n, uint64_t *greater, uint64_t *equal)
{
	uint64_t score, like, k, i;
	size_t l, a;

	/* Labels have equal scores exactly if their counts of higher scores are
	 * equal. If k labels do, no label has one of the next k - 1 counts,
	 * since these k are above it. */
	for (l = 0; l < n; l++) {
		score = greater[l];
		like = equal[l];
		for (k = 0, a = l; like && a < n; a++)
			k += equal[a] && greater[a] == score;
		if (k < 2)
			continue;
		for (i = 0, a = l; a < n; a++) {
			if (!equal[a] || greater[a] != score)
				continue;
			greater[a] += i++;
			equal[a] = like >= k ? like - k + 1 : 1;
		}
	}
}
