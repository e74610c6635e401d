/* schedule - the learning rate over a run. */
/* SPDX-License-Identifier: MIT */
#include "nn/schedule.h"

#include <math.h>
#include <string.h>

#include "base/elementary.h"
#include "base/fail.h"
#include "base/num.h"

/* Reads all of s as a decimal number from 0 to 1.  Returns 0 or -1. */
static int
get_share(const char *s, double *x)
{
	return !num_get_double(s, strlen(s), x) && *x >= 0 && *x <= 1 ? 0 : -1;
}

/* Reads N:F after "step:". */
static int
get_step(struct schedule *c, const char *s)
{
	const char *colon = strchr(s, ':');

	if (!colon ||
	    num_get_count(s, (size_t)(colon - s), 1, INT64_MAX, &c->every))
		return -1;
	return get_share(colon + 1, &c->factor);
}

int
schedule_parse(
    struct schedule *c, const char *how, uint64_t warmup, struct fail *f)
{
	int bad = 0;

	*c = (struct schedule){.warmup = warmup};
	if (!strcmp(how, "constant")) {
		c->kind = SCHEDULE_CONSTANT;
	} else if (!strncmp(how, "step:", 5)) {
		c->kind = SCHEDULE_STEP;
		bad = get_step(c, how + 5);
	} else if (!strncmp(how, "cosine", 6)) {
		c->kind = SCHEDULE_COSINE;
		if (how[6])
			bad = how[6] != ':' || get_share(how + 7, &c->least);
	} else {
		bad = 1;
	}
	if (bad)
		return fail_set(f,
		    "--schedule: '%s' is not " SCHEDULE_HELP
		    ", N steps, F and L from 0 to 1",
		    how);
	return 0;
}

double
schedule_rate(
    const struct schedule *c, double rate, uint64_t step, uint64_t total)
{
	uint64_t k;
	double done;

	if (step < c->warmup)
		return rate * ((double)step + 1) / (double)c->warmup;
	k = step - c->warmup;
	switch (c->kind) {
	case SCHEDULE_STEP:
		k /= c->every; /* rounded down */
		return rate * elementary_pow(c->factor, (double)k);
	case SCHEDULE_COSINE:
		if (step >= total)
			return rate * c->least;
		done = (double)k / (double)(total - c->warmup);
		return rate *
		       (c->least +
			   (1 - c->least) * (1 + elementary_cos_pi(done)) / 2);
	case SCHEDULE_CONSTANT:
		break;
	}
	return rate;
}
