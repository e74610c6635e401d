/* tree_shares - which leaves of a tree each rank fills. */
/* SPDX-License-Identifier: MIT */
#include "nn/tree_shares.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/ranks.h"
#include "base/threads.h"

#define RECENT 0.25 /* weight of the last leaves in a rank's pace */

struct tree_shares {
	struct tree_pace *pace, *last; /* [ranks] */
	size_t *first;                 /* [ranks + 1] */
};

struct tree_shares *
tree_shares_new(struct fail *f)
{
	const size_t ranks = (size_t)ranks_count();
	struct tree_shares *s = calloc(1, sizeof(*s));

	if (s) {
		s->pace = calloc(ranks, sizeof(*s->pace));
		s->last = calloc(ranks, sizeof(*s->last));
		s->first = calloc(ranks + 1, sizeof(*s->first));
	}
	if (s && s->pace && s->last && s->first)
		return s;
	tree_shares_free(s);
	(void)fail_memory(f);
	return NULL;
}

void
tree_shares_free(struct tree_shares *s)
{
	if (!s)
		return;
	free(s->pace);
	free(s->last);
	free(s->first);
	free(s);
}

/* Returns the mean of the known seconds, which stands for the others; 1 if none
 * is known. */
static double
usual(size_t ranks, const struct tree_pace *pace)
{
	double sum = 0;
	size_t known = 0, r;

	for (r = 0; r < ranks; r++) {
		sum += pace[r].seconds;
		known += pace[r].seconds > 0;
	}
	return known ? sum / (double)known : 1;
}

/* Returns the seconds for n leaves. */
static double
time_of(const struct tree_pace *p, double instead, size_t n)
{
	const size_t threads = size_max(1, p->threads);

	return (p->seconds > 0 ? p->seconds : instead) *
	       (double)((n + threads - 1) / threads);
}

void
tree_shares_divide(
    size_t leaves, size_t ranks, const struct tree_pace *pace, size_t *first)
{
	const size_t least = leaves >= ranks ? 1 : 0;
	const double instead = usual(ranks, pace);
	size_t i, r, to, *share = first + 1;

	for (first[0] = r = 0; r < ranks; r++)
		share[r] = least;
	for (i = least * ranks; i < leaves; i++) {
		for (to = 0, r = 1; r < ranks; r++)
			if (time_of(&pace[r], instead, share[r] + 1) <
			    time_of(&pace[to], instead, share[to] + 1))
				to = r;
		share[to]++;
	}
	for (r = 0; r < ranks; r++)
		first[r + 1] += first[r];
}

const size_t *
tree_shares_next(struct tree_shares *s, size_t leaves)
{
	tree_shares_divide(leaves, (size_t)ranks_count(), s->pace, s->first);
	return s->first;
}

void
tree_shares_learn(struct tree_shares *s, double seconds, size_t leaves)
{
	const size_t ranks = (size_t)ranks_count();
	size_t r;

	memset(s->last, 0, ranks * sizeof(*s->last));
	s->last[ranks_me()] = (struct tree_pace){
	    leaves ? seconds / (double)leaves : 0, (size_t)threads_count()};
	ranks_join(s->last, ranks * sizeof(*s->last));
	for (r = 0; r < ranks; r++) {
		struct tree_pace *p = &s->pace[r];
		const double x = s->last[r].seconds;

		p->threads = s->last[r].threads;
		if (x > 0)
			p->seconds +=
			    p->seconds > 0 ? RECENT * (x - p->seconds) : x;
	}
}
