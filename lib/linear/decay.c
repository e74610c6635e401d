/*
 * decay - weights that fall with distance.
 *
 * After Kamehkhosh, Jannach, Ludewig 2017 and session-rec.  Its slips are kept
 * because published figures include them: with `linear`, places after the tenth
 * have weight 0, however near the end they are.
 */
/* SPDX-License-Identifier: MIT */
#include "linear/decay.h"

#include <string.h>

#include "base/elementary.h"

#define LN_10 2.302585092994045684

double
decay_exp(double x, double lambda)
{
	return lambda > 0 ? elementary_exp(-x / lambda) : 1;
}

static double
same_at(size_t g, double lambda)
{
	(void)g;
	(void)lambda;
	return 1;
}

static double
same_place(size_t p, size_t l, double lambda)
{
	(void)p;
	(void)l;
	(void)lambda;
	return 1;
}

static double
div_at(size_t g, double lambda)
{
	(void)lambda;
	return 1 / (double)g;
}

static double
div_place(size_t p, size_t l, double lambda)
{
	(void)lambda;
	return (double)p / (double)l;
}

/* Negative from the eleventh step on; 0 after the hundredth. */
static double
linear_at(size_t g, double lambda)
{
	(void)lambda;
	return g <= 100 ? 1 - 0.1 * (double)g : 0;
}

static double
linear_place(size_t p, size_t l, double lambda)
{
	(void)lambda;
	return p <= 10 ? 1 - 0.1 * (double)(l - p) : 0;
}

static double
log_at(size_t g, double lambda)
{
	(void)lambda;
	return LN_10 / elementary_log((double)g + 1.7);
}

static double
log_place(size_t p, size_t l, double lambda)
{
	return log_at(l - p, lambda);
}

static double
quadratic_at(size_t g, double lambda)
{
	(void)lambda;
	return 1 / ((double)g * (double)g);
}

static double
quadratic_place(size_t p, size_t l, double lambda)
{
	const double x = div_place(p, l, lambda);

	return x * x;
}

static double
exp_at(size_t g, double lambda)
{
	return decay_exp((double)g - 1, lambda);
}

static double
exp_place(size_t p, size_t l, double lambda)
{
	return decay_exp((double)(l - p), lambda);
}

static const struct decay decays[] = {
    {"same", "1", same_at, same_place},
    {"div", "1 / g; at a place p / l", div_at, div_place},
    {"linear", "1 - g / 10; at one of the first ten places, 1 - (l - p) / 10",
	linear_at, linear_place},
    {"log", "1 / log10(g + 1.7); at a place 1 / log10(l - p + 1.7)", log_at,
	log_place},
    {"quadratic", "1 / g^2; at a place (p / l)^2", quadratic_at,
	quadratic_place},
    {"exp", "e^((1 - g) / lambda); at a place e^((p - l) / lambda)", exp_at,
	exp_place},
};

const struct decay *
decay_find(const char *name)
{
	size_t i;

	for (i = 0; i < COUNTOF(decays); i++) {
		if (!strcmp(decays[i].name, name))
			return &decays[i];
	}
	return NULL;
}

struct choice
decay_choice(size_t k)
{
	return CHOICE_OF(k < COUNTOF(decays) ? &decays[k] : NULL);
}
