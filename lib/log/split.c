/* split - divides examples among training, validation and test. */
/* SPDX-License-Identifier: MIT */
#include "log/split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/mt19937.h"
#include "log/log_time.h"
#include "log/timeline.h"

/* Divides n in a row: those before valid are for training, those from test on
 * for test. */
struct split_cuts {
	size_t valid, test;
};

/* rint() rounds halves to even; n is far below 2^53. */
static struct split_cuts
cut(size_t n, const struct split_fractions *x)
{
	size_t test = size_min((size_t)rint((double)n * x->train), n);
	size_t valid = (size_t)rint((double)n * x->valid);

	return (struct split_cuts){test - size_min(valid, test), test};
}

static unsigned char
part_of(size_t i, struct split_cuts c)
{
	return i < c.valid  ? SPLIT_TRAIN
	       : i < c.test ? SPLIT_VALID
	                    : SPLIT_TEST;
}

static int
deal_none(struct split *s, const struct timeline *t,
    const struct split_fractions *x, uint64_t seed, struct fail *f)
{
	(void)t;
	(void)x;
	(void)seed;
	(void)f;
	memset(s->part, SPLIT_TRAIN, s->n);
	return 0;
}

static int
deal_random(struct split *s, const struct timeline *t,
    const struct split_fractions *x, uint64_t seed, struct fail *f)
{
	struct split_cuts c = cut(s->n, x);
	size_t i;

	(void)t;
	(void)seed;
	(void)f;
	for (i = 0; i < s->n; i++)
		s->part[i] = part_of(i, c);
	return 0;
}

static int
deal_last(struct split *s, const struct timeline *t,
    const struct split_fractions *x, uint64_t seed, struct fail *f)
{
	size_t i, later;

	(void)seed;
	(void)f;
	for (i = 0; i < s->n; i++) {
		later = t->start[t->events[s->at[i]].user + 1] - 1 - s->at[i];
		s->part[i] = later == 0                   ? SPLIT_TEST
		             : later == 1 && x->valid > 0 ? SPLIT_VALID
		                                          : SPLIT_TRAIN;
	}
	return 0;
}

static int
by_time(const void *x, const void *y)
{
	return log_time_compare(
	    *(const struct log_time *)x, *(const struct log_time *)y);
}

/* The time of example i. */
static struct log_time
time_of(const struct split *s, const struct timeline *t, size_t i)
{
	const struct timeline_event *e = &t->events[s->at[i]];

	if (s->whole)
		e = &t->events[t->start[e->user + 1] - 1];
	return (struct log_time){e->time, e->part};
}

/* Counts the sorted times before x. */
static size_t
count_before(const struct log_time *times, size_t n, struct log_time x)
{
	size_t i = 0;

	while (i < n && log_time_compare(times[i], x) < 0)
		i++;
	return i;
}

void
split_bounds(struct log_time *times, size_t n, const struct split_fractions *x,
    struct log_time *valid, struct log_time *test)
{
	const struct log_time never = {INT64_MAX, 0};
	struct split_cuts c = cut(n, x);
	size_t size = c.test - c.valid; /* of the validation part */

	qsort(times, n, sizeof(*times), by_time);
	if (x->test_from) {
		c.test = count_before(times, n, *x->test_from);
		c.valid = c.test - size_min(size, c.test);
	}
	*test = x->test_from ? *x->test_from
	        : c.test < n ? times[c.test]
	                     : never;
	*valid = x->valid_from      ? *x->valid_from
	         : c.valid < c.test ? times[c.valid]
	                            : never;
}

/* Divides by time: examples at the same time stay together, in the later
 * part. */
static int
deal_time(struct split *s, const struct timeline *t,
    const struct split_fractions *x, uint64_t seed, struct fail *f)
{
	struct log_time *times = malloc((s->n + 1) * sizeof(*times)), now;
	struct log_time test, valid;
	size_t i;

	(void)seed;
	if (!times)
		return fail_memory(f);
	for (i = 0; i < s->n; i++)
		times[i] = time_of(s, t, i);
	split_bounds(times, s->n, x, &valid, &test);
	free(times);
	for (i = 0; i < s->n; i++) {
		now = time_of(s, t, i);
		s->part[i] = log_time_compare(now, test) >= 0    ? SPLIT_TEST
		             : log_time_compare(now, valid) >= 0 ? SPLIT_VALID
		                                                 : SPLIT_TRAIN;
	}
	return 0;
}

/* Shuffles the users that have examples, and cuts between them. */
static int
deal_user(struct split *s, const struct timeline *t,
    const struct split_fractions *x, uint64_t seed, struct fail *f)
{
	size_t *users = malloc((t->nusers + 1) * sizeof(*users)), i, n = 0;
	unsigned char *part = calloc(t->nusers + 1, 1);
	struct mt19937 m;
	struct split_cuts c;

	if (!users || !part) {
		free(users);
		free(part);
		return fail_memory(f);
	}
	for (i = 0; i < s->n; i++)
		part[t->events[s->at[i]].user] = 1;
	for (i = 0; i < t->nusers; i++) {
		if (part[i])
			users[n++] = i;
	}
	mt19937_seed(&m, seed);
	mt19937_shuffle(&m, n, users);
	c = cut(n, x);
	for (i = 0; i < n; i++)
		part[users[i]] = part_of(i, c);
	for (i = 0; i < s->n; i++)
		s->part[i] = part[t->events[s->at[i]].user];
	free(users);
	free(part);
	return 0;
}

static const struct split_way ways[] = {
    {.name = "none",
	.help = "no split: all examples, in the order of the log",
	.deal = deal_none},
    {.name = "random",
	.help = "random examples",
	.shuffles = 1,
	.deal = deal_random},
    {.name = "leave-last",
	.help = "each user's last example is for test",
	.shuffles = 1,
	.divides_ends = 1,
	.deal = deal_last},
    {.name = "time",
	.help = "examples (or timelines that end) after a point in time are "
		"for test",
	.shuffles = 1,
	.needs_times = 1,
	.deal = deal_time},
    {.name = "time-last",
	.help = "whole timelines: events before a point in time are for "
		"training, and a user's last later event is for test",
	.shuffles = 1,
	.needs_times = 1,
	.divides_ends = 1},
    {.name = "user",
	.help = "all examples of some users are for test",
	.shuffles = 1,
	.deal = deal_user},
};

const struct split_way *
split_find(const char *name)
{
	size_t k;

	for (k = 0; k < COUNTOF(ways); k++) {
		if (!strcmp(ways[k].name, name))
			return &ways[k];
	}
	return NULL;
}

struct choice
split_choice(size_t k)
{
	return CHOICE_OF(k < COUNTOF(ways) ? &ways[k] : NULL);
}

/* Sorts the examples again, each with its part. */
static int
put_back(struct split *s, const struct timeline *t, struct fail *f)
{
	unsigned char *part = calloc(t->n + 1, 1); /* by event, from 1 */
	size_t i, n = 0;

	if (!part)
		return fail_memory(f);
	for (i = 0; i < s->n; i++)
		part[s->at[i]] = (unsigned char)(s->part[i] + 1);
	for (i = 0; i < t->n; i++) {
		if (!part[i])
			continue;
		s->at[n] = i;
		s->part[n++] = (unsigned char)(part[i] - 1);
	}
	free(part);
	return 0;
}

int
split_make(struct split *s, const struct split_way *way,
    const struct timeline *t, const struct split_fractions *x, uint64_t seed,
    struct fail *f)
{
	struct mt19937 m;
	size_t i;

	s->part = malloc(s->n + 1);
	if (!s->part)
		return fail_memory(f);
	if (way->needs_times && !t->has_times)
		return fail_set(
		    f, "the log has no times, which the split needs");
	if (way->shuffles) {
		mt19937_seed(&m, seed);
		mt19937_shuffle(&m, s->n, s->at);
	}
	if (way->deal(s, t, x, seed, f) ||
	    (way->shuffles && s->in_order && put_back(s, t, f)))
		return -1;
	for (i = 0; i < SPLIT_PARTS; i++)
		s->count[i] = 0;
	for (i = 0; i < s->n; i++)
		s->count[s->part[i]]++;
	return 0;
}
