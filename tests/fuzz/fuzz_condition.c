/*
 * fuzz_condition - conditions on features.
 *
 * The bytes are a condition, as --where has it, and an Example is there to be
 * asked.  An obvious reader must find the name, the sign and the value; of
 * numbers and of bytes in order what is below is not above, and != is what = is
 * not.
 */
/* SPDX-License-Identifier: MIT */
#include "tf/condition.h"

#include "base/arena.h"
#include "base/fail.h"
#include "fuzz.h"
#include "tf/feature.h"

#define MOST 200
#define MOST_REPEATS 4 /* glibc takes twice as long for each of b++++ */

static int64_t ints[] = {-7, 0, INT64_MAX};
static float floats[] = {0.5f, -1e30f};
static struct slice bytes[] = {{"a=b", 3}, {"x\0y", 3}, {"", 0}};
static struct feature step[] = {
    {.kind = FEATURE_INT64, .n = 2, .ints = ints},
    {.kind = FEATURE_INT64},
};
static struct feature features[] = {
    {.key = {"i", 1}, .kind = FEATURE_INT64, .n = 3, .ints = ints},
    {.key = {"n", 1}, .kind = FEATURE_INT64, .n = 1, .ints = ints},
    {.key = {"f", 1}, .kind = FEATURE_FLOAT, .n = 2, .floats = floats},
    {.key = {"h", 1}, .kind = FEATURE_FLOAT, .n = 1, .floats = floats},
    {.key = {"b", 1}, .kind = FEATURE_BYTES, .n = 3, .bytes = bytes},
    {.key = {"c", 1}, .kind = FEATURE_BYTES, .n = 1, .bytes = bytes},
    {.key = {"a=b", 3}, .kind = FEATURE_INT64, .n = 1, .ints = ints},
    {.key = {"e", 1}, .kind = FEATURE_INT64},
};
static struct feature lists[] = {
    {.key = {"t", 1}, .kind = FEATURE_STEPS, .n = 2, .steps = step},
    {.key = {"i", 1}, .kind = FEATURE_STEPS, .n = 2, .steps = step},
};
static const struct example example = {.features = features,
    .nfeatures = COUNTOF(features),
    .lists = lists,
    .nlists = COUNTOF(lists)};

/* Does the Example meet name sign value?  -2: that is no condition. */
static int
holds(const char *name, const char *sign, const char *value, struct arena *a)
{
	char text[2 * MOST + 8];
	struct condition *c;
	struct fail f = {0};
	int got;

	(void)snprintf(text, sizeof(text), "%s%s%s", name, sign, value);
	c = condition_new(text, &f);
	if (!c) {
		CLAIM(*f.msg);
		return -2;
	}
	arena_reset(a);
	got = condition_holds(c, &example, a, &f);
	CLAIM(got >= 0 || *f.msg);
	condition_free(c);
	return got;
}

/* Where the sign begins, and how long it is; 0: there is none. */
static size_t
find_sign(const char *text, const char **at)
{
	static const char *const signs[] = {
	    "!=", "<=", ">=", "==", "=", "<", ">", "~"};
	const char *p = text;
	size_t k;

	for (; *p; p++) {
		if (*p == '\\' && p[1]) {
			p++;
			continue;
		}
		for (k = 0; k < COUNTOF(signs); k++) {
			*at = p;
			if (!strncmp(p, signs[k], strlen(signs[k])))
				return p > text ? strlen(signs[k]) : 0;
		}
	}
	return 0;
}

/* Is name that of one value, so that it has a place in an order? */
static int
is_one(const char *name)
{
	return *name && !name[1] && strchr("nhc", *name);
}

static void
check(const char *name, const char *value, struct arena *a)
{
	/* A value that begins with = makes another sign, and so does a !
	 * before. */
	const int other = *value == '=' || name[strlen(name) - 1] == '!';
	const int is = other ? -2 : holds(name, "==", value, a);
	const int below = other ? -2 : holds(name, "<", value, a);

	if (is == -2)
		return;
	CLAIM(holds(name, "=", value, a) == is);
	CLAIM(holds(name, "!=", value, a) == (is < 0 ? is : !is));
	if (is < 0) {
		CLAIM(below == is && holds(name, ">=", value, a) == is);
		return;
	}
	CLAIM((holds(name, "<=", value, a) == 1) == (is == 1 || below == 1));
	CLAIM((holds(name, ">=", value, a) == 1) ==
	      (is == 1 || holds(name, ">", value, a) == 1));
	if (is_one(name))
		CLAIM(is + below + holds(name, ">", value, a) <= 1);
	if (!strcmp(name, "c"))
		CLAIM(is == !strcmp(value, "a=b"));
	if (!strcmp(name, "n"))
		CLAIM(!is || strtod(value, NULL) == -7);
}

/* How often a regular expression says that something comes again. */
static size_t
repeats(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += strchr("*+?{", *s) != NULL;
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct arena *a;
	char text[MOST + 1], name[MOST + 1];
	const char *at;
	size_t sign;

	if (!a)
		a = fuzz_need(arena_new((size_t)1 << 24));
	n = n < MOST ? n : MOST;
	if (n)
		memcpy(text, p, n);
	text[n] = '\0';
	sign = find_sign(text, &at);
	if (!sign) {
		CLAIM(holds(text, "", "", a) == -2);
		return 0;
	}
	memcpy(name, text, (size_t)(at - text));
	name[at - text] = '\0';
	if (at[0] == '~' && repeats(at + 1) > MOST_REPEATS)
		return 0;
	if (at[0] == '~')
		(void)holds(name, "~", at + 1, a); /* any answer will do */
	else
		check(name, at + sign, a);
	return 0;
}
