/* settings_words - settings by name and in words, from their table. */
/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "nn/settings_table.h"

/* The row's setting in p. */
static void *
setting(const struct settings *p, const struct settings_row *r)
{
	return (char *)p +
	       ((const char *)r->option.to - (const char *)&settings_default);
}

static const struct settings_row *
find(const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < SETTINGS_ROWS; i++)
		if (strlen(settings_table[i].option.name) == n &&
		    !memcmp(settings_table[i].option.name, name, n))
			return &settings_table[i];
	return NULL;
}

void
settings_rows(struct settings *p, struct cli_option *to)
{
	size_t i;

	for (i = 0; i < SETTINGS_ROWS; i++) {
		to[i] = settings_table[i].option;
		if (to[i].to)
			to[i].to = setting(p, &settings_table[i]);
	}
}

/* The setting in words, as in a model's settings.tsv. */
static void
put(const struct settings *p, const struct settings_row *r, char *to,
    size_t room)
{
	const void *x = setting(p, r);
	char number[NUM_MAX];

	switch (r->option.kind) {
	case CLI_FLAG:
		(void)snprintf(to, room, "%d", *(const int *)x);
		break;
	case CLI_SIZE:
		(void)snprintf(to, room, "%zu", *(const size_t *)x);
		break;
	case CLI_REAL:
		(void)snprintf(to, room, "%.*s",
		    (int)(num_put_double(number, *(const double *)x) - number),
		    number);
		break;
	default:
		(void)snprintf(to, room, "%s",
		    *(const char *const *)x ? *(const char *const *)x : "none");
	}
}

/* Returns 1 if the setting differs from "not given". */
static int
is_given(const struct settings *p, const struct settings_row *r)
{
	const void *x = setting(p, r), *was = setting(&settings_default, r);

	switch (r->option.kind) {
	case CLI_FLAG:
		return *(const int *)x != *(const int *)was;
	case CLI_SIZE:
		return *(const size_t *)x != *(const size_t *)was;
	case CLI_REAL:
		return isnan(*(const double *)was)
		           ? !isnan(*(const double *)x)
		           : *(const double *)x != *(const double *)was;
	default:
		return *(const char *const *)x != *(const char *const *)was;
	}
}

/* Returns 1 if the choice that the setting requires is made.  If not, value is
 * the choice made instead. */
static int
has_place(const struct settings *p, const struct settings_row *r,
    char value[SETTINGS_WORDS])
{
	const char *want = r->only ? strchr(r->only, '=') : NULL;

	if (!r->only)
		return 1;
	put(p, find(r->only, want ? (size_t)(want - r->only) : strlen(r->only)),
	    value, SETTINGS_WORDS);
	return want ? !strcmp(value, want + 1) : strcmp(value, "0") != 0;
}

int
settings_check(const struct settings *p, struct fail *f)
{
	const struct settings_row *r;
	char value[SETTINGS_WORDS];

	for (r = settings_table; r < settings_table + SETTINGS_ROWS; r++) {
		const int names = r->only && strchr(r->only, '=');

		if (r->only && is_given(p, r) && !has_place(p, r, value))
			return fail_set(f, "--%s applies only to --%s%s%s",
			    r->option.name, r->only, names ? ", not " : "",
			    names ? value : "");
	}
	return 0;
}

/* The row's setting as settings.tsv calls it. */
static void
line_name(const struct settings_row *r, char name[64])
{
	char *s;

	(void)snprintf(name, 64, "%s", r->option.name);
	for (s = name; *s; s++)
		*s = *s == '-' ? '_' : *s;
}

int
settings_each(const struct settings *p,
    int (*put_row)(
	void *ctx, const char *name, const char *value, struct fail *),
    void *ctx, struct fail *f)
{
	char name[64], value[SETTINGS_WORDS];
	size_t i;

	for (i = 0; i < SETTINGS_ROWS; i++) {
		if (settings_table[i].option.kind == CLI_GROUP)
			continue;
		put(p, &settings_table[i], value, sizeof(value));
		line_name(&settings_table[i], name);
		if (put_row(ctx, name, value, f))
			return -1;
	}
	return 0;
}

int
settings_is_free(const char *name)
{
	char option[64], *s;
	const struct settings_row *r;

	(void)snprintf(option, sizeof(option), "%s", name);
	for (s = option; *s; s++)
		*s = *s == '_' ? '-' : *s;
	r = find(option, strlen(option));
	return r && r->free;
}

/* Bytes of such a setting. */
static size_t
size_of(enum cli_kind kind)
{
	switch (kind) {
	case CLI_FLAG:
		return sizeof(int);
	case CLI_SIZE:
		return sizeof(size_t);
	case CLI_REAL:
		return sizeof(double);
	default:
		return sizeof(char *);
	}
}

/* Makes the setting "not given". */
static void
unset(void *x, enum cli_kind kind)
{
	switch (kind) {
	case CLI_FLAG:
		*(int *)x = -1;
		break;
	case CLI_SIZE:
		*(size_t *)x = SETTINGS_UNSET;
		break;
	case CLI_REAL:
		*(double *)x = NAN;
		break;
	default:
		*(const char **)x = NULL;
	}
}

int
settings_set(struct settings *p, const char *name, const char *value)
{
	const struct settings_row *r = find(name, strlen(name));
	uint64_t n;
	void *x;

	if (!r)
		return -1;
	x = setting(p, r);
	if (!strcmp(value, "auto")) {
		unset(x, r->option.kind);
		return 0;
	}
	switch (r->option.kind) {
	case CLI_FLAG:
		if (strcmp(value, "0") != 0 && strcmp(value, "1") != 0)
			return -1;
		*(int *)x = *value == '1';
		return 0;
	case CLI_SIZE:
		if (num_get_count(value, strlen(value), 0, SIZE_MAX, &n))
			return -1;
		*(size_t *)x = (size_t)n;
		return 0;
	case CLI_REAL:
		return num_get_double(value, strlen(value), x) ? -1 : 0;
	default:
		*(const char **)x = value;
		return 0;
	}
}

/* Returns 1 if the value is "none" although one is required.  A model has a
 * number, or a word, for settings that it does not use. */
static int
says_none(const struct settings *p, const struct settings_row *r)
{
	const struct cli_option *o = &r->option;
	const void *x = setting(p, r);

	if (o->kind == CLI_SIZE)
		return (double)*(const size_t *)x < o->least;
	return x == &p->weight && !strcmp(p->weight, "none");
}

/* Returns 1 if the command line accepts this value. */
static int
is_sound(const struct settings *p, const struct settings_row *r)
{
	const struct cli_option *o = &r->option;
	const void *x = setting(p, r);
	size_t k = 0;

	switch (o->kind) {
	case CLI_SIZE:
		return (double)*(const size_t *)x <= o->most;
	case CLI_REAL:
		return *(const double *)x >= o->least &&
		       *(const double *)x <= o->most;
	case CLI_CHOICE:
		while (o->choice(k).name &&
		       strcmp(o->choice(k).name, *(const char *const *)x) != 0)
			k++;
		return o->choice(k).name != NULL;
	default:
		return 1;
	}
}

int
settings_take(struct settings *p,
    const char *(*value_of)(void *ctx, const char *name), void *ctx,
    struct fail *f)
{
	const struct settings_row *r;
	char name[64], value[SETTINGS_WORDS];
	const char *words;

	*p = settings_default;
	for (r = settings_table; r < settings_table + SETTINGS_ROWS; r++) {
		if (r->option.kind == CLI_GROUP || r->validates)
			continue;
		line_name(r, name);
		words = value_of(ctx, name);
		if (!words)
			return fail_set(f,
			    "its settings say nothing of %s: it is no model of "
			    "seq-train",
			    name);
		if (settings_set(p, r->option.name, words) || !is_sound(p, r))
			return fail_set(f, "its %s is '%s'", name, words);
	}
	for (r = settings_table; r < settings_table + SETTINGS_ROWS; r++)
		if (r->option.kind != CLI_GROUP && !r->validates &&
		    (!has_place(p, r, value) || says_none(p, r)))
			memcpy(setting(p, r), setting(&settings_default, r),
			    size_of(r->option.kind));
	return 0;
}
