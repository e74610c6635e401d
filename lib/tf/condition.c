/* condition - a test of a feature that selects Examples. */
/* SPDX-License-Identifier: MIT */
#include "tf/condition.h"

#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/num.h"
#include "tf/feature.h"

/* Results of a comparison, as bits, so that <= is < or =. */
enum {
	CONDITION_BELOW = 1,
	CONDITION_EQUAL = 2,
	CONDITION_ABOVE = 4,
	CONDITION_MATCH = 8,
	CONDITION_NOT = 16,
};

static const struct condition_sign {
	char text[3];
	int sign;
} signs[] = {
    /* longer signs precede their prefixes */
    {"!=", CONDITION_NOT | CONDITION_EQUAL},
    {"<=", CONDITION_BELOW | CONDITION_EQUAL},
    {">=", CONDITION_ABOVE | CONDITION_EQUAL},
    {"==", CONDITION_EQUAL},
    {"=", CONDITION_EQUAL},
    {"<", CONDITION_BELOW},
    {">", CONDITION_ABOVE},
    {"~", CONDITION_MATCH},
};

struct condition {
	char *name; /* [n] with a NUL */
	size_t n;
	int steps; /* the name is that of a feature list */
	int sign;
	struct slice value; /* points into the caller's text */
	int is_whole, is_number;
	int64_t whole;
	double number, single; /* exact, and rounded to float */
	regex_t regex;
	int has_regex, seen;
};

static const struct condition_sign *
sign_at(const char *s)
{
	size_t k;

	for (k = 0; k < COUNTOF(signs); k++) {
		if (!strncmp(s, signs[k].text, strlen(signs[k].text)))
			return &signs[k];
	}
	return NULL;
}

/* Takes the name from the text.  Returns the place of the sign. */
static const char *
take_name(struct condition *c, const char *text)
{
	static const char steps[] = "::steps";
	size_t tail = sizeof(steps) - 1;

	while (*text && !sign_at(text)) {
		if (*text == '\\' && text[1])
			text++;
		c->name[c->n++] = *text++;
	}
	if (c->n > tail && !memcmp(c->name + c->n - tail, steps, tail)) {
		c->steps = 1;
		c->n -= tail;
	}
	c->name[c->n] = '\0';
	return text;
}

static int
read_value(struct condition *c, const char *s, const char *text, struct fail *f)
{
	float single;
	char why[100];
	int r;

	c->value = (struct slice){s, strlen(s)};
	c->is_whole = !num_get_int(s, c->value.n, &c->whole);
	c->is_number = !num_get_double(s, c->value.n, &c->number);
	c->single = c->number;
	if (!num_get_float(s, c->value.n, &single))
		c->single = single;
	if (c->sign != CONDITION_MATCH)
		return 0;
	r = regcomp(&c->regex, s, REG_EXTENDED | REG_NOSUB);
	c->has_regex = !r;
	if (!r)
		return 0;
	(void)regerror(r, &c->regex, why, sizeof(why));
	return fail_set(f, "'%s': %s", text, why);
}

struct condition *
condition_new(const char *text, struct fail *f)
{
	struct condition *c = calloc(1, sizeof(*c));
	const struct condition_sign *sign;
	const char *p;

	if (!c || !(c->name = malloc(strlen(text) + 1))) {
		free(c);
		(void)fail_memory(f);
		return NULL;
	}
	p = take_name(c, text);
	sign = sign_at(p);
	if (!sign || !c->n) {
		(void)fail_set(f,
		    "'%s': expected NAME=VALUE, or one of !=, <, >, <=, >= "
		    "and ~ instead of =",
		    text);
		condition_free(c);
		return NULL;
	}
	c->sign = sign->sign;
	if (read_value(c, p + strlen(sign->text), text, f)) {
		condition_free(c);
		return NULL;
	}
	return c;
}

void
condition_free(struct condition *c)
{
	if (!c)
		return;
	if (c->has_regex)
		regfree(&c->regex);
	free(c->name);
	free(c);
}

const char *
condition_unseen(const struct condition *c)
{
	return c->seen ? NULL : c->name;
}

/* Compares a and b and returns one of the bits.  Two NaNs are equal; one NaN
 * gives 0. */
static int
order(double a, double b)
{
	if (isnan(a) && isnan(b))
		return CONDITION_EQUAL;
	return a < b    ? CONDITION_BELOW
	       : a > b  ? CONDITION_ABOVE
	       : a == b ? CONDITION_EQUAL
	                : 0;
}

/* Compares value i of x with the condition's value. */
static int
compare(const struct condition *c, const struct feature *x, size_t i)
{
	int r;

	if (x->kind == FEATURE_FLOAT)
		return order((double)x->floats[i], c->single);
	if (x->kind == FEATURE_INT64 && !c->is_whole)
		return order((double)x->ints[i], c->number);
	if (x->kind == FEATURE_INT64)
		r = (x->ints[i] > c->whole) - (x->ints[i] < c->whole);
	else
		r = feature_compare(x->bytes[i], c->value);
	return r < 0 ? CONDITION_BELOW : r ? CONDITION_ABOVE : CONDITION_EQUAL;
}

/* Returns 1 if value i of x, as text, matches, 0 if not, -1 if memory runs
 * out. */
static int
match(const struct condition *c, const struct feature *x, size_t i,
    struct arena *a, struct fail *f)
{
	char number[NUM_MAX + 1], *s = number;

	if (x->kind == FEATURE_BYTES) {
		s = arena_copy(a, x->bytes[i].s, x->bytes[i].n);
		if (!s)
			return fail_memory(f);
	} else if (x->kind == FEATURE_INT64) {
		*num_put_int(s, x->ints[i]) = '\0';
	} else {
		*num_put_float(s, x->floats[i]) = '\0';
	}
	return !regexec(&c->regex, s, 0, NULL, 0);
}

/* Returns 1 if any value of x, or of its steps, satisfies the sign. */
static int
any(const struct condition *c, const struct feature *x, struct arena *a,
    struct fail *f)
{
	size_t i;
	int got = 0;

	if (x->kind != FEATURE_STEPS && x->kind != FEATURE_BYTES && x->n &&
	    c->sign != CONDITION_MATCH && !c->is_number)
		return fail_set(f,
		    "'%.100s' is %s here, but '%.100s' is not a number",
		    c->name, feature_kind_name(x->kind), c->value.s);
	for (i = 0; i < x->n && !got; i++) {
		if (x->kind == FEATURE_STEPS)
			got = any(c, &x->steps[i], a, f);
		else if (c->sign == CONDITION_MATCH)
			got = match(c, x, i, a, f);
		else
			got = (compare(c, x, i) & c->sign) != 0;
	}
	return got;
}

static const struct feature *
find(const struct condition *c, const struct feature *x, size_t n)
{
	struct slice name = {c->name, c->n};
	size_t i;

	for (i = 0; i < n; i++) {
		if (!feature_compare(x[i].key, name))
			return x[i].kind == FEATURE_NONE ? NULL : &x[i];
	}
	return NULL;
}

int
condition_holds(struct condition *c, const struct example *e, struct arena *a,
    struct fail *f)
{
	const struct feature *x =
	    c->steps ? NULL : find(c, e->features, e->nfeatures);
	int got = 0;

	if (!x)
		x = find(c, e->lists, e->nlists);
	if (x) {
		if (!__atomic_load_n(&c->seen, __ATOMIC_RELAXED))
			__atomic_store_n(&c->seen, 1, __ATOMIC_RELAXED);
		got = any(c, x, a, f);
	}
	return got < 0 ? -1 : got ^ ((c->sign & CONDITION_NOT) != 0);
}
