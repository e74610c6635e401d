/*
 * slist_rows - the two sides of slist's regression, item by item.
 *
 * Inputs x and targets y, each with the weight of its session:
 *
 *   sessions, weight alpha:  y is 1 on the different items, x = y / |U(s)|
 *   transitions, weight 1 - alpha, for each place p = 1 .. m - 1:
 *     sr    x = 1 on the item at p
 *     part  x = e^(-(p - r) / delta_pos) on the items at r <= p, over their sum
 *     all   x = e^(-|p - r| / delta_pos) on the items at all r, over their sum
 *           y = e^(-(r - p - 1) / delta_pos) on the items at r > p; with all
 *           e^(-|r - p - 1| / delta_pos) at all r
 *
 * Repeated items add up.  The weight of a session is e^(-(days to the newest) /
 * delta_time).  Choi et al. 2021, and their code, where x is divided by its sum
 * and y is not.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/slist_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/sequences.h"
#include "linear/accum.h"
#include "linear/decay.h"
#include "linear/fit.h"
#include "linear/linear_settings.h"
#include "linear/session_index.h"
#include "linear/session_times.h"

enum slist_rows_kind { SR, PART, ALL };

struct slist_rows {
	const struct sequences *s;
	struct session_index index;
	enum slist_rows_kind kind;
	double alpha;
	double *day;  /* [N] weight of a session */
	double *near; /* [longest+1] weight of a distance */
};

/* A row of transitions: its x and its places. */
struct slist_rows_place {
	const int32_t *item; /* [m] */
	size_t m, p;         /* p counts from 0 */
	size_t begin, end;   /* places of x */
	double sum;          /* of the weights there */
	double own;          /* x of the present item */
};

static int
fill_tables(struct slist_rows *r, const struct fit_data *d, struct fail *f)
{
	const struct linear_settings *set = d->set;
	const size_t n = r->s->n;
	size_t i, longest = 0;

	for (i = 0; i < n; i++)
		longest =
		    size_max(longest, r->s->start[i + 1] - r->s->start[i]);
	r->day = malloc(n * sizeof(*r->day));
	r->near = malloc((longest + 1) * sizeof(*r->near));
	if (!r->day || !r->near)
		return fail_memory(f);
	for (i = 0; i < n; i++)
		r->day[i] = decay_exp(
		    session_times_days(d->days, set->span, i, n) -
			session_times_days(d->days, set->span, n - 1, n),
		    set->delta_time);
	for (i = 0; i <= longest; i++)
		r->near[i] = decay_exp((double)i, set->delta_pos);
	return 0;
}

struct slist_rows *
slist_rows_new(const struct fit_data *d, struct fail *f)
{
	const struct linear_settings *set = d->set;
	struct slist_rows *r = calloc(1, sizeof(*r));

	if (!r) {
		(void)fail_memory(f);
		return NULL;
	}
	r->s = d->s;
	r->alpha = !isnan(set->alpha) ? set->alpha : set->rows ? 0 : 1;
	if (set->rows)
		r->kind = !strcmp(set->rows, "sr")     ? SR
		          : !strcmp(set->rows, "part") ? PART
		                                       : ALL;
	if (r->alpha > 1)
		(void)fail_set(f, "--alpha is a share: at most 1");
	else if (!session_index_make(&r->index, d->s, d->items, f) &&
		 !fill_tables(r, d, f))
		return r;
	slist_rows_free(r);
	return NULL;
}

void
slist_rows_free(struct slist_rows *r)
{
	if (!r)
		return;
	session_index_free(&r->index);
	free(r->day);
	free(r->near);
	free(r);
}

double
slist_rows_share(const struct slist_rows *r)
{
	return r->alpha;
}

int
slist_rows_diagonal(const struct slist_rows *r)
{
	return r->alpha == 0 && r->kind == SR;
}

static size_t
distance(size_t a, size_t b)
{
	return a < b ? b - a : a - b;
}

/* The row of place p as item i sees it. */
static void
look_at(const struct slist_rows *r, struct slist_rows_place *t, int32_t item)
{
	size_t k;

	t->begin = r->kind == SR ? t->p : 0;
	t->end = r->kind == ALL ? t->m : t->p + 1;
	t->sum = t->own = 0;
	for (k = t->begin; k < t->end; k++) {
		const double w = r->near[distance(k, t->p)];

		t->sum += w;
		if (t->item[k] == item)
			t->own += w;
	}
	t->own /= t->sum;
}

/* Adds `by` x of the row to sum, from item i on. */
static void
add_left(const struct slist_rows *r, const struct slist_rows_place *t,
    double by, size_t i, struct accum *sum)
{
	size_t k;

	for (k = t->begin; k < t->end; k++) {
		if ((size_t)t->item[k] - 1 >= i)
			accum_add(sum, t->item[k] - 1,
			    by * r->near[distance(k, t->p)] / t->sum);
	}
}

/* Adds `by` y of the row to sum. */
static void
add_right(const struct slist_rows *r, const struct slist_rows_place *t,
    double by, struct accum *sum)
{
	size_t k;

	for (k = r->kind == ALL ? 0 : t->p + 1; k < t->m; k++)
		accum_add(
		    sum, t->item[k] - 1, by * r->near[distance(k, t->p + 1)]);
}

/* Adds the transitions of session s that involve item i. */
static void
add_transitions(const struct slist_rows *r, size_t s, size_t i, int right,
    struct accum *sum)
{
	struct slist_rows_place t = {.item = r->s->item + r->s->start[s],
	    .m = r->s->start[s + 1] - r->s->start[s]};
	const double by = (1 - r->alpha) * r->day[s];

	for (t.p = 0; t.p + 1 < t.m; t.p++) {
		if (r->kind == SR && t.item[t.p] != (int32_t)i + 1)
			continue;
		look_at(r, &t, (int32_t)i + 1);
		if (t.own > 0 && right)
			add_right(r, &t, by * t.own, sum);
		else if (t.own > 0)
			add_left(r, &t, by * t.own, i, sum);
	}
}

/* Session s as one row: x is 1 / |U|, y is 1. */
static void
add_session(const struct slist_rows *r, size_t s, size_t i, int right,
    struct accum *sum)
{
	const struct session_index *x = &r->index;
	const double each = 1 / (double)session_index_size(x, s);
	const double by = r->alpha * r->day[s] * each * (right ? 1 : each);
	size_t a;

	for (a = x->start[s]; a < x->start[s + 1]; a++) {
		if (right || (size_t)x->item[a] >= i)
			accum_add(sum, x->item[a], by);
	}
}

static void
add_row(const struct slist_rows *r, size_t i, int right, struct accum *sum)
{
	const struct session_index *x = &r->index;
	size_t k;

	for (k = x->first[i]; k < x->first[i + 1]; k++) {
		const size_t s = (size_t)x->session[k];

		if (r->alpha > 0)
			add_session(r, s, i, right, sum);
		if (r->alpha < 1)
			add_transitions(r, s, i, right, sum);
	}
}

void
slist_rows_left(void *ctx, size_t i, struct accum *sum)
{
	add_row(ctx, i, 0, sum);
}

void
slist_rows_right(const struct slist_rows *r, size_t i, struct accum *sum)
{
	add_row(r, i, 1, sum);
}
