/* fields - the fields of a net: of events, queries and items. */
/* SPDX-License-Identifier: MIT */
#include "data/field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/bags.h"
#include "data/pads.h"
#include "data/vocab.h"

#define MANY 1024 /* maximum number of values of a field that a program keeps */

/* A query's list may have padding. */
static int
alloc_pads(struct field *k, struct fail *f)
{
	if (k->kind != FIELD_BAG || k->place != FIELD_QUERY)
		return 0;
	k->bags->pads = calloc(1, sizeof(*k->bags->pads));
	if (!k->bags->pads)
		return fail_memory(f);
	pads_begin(k->bags->pads, NULL);
	return 0;
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
		if (alloc_pads(k, f))
			return -1;
		if (place == FIELD_ITEM && k->kind == FIELD_SHARED)
			return fail_set(f,
			    "'%s': an item is a value of events and queries",
			    words[k->nth]);
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

int
fields_forget(struct fields *p, struct fail *f)
{
	const struct fields beside = fields_beside(p);
	struct vocab *none;
	size_t i;

	for (i = 0; i < beside.n; i++) {
		struct field *k = &beside.field[i];

		/* The texts of ids belong to the model and stay. */
		if (!k->closed || k->kind == FIELD_ID ||
		    vocab_size(k->text) < MANY)
			continue;
		none = vocab_new(f);
		if (!none)
			return -1;
		vocab_free(k->text);
		k->text = none;
		if (k->bags)
			bags_forget(k->bags);
	}
	return 0;
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
		at = size_min(at, FIELD_WORDS - 1); /* a long text is cut */
	}
	return n;
}
