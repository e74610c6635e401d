/* seqrec_random - random numbers that repeat. */
/* SPDX-License-Identifier: MIT */
#include "api/seqrec.h"

#include <string.h>

#include "base/rng.h"

/* Both states are four numbers. */
static struct rng
state_of(const struct seqrec_random *r)
{
	struct rng own;

	memcpy(own.s, r->state, sizeof(own.s));
	return own;
}

static void
keep_state(struct seqrec_random *r, const struct rng *own)
{
	memcpy(r->state, own->s, sizeof(r->state));
}

void
seqrec_random_seed(struct seqrec_random *r, uint64_t seed, uint64_t stream)
{
	struct rng own;

	rng_seed(&own, seed, stream);
	keep_state(r, &own);
}

uint64_t
seqrec_random_below(struct seqrec_random *r, uint64_t n)
{
	struct rng own = state_of(r);
	uint64_t x = n ? rng_below(&own, n) : 0;

	keep_state(r, &own);
	return x;
}

double
seqrec_random_uniform(struct seqrec_random *r)
{
	struct rng own = state_of(r);
	double x = rng_uniform(&own);

	keep_state(r, &own);
	return x;
}

double
seqrec_random_normal(struct seqrec_random *r)
{
	struct rng own = state_of(r);
	double x = rng_normal(&own);

	keep_state(r, &own);
	return x;
}
