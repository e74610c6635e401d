/* test_schedule - rates at points worked out by hand, and refused schedules. */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "nn/schedule.h"

#include "tap.h"

static struct fail f;

static int
is_rate(const struct schedule *c, uint64_t step, uint64_t total, double want)
{
	double got = schedule_rate(c, 2, step, total);

	if (fabs(got - want) <= 1e-15)
		return 1;
	printf("# step %llu: %.17g, not %.17g\n", (unsigned long long)step, got,
	    want);
	return 0;
}

static void
test_constant(void)
{
	struct schedule c;

	ok(!schedule_parse(&c, "constant", 0, &f) && is_rate(&c, 0, 10, 2) &&
		is_rate(&c, 9, 10, 2) && is_rate(&c, 10, 10, 2),
	    "constant: the rate");
	ok(!schedule_parse(&c, "constant", 4, &f) && is_rate(&c, 0, 10, 0.5) &&
		is_rate(&c, 1, 10, 1) && is_rate(&c, 3, 10, 2) &&
		is_rate(&c, 4, 10, 2),
	    "warm-up of 4 steps: 1/4, 2/4, 3/4, 4/4 of the rate");
	ok(is_rate(&c, 2, 3, 1.5), "a warm-up may be longer than the run");
}

static void
test_step(void)
{
	struct schedule c;

	ok(!schedule_parse(&c, "step:10:0.5", 0, &f) && is_rate(&c, 0, 99, 2) &&
		is_rate(&c, 9, 99, 2) && is_rate(&c, 10, 99, 1) &&
		is_rate(&c, 29, 99, 0.5) && is_rate(&c, 30, 99, 0.25),
	    "step:10:0.5 halves it every 10 steps");
	ok(!schedule_parse(&c, "step:10:0.5", 5, &f) && is_rate(&c, 4, 99, 2) &&
		is_rate(&c, 14, 99, 2) && is_rate(&c, 15, 99, 1),
	    "steps count from the end of the warm-up");
}

static void
test_cosine(void)
{
	struct schedule c;

	ok(!schedule_parse(&c, "cosine", 0, &f) && is_rate(&c, 0, 12, 2) &&
		is_rate(&c, 4, 12, 1.5) && is_rate(&c, 6, 12, 1) &&
		is_rate(&c, 8, 12, 0.5) && is_rate(&c, 12, 12, 0) &&
		is_rate(&c, 13, 12, 0),
	    "cosine: from the rate to 0 at the end");
	ok(!schedule_parse(&c, "cosine:0.1", 3, &f) && is_rate(&c, 2, 15, 2) &&
		is_rate(&c, 3, 15, 2) && is_rate(&c, 9, 15, 1.1) &&
		is_rate(&c, 15, 15, 0.2) && is_rate(&c, 99, 15, 0.2),
	    "cosine:0.1 after a warm-up: to a tenth at the end");
	ok(is_rate(&c, 3, 3, 0.2) && is_rate(&c, 3, 2, 0.2),
	    "a run no longer than its warm-up");
}

static void
test_refused(void)
{
	static const char *const bad[] = {"", "Cosine", "constant:1", "step",
	    "step:", "step:10", "step:10:", "step:0:0.5", "step:-1:0.5",
	    "step:x:0.5", "step:10:2", "step:10:-1", "step:10:nan",
	    "step:10:0x1", "step:10: 0.5", "step:10:0.5x", "step:1.5:0.5",
	    "step:99999999999999999999:0.5", "cosine:", "cosine:1.5",
	    "cosine:0.1:2", "cosines", "step:10:e", "step:10:."};
	struct schedule c;
	size_t k;

	for (k = 0; k < COUNTOF(bad); k++)
		ok(schedule_parse(&c, bad[k], 0, &f) &&
			strstr(f.msg, "--schedule: '") == f.msg,
		    "'%s' is refused", bad[k]);
}

int
main(void)
{
	test_constant();
	test_step();
	test_cosine();
	test_refused();
	return done();
}
