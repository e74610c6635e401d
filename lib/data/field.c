/* field - a named feature, and what training learns of its values. */
/* SPDX-License-Identifier: MIT */
#include "data/field.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"

/* A kind, and which numbers may stand after it. */
static const struct field_row {
	const char *name;
	int buckets, size;
} kinds[] = {
    [FIELD_NUMBER] = {"number", 0, 0},
    [FIELD_ID] = {"id", 0, 1},
    [FIELD_BUCKET] = {"bucket", 1, 1},
};

#define USUAL_SIZE 8 /* columns of a table */

/* The kind called s [n]; -1. */
static int
find_kind(const char *s, size_t n)
{
	size_t k;

	for (k = 0; k < COUNTOF(kinds); k++)
		if (strlen(kinds[k].name) == n && !memcmp(kinds[k].name, s, n))
			return (int)k;
	return -1;
}

/* Takes the part after the last colon off words [*n]. */
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

/* The numbers [count] after the kind of field k, first to last. */
static int
take_numbers(struct field *k, const char *words, const uint64_t *number,
    size_t count, struct fail *f)
{
	const struct field_row *is = &kinds[k->kind];
	size_t i = 0;

	k->size = is->size ? USUAL_SIZE : 1;
	if (is->buckets && !count)
		return fail_set(f, "'%s': how many buckets? such as %s:%s:20",
		    words, k->name, is->name);
	if (is->buckets)
		k->buckets = number[i++];
	if (is->size && i < count)
		k->size = number[i++];
	if (i < count)
		return fail_set(
		    f, "'%s': a number too many after %s", words, is->name);
	if (is->buckets && (k->buckets < 2 || k->buckets > FIELD_BUCKETS))
		return fail_set(
		    f, "'%s': buckets are 2 to %d", words, FIELD_BUCKETS);
	if (k->size < 1 || k->size > FIELD_WIDEST)
		return fail_set(f, "'%s': a table has 1 to %d columns", words,
		    FIELD_WIDEST);
	return 0;
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
		    "'%s' is not NAME:KIND[:N][:SIZE] with a kind number, id "
		    "or bucket:N",
		    words);
	if (n >= sizeof(k->name) || memchr(words, '\t', n))
		return fail_set(f, "'%s': not the name of a column", words);
	memcpy(k->name, words, n);
	k->kind = (enum field_kind)kind;
	if (take_numbers(k, words, number, count, f))
		return -1;
	k->deviation = 1;
	k->text = vocab_new(f);
	return k->text ? 0 : -1;
}

void
field_free(struct field *k)
{
	vocab_free(k->text);
	vocab_free(k->limits);
	free(k->number);
	free(k->limit);
	*k = (struct field){0};
}

void
field_words(const struct field *k, char to[FIELD_WORDS])
{
	const struct field_row *is = &kinds[k->kind];
	int n = snprintf(to, FIELD_WORDS, "%s:%s", k->name, is->name);

	if (is->buckets)
		n += snprintf(
		    to + n, FIELD_WORDS - (size_t)n, ":%zu", k->buckets);
	if (is->size)
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
	if (k->kind == FIELD_ID && k->closed)
		return vocab_find(k->text, t.s, t.n);
	id = vocab_add(k->text, t.s, t.n, f);
	if (id < 0 || k->kind == FIELD_ID || vocab_size(k->text) == before)
		return id;
	if (ARRAY_ROOM(&k->number, &k->room, (size_t)id + 1, f))
		return -1;
	if (num_get_double(t.s, t.n, &x) || !isfinite(x))
		x = NAN;
	k->number[id] = x;
	return id;
}

int
field_is_wrong(const struct field *k, int32_t id)
{
	return id && k->kind != FIELD_ID && isnan(k->number[id]);
}

int
field_refuse(const struct field *k, int32_t id, struct fail *f)
{
	struct slice t = vocab_token(k->text, id);

	return fail_set(f, "column %s: '%.*s' is not a number", k->name,
	    (int)size_min(t.n, 200), t.s);
}

size_t
field_rows(const struct field *k)
{
	return k->kind == FIELD_BUCKET ? k->nlimits + 1 : vocab_size(k->text);
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
	for (i = 1; i <= n; i++) /* what is no number is nobody's value */
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
	                                 : NULL;
}

int
fields_parse(struct fields *to, enum field_place place,
    const char *const *words, size_t n, struct fail *f)
{
	const size_t first = to->n;
	size_t i;

	if (n > FIELD_MOST)
		return fail_set(f, "there are at most %d fields", FIELD_MOST);
	if (ARRAY_RESIZE(&to->field, first + n, 1, f))
		return -1;
	while (to->n < first + n) {
		struct field *k = &to->field[to->n];

		if (field_parse(k, words[to->n - first], f)) {
			field_free(k);
			return -1;
		}
		k->place = place;
		k->nth = to->n++ - first;
		for (i = first; i + 1 < to->n; i++)
			if (!strcmp(to->field[i].name, k->name))
				return fail_set(
				    f, "'%s' is given twice", k->name);
	}
	return 0;
}

void
fields_free(struct fields *p)
{
	size_t i;

	for (i = 0; p && i < p->n; i++)
		field_free(&p->field[i]);
	if (p) {
		free(p->field);
		*p = (struct fields){0};
	}
}

struct fields
fields_beside(const struct fields *p)
{
	struct fields to = *p;

	while (to.n && to.field[to.n - 1].place == FIELD_ITEM)
		to.n--;
	return to;
}

size_t
fields_missing(const struct fields *p, char to[FIELD_WORDS])
{
	size_t i, n = 0, at = 0;

	for (i = 0; i < p->n; i++) {
		if (!p->field[i].missing)
			continue;
		at += (size_t)snprintf(to + at, FIELD_WORDS - at, "%s%s",
		    n++ ? ", " : "", p->field[i].name);
		at = size_min(at, FIELD_WORDS - 1); /* cut where it is long */
	}
	return n;
}
