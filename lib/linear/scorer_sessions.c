/*
 * scorer_sessions - nearest neighbours: items of the training sessions most
 * similar to the query.
 *
 * Letters: N sessions, V items, L items of the query q, p(i) the last place of
 * i in q, U(q) and U(s) the different items of query and session, t(s) the day
 * of the session, M how often i was in training.
 *
 * The candidates for neighbours are the `sample` newest sessions that share an
 * item with the query; sessions are stored in order of time.
 *
 *   w(i)   = a function of p(i) and L, by --weighting
 *   sim(s) = by --similarity, with m = |U(q) and U(s)| shared items:
 *            cosine   sum of w over them
 *                     / (sqrt(sum of w^2 over U(q)) sqrt|U(s)|)
 *            vec      sum of w over them / |U(q)|
 *            jaccard  m / |U(q) or U(s)|
 *            binary   2 m / (2 m + |U(q)| + |U(s)|)
 *            times e^(-(now - t(s)) / lambda_snh)
 *
 * The k most similar sessions, newer first among equals, are added up:
 *
 *   score(q, i) = sum over s with i of
 *       sim(s) e^(-|place of i - nearest| / lambda_inh)
 *       (1 + lambda_idf ln(N / M)) D(L + 1 - r(s)) e^((r(s) - L) / lambda_ipw)
 *
 * with nearest the last place in s of an item of q, r(s) the newest place in q
 * of an item of s, and D the function named by --step-weighting.
 *
 * Sources: Jannach, Ludewig 2017 (s-knn); Ludewig, Jannach 2018 (vs-knn); Garg
 * et al. 2019 (stan); Ludewig et al. 2021 (vstan), and session-rec.  As in
 * session-rec, the sample is taken before sessions are compared.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/scorer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "base/sort.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "linear/decay.h"
#include "linear/linear_settings.h"
#include "linear/session_index.h"
#include "linear/session_times.h"
#include "linear/sessions_file.h"
#include "model/model.h"

enum scorer_sessions_similarity { COSINE, VEC, JACCARD, BINARY };

struct scorer_sessions {
	struct session_index index;
	struct linear_settings set;
	enum scorer_sessions_similarity similarity;
	const struct decay *weighting, *step;
	double *days; /* [N] see session_times.h; NULL: spread over the span */
	double *day;  /* [N] factor for its day; NULL: all 1 */
	double *rare; /* [V] 1 + lambda_idf ln(N / M); NULL: all 1 */
	double *near; /* [longest] factor for a distance; NULL: all 1 */
};

/* A session to compare. */
struct scorer_sessions_one {
	double sum; /* sum of w over the shared items; later sim */
	int32_t at; /* session number */
	int32_t shared;
	int32_t newest; /* r */
};

/* The scratch memory of a thread; pointers lead into the memory behind the
 * struct. */
struct scorer_sessions_scratch {
	int32_t *slot;                   /* [N] 1 + index in one; 0: absent */
	struct scorer_sessions_one *one; /* [N] */
	unsigned char *asked;            /* [V] is the item in the query? */
	int32_t *item;                   /* [V] U(q), newest first, from 0 */
	double *weight;                  /* [V] weights of item */
	size_t n;                        /* of U(q) */
	double squares;                  /* sum of w^2 */
};

static void
close_sessions(void *with)
{
	struct scorer_sessions *s = with;

	if (!s)
		return;
	session_index_free(&s->index);
	free(s->days);
	free(s->day);
	free(s->rare);
	free(s->near);
	free(s);
}

static int
find_similarity(struct scorer_sessions *s, struct fail *f)
{
	static const char *const names[] = {
	    "cosine", "vec", "jaccard", "binary"};
	size_t i;

	for (i = 0; i < COUNTOF(names); i++) {
		if (s->set.similarity && !strcmp(s->set.similarity, names[i])) {
			s->similarity = (enum scorer_sessions_similarity)i;
			return 0;
		}
	}
	return fail_set(f, "the model has no similarity");
}

/* Computes the factors that do not depend on the query. */
static int
fill_tables(struct scorer_sessions *s, const struct vocab *v, size_t longest,
    struct fail *f)
{
	const struct linear_settings *set = &s->set;
	const double n = (double)s->index.n;
	size_t i;

	s->day =
	    set->lambda_snh > 0 ? malloc(s->index.n * sizeof(*s->day)) : NULL;
	s->rare = set->lambda_idf > 0
	              ? malloc(s->index.items * sizeof(*s->rare))
	              : NULL;
	s->near = set->lambda_inh > 0 ? malloc((longest + 1) * sizeof(*s->near))
	                              : NULL;
	if ((set->lambda_snh > 0 && !s->day) ||
	    (set->lambda_idf > 0 && !s->rare) ||
	    (set->lambda_inh > 0 && !s->near))
		return fail_memory(f);
	/* Sessions are assumed evenly spread over the span, which ends now. */
	for (i = 0; i < s->index.n && s->day; i++)
		s->day[i] = decay_exp(
		    session_times_days(s->days, set->span, i, s->index.n),
		    set->lambda_snh);
	for (i = 0; i < s->index.items && s->rare; i++) {
		const uint64_t m = vocab_count(v, (int32_t)i + 1);

		s->rare[i] =
		    m ? 1 + set->lambda_idf * elementary_log(n / (double)m) : 1;
	}
	for (i = 0; i <= longest && s->near; i++)
		s->near[i] = decay_exp((double)i, set->lambda_inh);
	return 0;
}

static int
open_all(struct scorer_sessions *s, struct model *m, struct fail *f)
{
	struct sequences raw = {0};
	size_t i, longest = 0;
	int r;

	if (linear_settings_load(&s->set, m, f) || find_similarity(s, f))
		return -1;
	s->weighting = s->set.weighting ? decay_find(s->set.weighting) : NULL;
	s->step =
	    s->set.step_weighting ? decay_find(s->set.step_weighting) : NULL;
	if (!s->weighting || s->set.neighbours == SIZE_MAX ||
	    s->set.sample == SIZE_MAX)
		return fail_set(f, "the model lacks settings of neighbours");
	r = sessions_file_load(&raw, m, f);
	if (!r)
		r = session_index_make(
		    &s->index, &raw, vocab_size(m->vocab), f);
	if (!r)
		r = session_times_load(&s->days, raw.n, m, f);
	for (i = 0; i < raw.n && !r; i++)
		longest = size_max(longest, raw.start[i + 1] - raw.start[i]);
	sequences_free(&raw);
	return r ? -1 : fill_tables(s, m->vocab, longest, f);
}

static void *
open_sessions(struct model *m, struct fail *f)
{
	struct scorer_sessions *s = calloc(1, sizeof(*s));

	if (!s) {
		(void)fail_memory(f);
		return NULL;
	}
	if (open_all(s, m, f)) {
		close_sessions(s);
		return NULL;
	}
	return s;
}

static size_t
sessions_scratch(const void *with)
{
	const struct scorer_sessions *s = with;
	const struct scorer_sessions_scratch *t;
	const size_t n = s->index.n + 1, v = s->index.items + 1;

	return sizeof(*t) + n * sizeof(*t->one) + v * sizeof(*t->weight) +
	       n * sizeof(*t->slot) + v * sizeof(*t->item) + v;
}

/* Sets the pointers, at first use. */
static void
lay_out(const struct scorer_sessions *s, struct scorer_sessions_scratch *t)
{
	const size_t n = s->index.n + 1, v = s->index.items + 1;

	t->one = (struct scorer_sessions_one *)(void *)(t + 1);
	t->weight = (double *)(void *)(t->one + n);
	t->slot = (int32_t *)(void *)(t->weight + v);
	t->item = t->slot + n;
	t->asked = (unsigned char *)(t->item + v);
}

/* Lists the different items of q, newest first, and their weights. */
static void
look_at_query(const struct scorer_sessions *s,
    struct scorer_sessions_scratch *t, size_t l, const int32_t *q)
{
	size_t p;

	t->n = 0;
	t->squares = 0;
	for (p = l; p; p--) {
		const int32_t item = q[p - 1] - 1;
		double w;

		if (t->asked[item])
			continue;
		t->asked[item] = 1;
		w = s->weighting->place(p, l, s->set.lambda_spw);
		t->item[t->n] = item;
		t->weight[t->n++] = w;
		t->squares += w * w;
	}
}

/* Lists the sessions that share an item, item by item from the newest on, so
 * that sums have one order.  Returns how many. */
static size_t
collect(const struct scorer_sessions *s, struct scorer_sessions_scratch *t,
    size_t l, const int32_t *q)
{
	const struct session_index *x = &s->index;
	size_t k, a, n = 0, p = l;

	for (k = 0; k < t->n; k++) {
		while (q[p - 1] - 1 != t->item[k])
			p--;
		for (a = x->first[t->item[k]]; a < x->first[t->item[k] + 1];
		     a++) {
			int32_t *slot = &t->slot[x->session[a]];

			if (!*slot) {
				t->one[n] = (struct scorer_sessions_one){
				    .at = x->session[a], .newest = (int32_t)p};
				*slot = (int32_t)++n;
			}
			t->one[*slot - 1].shared++;
			t->one[*slot - 1].sum += t->weight[k];
		}
	}
	for (k = 0; k < n; k++)
		t->slot[t->one[k].at] = 0;
	return n;
}

/* Newer sessions first. */
static int
by_time(const void *a, const void *b, const void *ctx)
{
	const struct scorer_sessions_one *x = a, *y = b;

	(void)ctx;
	return (x->at < y->at) - (x->at > y->at);
}

/* More similar sessions first; of equal ones, the newer. */
static int
by_similarity(const void *a, const void *b, const void *ctx)
{
	const struct scorer_sessions_one *x = a, *y = b;

	if (x->sum != y->sum)
		return x->sum > y->sum ? -1 : 1;
	return by_time(a, b, ctx);
}

static double
similarity(const struct scorer_sessions *s,
    const struct scorer_sessions_scratch *t,
    const struct scorer_sessions_one *one)
{
	const double m = one->shared, q = (double)t->n;
	const double u = (double)session_index_size(&s->index, (size_t)one->at);
	double x;

	switch (s->similarity) {
	case VEC:
		x = one->sum / q;
		break;
	case JACCARD:
		x = m / (q + u - m);
		break;
	case BINARY:
		x = 2 * m / (2 * m + q + u);
		break;
	default:
		x = t->squares > 0 ? one->sum / (sqrt(t->squares) * sqrt(u))
		                   : 0;
	}
	return s->day ? x * s->day[one->at] : x;
}

/* Turns sums into similarities; moves those above 0 to the front and returns
 * how many. */
static size_t
compare(const struct scorer_sessions *s, struct scorer_sessions_scratch *t,
    size_t n)
{
	size_t i, kept = 0;

	for (i = 0; i < n; i++) {
		t->one[i].sum = similarity(s, t, &t->one[i]);
		if (t->one[i].sum > 0)
			t->one[kept++] = t->one[i];
	}
	return kept;
}

/* Adds the items of one neighbour. */
static void
add_neighbour(const struct scorer_sessions *s,
    const struct scorer_sessions_scratch *t,
    const struct scorer_sessions_one *one, size_t l, double *x)
{
	const struct session_index *in = &s->index;
	const size_t step = l + 1 - (size_t)one->newest;
	const size_t begin = in->start[one->at], end = in->start[one->at + 1];
	double by = one->sum;
	int32_t nearest = 0;
	size_t k;

	if (s->step)
		by *= s->step->at(step, 0);
	if (s->set.lambda_ipw > 0)
		by *= decay_exp((double)step - 1, s->set.lambda_ipw);
	for (k = begin; k < end && s->near; k++) {
		if (t->asked[in->item[k]] && in->place[k] > nearest)
			nearest = in->place[k];
	}
	for (k = begin; k < end; k++) {
		double y = by;

		if (s->near)
			y *= s->near[abs(in->place[k] - nearest)];
		if (s->rare)
			y *= s->rare[in->item[k]];
		x[in->item[k]] += y;
	}
}

static void
answer_sessions(
    const void *with, void *scratch, size_t l, const int32_t *q, double *x)
{
	const struct scorer_sessions *s = with;
	struct scorer_sessions_scratch *t = scratch;
	size_t n, k;

	lay_out(s, t);
	look_at_query(s, t, l, q);
	n = collect(s, t, l, q);
	if (s->set.sample && n > s->set.sample) {
		sort_select(n, s->set.sample, sizeof(*t->one), (char *)t->one,
		    by_time, NULL);
		n = s->set.sample;
	}
	n = compare(s, t, n);
	sort_select(n, s->set.neighbours, sizeof(*t->one), (char *)t->one,
	    by_similarity, NULL);
	n = size_min(n, s->set.neighbours);
	for (k = 0; k < n; k++)
		add_neighbour(s, t, &t->one[k], l, x);
	for (k = 0; k < t->n; k++)
		t->asked[t->item[k]] = 0;
}

const struct scorer_kind scorer_sessions = {
    .name = "sessions",
    .open = open_sessions,
    .close = close_sessions,
    .scratch = sessions_scratch,
    .answer = answer_sessions,
};
