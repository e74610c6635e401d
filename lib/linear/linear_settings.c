/* linear_settings - the settings of seq-baseline's methods. */
/* SPDX-License-Identifier: MIT */
#include "linear/linear_settings.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "cli/options.h"
#include "linear/decay.h"
#include "model/model.h"

static struct choice
similarity_choice(size_t k)
{
	static const struct choice all[] = {
	    {"cosine", NULL, "shared items over the root of both lengths"},
	    {"jaccard", NULL, "shared items over all items of both"},
	    {"binary", NULL, "Dice's coefficient over shared and all items"},
	    {"vec", NULL, "over the number of the query's items"},
	};

	return k < COUNTOF(all) ? all[k] : (struct choice){0};
}

static struct choice
pairs_choice(size_t k)
{
	static const struct choice all[] = {
	    {"forward", NULL, "from an item to the items after it"},
	    {"both", NULL, "also to the items before it"},
	};

	return k < COUNTOF(all) ? all[k] : (struct choice){0};
}

static struct choice
rows_choice(size_t k)
{
	static const struct choice all[] = {
	    {"sr", NULL, "an item, and the items after it"},
	    {"part", NULL, "the items up to a place, and the items after it"},
	    {"all", NULL, "all items on both sides, weighted by distance"},
	};

	return k < COUNTOF(all) ? all[k] : (struct choice){0};
}

#define COUNT_AS(name_, letter_, arg_, field_, help_, least_, most_)    \
	{                                                               \
		.name = name_, .letter = letter_, .kind = CLI_SIZE,     \
		.arg = arg_,                                            \
		.to = (void *)offsetof(struct linear_settings, field_), \
		.help = help_, .least = least_, .most = most_           \
	}
#define COUNT(name_, field_, help_, least_, most_) \
	COUNT_AS(name_, 0, "N", field_, help_, least_, most_)
#define REAL(name_, field_, help_, least_)                              \
	{                                                               \
		.name = name_, .kind = CLI_REAL, .arg = "X",            \
		.to = (void *)offsetof(struct linear_settings, field_), \
		.help = help_, .least = least_, .most = 1e12            \
	}
#define CHOICE(name_, field_, help_, choice_)                           \
	{                                                               \
		.name = name_, .kind = CLI_CHOICE, .arg = "NAME",       \
		.to = (void *)offsetof(struct linear_settings, field_), \
		.help = help_, .choice = choice_                        \
	}

/* `to` is an offset here. */
static const struct cli_option rows[] = {
    OPT_GROUP("Method"),
    COUNT_AS("top", 'k', "K", top,
	"keep the K largest weights of each item; 0: all", 0, INT32_MAX),
    REAL("span", span, "days from the first to the last session; 0: no times",
	0),
    OPT_GROUP("Counts and neighbours"),
    COUNT("popular", popular,
	"s-pop: use the popularity of the N most popular items; 0: all", 0,
	INT32_MAX),
    COUNT("steps", steps, "rules: greatest distance of a pair; 0: any", 0,
	1000000),
    CHOICE("pairs", pairs, "rules: directions in which a pair counts",
	pairs_choice),
    CHOICE("weighting", weighting,
	"weight of a pair, or of a place of the query, by distance",
	decay_choice),
    CHOICE("step-weighting", step_weighting,
	"neighbours: weight by the distance of the newest shared item",
	decay_choice),
    CHOICE("similarity", similarity, "neighbours: similarity of two sessions",
	similarity_choice),
    COUNT(
	"neighbours", neighbours, "number of neighbour sessions", 1, INT32_MAX),
    COUNT("sample", sample,
	"how many of the newest sessions to compare; 0: all", 0, INT32_MAX),
    REAL("lambda-spw", lambda_spw, "decay over the query's places; 0: none", 0),
    REAL("lambda-snh", lambda_snh,
	"decay of sessions by their age in days; 0: none", 0),
    REAL("lambda-inh", lambda_inh,
	"decay by the distance from the shared item; 0: none", 0),
    REAL("lambda-ipw", lambda_ipw,
	"decay by the newest shared item's distance; 0: none", 0),
    REAL("lambda-idf", lambda_idf, "extra weight of rare items; 0: none", 0),
    OPT_GROUP("Linear models and factors"),
    REAL("alpha", alpha,
	"item-knn: exponent of the item's own count; slist: share of sessions; "
	"ials: weight of unseen items",
	0),
    REAL("lambda", lambda, "regularisation", 0),
    CHOICE("rows", rows, "slist: form of a row of transitions", rows_choice),
    REAL("delta-pos", delta_pos, "slist: decay over places; 0: none", 0),
    REAL("delta-inf", delta_inf, "slist: decay over the query; 0: none", 0),
    REAL("delta-time", delta_time,
	"slist: decay of sessions by their age in days; 0: none", 0),
    REAL("xi", xi, "slis: upper bound of an item's weight for itself", 0),
    COUNT("factors", factors, "ials: columns of a vector", 1, 4096),
    REAL("nu", nu, "ials: exponent of counts in the regularisation", 0),
    REAL("sigma", sigma, "ials: standard deviation of the first values", 0),
    COUNT_AS("epochs", 'e', "N", epochs, "ials: passes over users and items", 1,
	1000000),
    COUNT_AS("seed", 's', "N", seed, "ials: seed of the first values", 0,
	9007199254740992.0),
};

_Static_assert(COUNTOF(rows) == LINEAR_SETTINGS_ROWS, "as the header says");

static void *
field(struct linear_settings *s, const struct cli_option *o)
{
	return (char *)s + (size_t)o->to;
}

static const void *
field_of(const struct linear_settings *s, const struct cli_option *o)
{
	return (const char *)s + (size_t)o->to;
}

static void
clear(struct linear_settings *s, const struct cli_option *o)
{
	if (o->kind == CLI_SIZE)
		*(size_t *)field(s, o) = SIZE_MAX;
	else if (o->kind == CLI_REAL)
		*(double *)field(s, o) = NAN;
	else
		*(const char **)field(s, o) = NULL;
}

static int
is_set(const struct linear_settings *s, const struct cli_option *o)
{
	if (o->kind == CLI_GROUP)
		return 0;
	if (o->kind == CLI_SIZE)
		return *(const size_t *)field_of(s, o) != SIZE_MAX;
	if (o->kind == CLI_REAL)
		return !isnan(*(const double *)field_of(s, o));
	return *(const char *const *)field_of(s, o) != NULL;
}

void
linear_settings_clear(struct linear_settings *s)
{
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++) {
		if (rows[i].kind != CLI_GROUP)
			clear(s, &rows[i]);
	}
}

void
linear_settings_rows(struct linear_settings *s, struct cli_option *o)
{
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++) {
		o[i] = rows[i];
		if (o[i].kind != CLI_GROUP)
			o[i].to = field(s, &rows[i]);
	}
}

/* Sets a row's field from the text of n bytes. */
static int
set(struct linear_settings *s, const struct cli_option *o, const char *text,
    size_t n, struct fail *f)
{
	struct choice c;
	uint64_t count;
	double x;
	size_t k;

	if (o->kind == CLI_SIZE && !num_get_count(text, n, (uint64_t)o->least,
				       (uint64_t)o->most, &count)) {
		*(size_t *)field(s, o) = (size_t)count;
		return 0;
	}
	if (o->kind == CLI_REAL && !num_get_double(text, n, &x) &&
	    x >= o->least && x <= o->most) {
		*(double *)field(s, o) = x;
		return 0;
	}
	for (k = 0; o->choice && (c = o->choice(k)).name; k++) {
		if (strlen(c.name) == n && !memcmp(c.name, text, n)) {
			*(const char **)field(s, o) = c.name;
			return 0;
		}
	}
	return fail_set(f, "%s is '%.*s', which is not possible", o->name,
	    (int)size_min(n, 100), text);
}

static const struct cli_option *
find(const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++) {
		if (strlen(rows[i].name) == n && !memcmp(rows[i].name, name, n))
			return &rows[i];
	}
	return NULL;
}

/* Copies given settings, which the method must take. */
static int
take_given(struct linear_settings *to, const char *words,
    const struct linear_settings *given, struct fail *f)
{
	const struct cli_option *o;
	size_t i;

	for (i = 0; i < COUNTOF(rows); i++) {
		o = &rows[i];
		if (!is_set(given, o))
			continue;
		if (!is_set(to, o))
			return fail_set(f,
			    "--%s does not apply to this method, whose options "
			    "are: %s",
			    o->name, *words ? words : "none");
		if (o->kind == CLI_SIZE)
			*(size_t *)field(to, o) =
			    *(const size_t *)field_of(given, o);
		else if (o->kind == CLI_REAL)
			*(double *)field(to, o) =
			    *(const double *)field_of(given, o);
		else
			*(const char **)field(to, o) =
			    *(const char *const *)field_of(given, o);
	}
	return 0;
}

int
linear_settings_make(struct linear_settings *to, const char *words,
    const struct linear_settings *given, struct fail *f)
{
	const char *p = words, *equals;
	const struct cli_option *o;
	size_t n;

	linear_settings_clear(to);
	for (; *p; p += n + (p[n] == ' ')) {
		n = strcspn(p, " ");
		equals = memchr(p, '=', n);
		o = equals ? find(p, (size_t)(equals - p)) : NULL;
		if (!o)
			return fail_set(
			    f, "'%.*s' is not a setting", (int)n, p);
		if (set(to, o, equals + 1, n - (size_t)(equals + 1 - p), f))
			return -1;
	}
	return given ? take_given(to, words, given, f) : 0;
}

/* A setting of a model has _ where the option has -. */
static const char *
name_in_model(const struct cli_option *o, char *name)
{
	char *p = name;
	const char *from;

	for (from = o->name; *from; from++)
		*p++ = *from == '-' ? '_' : *from;
	*p = '\0';
	return name;
}

int
linear_settings_save(
    const struct linear_settings *s, struct model *m, struct fail *f)
{
	char name[MODEL_NAME];
	size_t i;
	int r = 0;

	for (i = 0; i < COUNTOF(rows) && !r; i++) {
		const struct cli_option *o = &rows[i];
		const void *x = field_of(s, o);

		if (!is_set(s, o))
			continue;
		(void)name_in_model(o, name);
		if (o->kind == CLI_SIZE)
			r = model_set(m, name, f, "%zu", *(const size_t *)x);
		else if (o->kind == CLI_REAL)
			r = model_real(m, name, *(const double *)x, f);
		else
			r = model_set(
			    m, name, f, "%s", *(const char *const *)x);
	}
	return r;
}

int
linear_settings_load(
    struct linear_settings *s, const struct model *m, struct fail *f)
{
	char name[MODEL_NAME];
	size_t i;

	linear_settings_clear(s);
	for (i = 0; i < COUNTOF(rows); i++) {
		const char *value =
		    model_setting(m, name_in_model(&rows[i], name));

		if (rows[i].kind != CLI_GROUP && value &&
		    set(s, &rows[i], value, strlen(value), f))
			return fail_at(f, "the model's settings");
	}
	return 0;
}
