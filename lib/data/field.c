/* field - a named feature, and what training learns about its values. */
/* SPDX-License-Identifier: MIT */
#include "data/field.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/bags.h"
#include "data/pads.h"
#include "data/unknown.h"
#include "data/vocab.h"

/* A kind of field, and the numbers that may follow it. */
static const struct field_row {
	const char *name;
	/* Most: 1: N is required, 2: N is optional; size: SIZE is optional. */
	int most, size;
} kinds[] = {
    [FIELD_NUMBER] = {"number", 0, 0},
    [FIELD_ID] = {"id", 0, 1},
    [FIELD_BUCKET] = {"bucket", 1, 1},
    [FIELD_BAG] = {"bag", 0, 1},
    [FIELD_TEXT] = {"words", 2, 1},
    [FIELD_TIME] = {"time", 0, 1},
    [FIELD_SHARED] = {"item", 0, 0},
};

#define USUAL_SIZE 8 /* default columns of a table */

/* Returns 1 if a value has several parts. */
static int
is_bag(const struct field *k)
{
	return k->kind == FIELD_BAG || k->kind == FIELD_TEXT;
}

/* Returns 1 if a value is a number. */
static int
is_number(const struct field *k)
{
	return k->kind == FIELD_NUMBER || k->kind == FIELD_BUCKET ||
	       k->kind == FIELD_TIME;
}

/* Returns the kind called s [n], or -1. */
static int
find_kind(const char *s, size_t n)
{
	size_t k;

	for (k = 0; k < COUNTOF(kinds); k++)
		if (strlen(kinds[k].name) == n && !memcmp(kinds[k].name, s, n))
			return (int)k;
	return -1;
}

/* Takes the part after the last colon from words [*n]. */
static struct slice
last_part(const char *words, size_t *n)
{
	size_t at = *n;
	struct slice part;

	while (at && words[at - 1] != ':')
		at--;
	part = (struct slice){words + at, *n - at};
	*n = at ? at - 1 : 0;
	return part;
}

/* Sets the numbers [count] that follow the kind of field k. */
static int
take_numbers(struct field *k, const char *words, const uint64_t *number,
    size_t count, struct fail *f)
{
	const struct field_row *is = &kinds[k->kind];
	size_t i = 0;

	k->size = is->size ? USUAL_SIZE : k->kind == FIELD_NUMBER;
	if (is->most == 1 && !count)
		return fail_set(f,
		    "'%s' lacks the number of buckets, as in %s:%s:20", words,
		    k->name, is->name);
	if (is->most && count)
		k->most = number[i++];
	if (is->size && i < count)
		k->size = number[i++];
	if (i < count)
		return fail_set(
		    f, "'%s': too many numbers after %s", words, is->name);
	if (is->most == 1 && (k->most < 2 || k->most > FIELD_BUCKETS))
		return fail_set(f, "'%s': the number of buckets is 2 to %d",
		    words, FIELD_BUCKETS);
	if (is->most == 2 && count && !k->most)
		return fail_set(
		    f, "'%s': the number of words is at least 1", words);
	if (is->size && (k->size < 1 || k->size > FIELD_WIDEST))
		return fail_set(f, "'%s': a table has 1 to %d columns", words,
		    FIELD_WIDEST);
	return 0;
}

/* Allocates what the field needs while values are read. */
static int
alloc(struct field *k, struct fail *f)
{
	k->text = vocab_new(f);
	k->unknown = calloc(1, sizeof(*k->unknown));
	if (!k->text)
		return -1;
	if (!k->unknown)
		return fail_memory(f);
	if (!is_bag(k))
		return 0;
	k->bags = calloc(1, sizeof(*k->bags));
	if (!k->bags)
		return fail_memory(f);
	k->bags->words = k->kind == FIELD_TEXT;
	k->bags->unknown = k->unknown;
	k->part = k->bags->part = vocab_new(f);
	return k->part ? 0 : -1;
}

int
field_parse(struct field *k, const char *words, struct fail *f)
{
	uint64_t number[2] = {0}, x;
	size_t n = strlen(words), count = 0;
	struct slice part = last_part(words, &n);
	int kind;

	*k = (struct field){0};
	while (count < 2 && !num_get_count(part.s, part.n, 0, 1000000, &x)) {
		number[1] = number[0];
		number[0] = x;
		count++;
		part = last_part(words, &n);
	}
	kind = find_kind(part.s, part.n);
	if (kind < 0 || !n)
		return fail_set(f,
		    "'%s' is not NAME:KIND[:N][:SIZE] with a kind number, id, "
		    "bag, words, bucket:N, time or item",
		    words);
	if (n >= sizeof(k->name) || memchr(words, '\t', n))
		return fail_set(f, "'%s': this is not a column name", words);
	memcpy(k->name, words, n);
	k->kind = (enum field_kind)kind;
	if (take_numbers(k, words, number, count, f))
		return -1;
	k->deviation = 1;
	return alloc(k, f);
}

void
field_free(struct field *k)
{
	vocab_free(k->text);
	vocab_free(k->limits);
	vocab_free(k->part);
	if (k->bags) {
		free(k->bags->pads);
		bags_free(k->bags);
	}
	free(k->bags);
	free(k->unknown);
	free(k->number);
	free(k->limit);
	*k = (struct field){0};
}

void
field_words(const struct field *k, char to[FIELD_WORDS])
{
	const struct field_row *is = &kinds[k->kind];
	int n = snprintf(to, FIELD_WORDS, "%s:%s", k->name, is->name);

	if (k->most)
		n += snprintf(to + n, FIELD_WORDS - (size_t)n, ":%zu", k->most);
	if (is->size && (k->most || is->most != 2)) /* N precedes SIZE */
		(void)snprintf(
		    to + n, FIELD_WORDS - (size_t)n, ":%zu", k->size);
}

const char *
field_place_name(enum field_place place)
{
	static const char *const names[] = {"event", "query", "item"};

	return names[place];
}

void
field_called(enum field_place place, size_t number, const char *part,
    char to[FIELD_CALLED])
{
	(void)snprintf(to, FIELD_CALLED, "%s_field%zu%s",
	    field_place_name(place), number, part);
}

int32_t
field_value(struct field *k, struct slice t, struct fail *f)
{
	size_t before = vocab_size(k->text);
	int32_t id;
	double x;

	if (!t.n)
		return 0;
	if (k->kind == FIELD_ID && k->closed) {
		id = vocab_find(k->text, t.s, t.n);
		if (!id && pads_usual(t) < 0)
			unknown_add(k->unknown, t);
		return id;
	}
	id = vocab_add(k->text, t.s, t.n, f);
	if (id < 0 || vocab_size(k->text) == before)
		return id;
	if (is_bag(k))
		return bags_add(k->bags, t, f) ? -1 : id;
	if (!is_number(k))
		return id;
	if (ARRAY_ROOM(&k->number, &k->room, (size_t)id + 1, f))
		return -1;
	if (num_get_double(t.s, t.n, &x) || !isfinite(x) ||
	    (k->kind == FIELD_TIME && x < 0))
		x = NAN;
	k->number[id] = x;
	return id;
}

int
field_is_wrong(const struct field *k, int32_t id)
{
	return id && is_number(k) && isnan(k->number[id]);
}

int
field_refuse(const struct field *k, int32_t id, struct fail *f)
{
	struct slice t = vocab_token(k->text, id);

	return fail_set(f, "column %s: '%.*s' is not a number%s", k->name,
	    (int)size_min(t.n, 200), t.s,
	    k->kind == FIELD_TIME ? " of seconds" : "");
}

size_t
field_unknown(const struct field *k, char words[FIELD_SAID])
{
	char names[UNKNOWN_WORDS];

	unknown_words(k->unknown, names);
	(void)snprintf(words, FIELD_SAID,
	    "column %s: %zu %s%s not in the model: %s (%s)", k->name,
	    k->unknown->n,
	    k->kind == FIELD_SHARED ? "item"
	    : is_bag(k)             ? "word"
				    : "value",
	    num_are(k->unknown->n), is_bag(k) ? "left out" : "row 0", names);
	return k->unknown->n;
}

size_t
field_padding(const struct field *k, char words[FIELD_SAID])
{
	const struct pads *p = k->bags ? k->bags->pads : NULL;

	if (!p || !p->n)
		return 0;
	(void)snprintf(words, FIELD_SAID,
	    "column %s: '%s' is treated as padding, %zu time%s", k->name,
	    pads_said(p), p->n, num_s(p->n));
	return p->n;
}

size_t
field_rows(const struct field *k)
{
	switch (k->kind) {
	case FIELD_ID:
		return vocab_size(k->text);
	case FIELD_BAG:
	case FIELD_TEXT:
		return vocab_size(k->part);
	case FIELD_BUCKET:
		return k->nlimits + 1;
	case FIELD_TIME:
		return FIELD_TIMES;
	case FIELD_NUMBER:
	case FIELD_SHARED:
		break;
	}
	return 0;
}

size_t
field_values(const struct field *k)
{
	return is_bag(k)                 ? k->bags->n
	       : k->kind == FIELD_NUMBER ? vocab_size(k->text)
	       : k->kind == FIELD_SHARED ? k->items
	                                 : field_rows(k);
}

real *
field_numbers(const struct field *k, struct fail *f)
{
	size_t n = vocab_size(k->text), i;
	real *x = malloc((n + 1) * sizeof(*x));

	if (!x) {
		(void)fail_memory(f);
		return NULL;
	}
	x[0] = 0;
	for (i = 1; i <= n; i++) /* no value uses a text that is not a number */
		x[i] = isnan(k->number[i])
		           ? 0
		           : (real)((k->number[i] - k->mean) / k->deviation);
	return x;
}

struct vocab *
field_kept(const struct field *k)
{
	return k->kind == FIELD_ID       ? k->text
	       : k->kind == FIELD_BUCKET ? k->limits
	                                 : k->part;
}
