/* test_split - which examples go to which part. */
/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "log/split.h"
#include "log/timeline.h"
#include "tap.h"

enum { USERS = 6, EACH = 5, EVENTS = USERS * EACH };

/* Six users with five events each, at time(i).  All events but the first are
 * examples. */
static void
make(struct timeline *t, struct split *s, int64_t (*time)(size_t i))
{
	static struct timeline_event events[EVENTS];
	static size_t start[USERS + 1], at[EVENTS];
	size_t i;

	*t = (struct timeline){.events = events,
	    .n = EVENTS,
	    .nusers = USERS,
	    .start = start,
	    .has_times = 1};
	*s = (struct split){.at = at};
	for (i = 0; i < EVENTS; i++) {
		events[i] = (struct timeline_event){
		    .user = (int32_t)(i / EACH), .time = time(i)};
		if (i % EACH)
			at[s->n++] = i;
	}
	for (i = 0; i <= USERS; i++)
		start[i] = i * EACH;
}

static int64_t
by_number(size_t i)
{
	return (int64_t)i;
}

static int64_t
in_tens(size_t i)
{
	return (int64_t)(i / 10);
}

/* Splits the examples.  Returns whether every example is there once. */
static int
run(struct split *s, const char *way, const struct timeline *t, double train,
    double valid)
{
	struct split_fractions x = {train, valid, NULL, NULL};
	char seen[EVENTS] = {0};
	struct fail f;
	size_t i;
	int good = 1;

	if (split_make(s, split_find(way), t, &x, 0, &f))
		return 0;
	for (i = 0; i < s->n; i++)
		good &= !seen[s->at[i]]++;
	return good && s->count[0] + s->count[1] + s->count[2] == s->n;
}

static void
test_random(void)
{
	/* N, fraction, Python's round(N * fraction) */
	static const struct {
		size_t n;
		double x;
		size_t train;
	} golden[] = {{5, 0.5, 2}, {15, 0.9, 14}, {5, 0.9, 4}, {7, 0.5, 4},
	    {10, 0.25, 2}, {14, 0.25, 4}, {20, 1, 20}, {20, 0, 0}, {1, 0.5, 0}};
	struct timeline t;
	struct split s;
	size_t i, k;
	int good = 1;

	for (k = 0; k < COUNTOF(golden); k++) {
		make(&t, &s, by_number);
		s.n = golden[k].n;
		good = run(&s, "random", &t, golden[k].x, 0) &&
		       s.count[SPLIT_TRAIN] == golden[k].train &&
		       s.count[SPLIT_VALID] == 0;
		ok(good, "%zu examples, %g: %zu for training", golden[k].n,
		    golden[k].x, golden[k].train);
		free(s.part);
	}
	make(&t, &s, by_number);
	good = run(&s, "random", &t, 0.75, 0.25);
	for (i = 0; i < s.n; i++)
		good &= s.part[i] == (i < 12      ? SPLIT_TRAIN
					 : i < 18 ? SPLIT_VALID
						  : SPLIT_TEST);
	ok(good, "validation is the end of what is not for test");
	free(s.part);
}

static void
test_last(void)
{
	struct timeline t;
	struct split s;
	size_t i, later;
	int good;

	make(&t, &s, by_number);
	good = run(&s, "leave-last", &t, 0.9, 0.05);
	for (i = 0; i < s.n; i++) {
		later = EACH - 1 - s.at[i] % EACH;
		good &= s.part[i] == (later == 0      ? SPLIT_TEST
					 : later == 1 ? SPLIT_VALID
						      : SPLIT_TRAIN);
	}
	ok(good,
	    "leave-last: the last is for test, the one before to validate");
	free(s.part);
	make(&t, &s, by_number);
	ok(run(&s, "leave-last", &t, 0.9, 0) && s.count[SPLIT_TEST] == USERS &&
		s.count[SPLIT_VALID] == 0,
	    "leave-last: without validation the one before is for training");
	free(s.part);
}

/* The latest and the earliest time in a part. */
static int64_t
edge(const struct split *s, const struct timeline *t, int part, int latest)
{
	int64_t x = latest ? INT64_MIN : INT64_MAX, now;
	size_t i;

	for (i = 0; i < s->n; i++) {
		now = t->events[s->at[i]].time;
		if (s->part[i] == part && (latest ? now > x : now < x))
			x = now;
	}
	return x;
}

static void
test_time(void)
{
	struct timeline t;
	struct split s;
	struct fail f;

	make(&t, &s, by_number);
	ok(run(&s, "time", &t, 0.75, 0.25) && s.count[SPLIT_TRAIN] == 12 &&
		s.count[SPLIT_VALID] == 6 && s.count[SPLIT_TEST] == 6,
	    "time: different times divide by number");
	ok(edge(&s, &t, SPLIT_TRAIN, 1) < edge(&s, &t, SPLIT_VALID, 0) &&
		edge(&s, &t, SPLIT_VALID, 1) < edge(&s, &t, SPLIT_TEST, 0),
	    "time: each part is later than the one before");
	free(s.part);
	make(&t, &s, in_tens); /* eight examples of each time 0, 1, 2 */
	ok(run(&s, "time", &t, 0.9, 0) && s.count[SPLIT_TEST] == 8,
	    "time: examples of one time stay together, in the later part");
	free(s.part);
	make(&t, &s, in_tens);
	ok(run(&s, "time", &t, 0.9, 0.3) && s.count[SPLIT_TEST] == 8 &&
		s.count[SPLIT_VALID] == 8,
	    "time: so they do in validation");
	free(s.part);
	make(&t, &s, in_tens);
	ok(run(&s, "time", &t, 1, 0) && s.count[SPLIT_TRAIN] == s.n,
	    "time: all can be for training");
	free(s.part);
	make(&t, &s, by_number);
	t.has_times = 0;
	ok(split_make(&s, split_find("time"), &t,
	       &(struct split_fractions){0.9, 0, NULL, NULL}, 0, &f) == -1,
	    "time: a log without times is refused");
	free(s.part);
}

static void
test_user(void)
{
	struct timeline t;
	struct split s;
	size_t i, users[SPLIT_PARTS] = {0};
	int part[USERS], good;

	make(&t, &s, by_number);
	good = run(&s, "user", &t, 0.67, 0.33);
	memset(part, -1, sizeof(part));
	for (i = 0; i < s.n; i++) {
		int32_t u = t.events[s.at[i]].user;

		if (part[u] < 0)
			users[s.part[i]]++;
		good &= part[u] < 0 || part[u] == s.part[i];
		part[u] = s.part[i];
	}
	ok(good, "user: all examples of a user are in one part");
	ok(users[0] == 2 && users[1] == 2 && users[2] == 2,
	    "user: the fractions are of users");
	free(s.part);
}

static void
test_none(void)
{
	struct timeline t;
	struct split s;
	size_t i;
	int good;

	make(&t, &s, by_number);
	good = run(&s, "none", &t, 0.9, 0.05) && s.count[SPLIT_TRAIN] == s.n;
	for (i = 1; i < s.n; i++)
		good &= s.at[i - 1] < s.at[i];
	ok(good, "none: the order stays");
	ok(!split_find("half") && !split_choice(6).name &&
		!strcmp(split_choice(0).name, "none"),
	    "ways are found by name and number");
	free(s.part);
}

int
main(void)
{
	test_random();
	test_last();
	test_time();
	test_user();
	test_none();
	return done();
}
