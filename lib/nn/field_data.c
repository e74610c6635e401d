/* field_data - fields in the form a net takes: from data and from a model. */
/* SPDX-License-Identifier: MIT */
#include "nn/field_data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/bags.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "data/vocab.h"
#include "model/model.h"
#include "nn/batch.h"

void
field_data_free(struct batch_fields *b)
{
	size_t i;

	for (i = 0; b && i < b->n; i++)
		free(b->field[i].owned);
	if (b)
		free(b->field);
	free(b);
}

/* Makes field k in the form of batches, with values id. */
static int
describe(struct batch_field *to, const struct field *k, const int32_t *id,
    struct fail *f)
{
	*to = (struct batch_field){.place = k->place,
	    .values = id ? field_values(k) : 0,
	    .rows = k->kind == FIELD_SHARED ? k->items : field_rows(k),
	    .id = id};
	if (k->bags && id) {
		to->start = k->bags->start;
		to->part = k->bags->row;
	}
	if (k->kind != FIELD_NUMBER)
		return 0;
	to->number = to->owned = field_numbers(k, f);
	return to->owned ? 0 : -1;
}

struct batch_fields *
field_data_new(const struct fields *fields, const struct examples *x,
    const struct sequences *s, struct fail *f)
{
	const struct field_column *column = x && x->n   ? x->field
	                                    : s && s->n ? s->field
	                                                : NULL;
	const size_t n = fields_beside(fields).n;
	struct batch_fields *b = calloc(1, sizeof(*b));

	if (b)
		b->field = calloc(n + 1, sizeof(*b->field));
	if (!b || !b->field) {
		(void)fail_memory(f);
		field_data_free(b);
		return NULL;
	}
	b->items = x && x->n ? x->context : s ? s->item : NULL;
	for (; b->n < n; b->n++)
		if (describe(&b->field[b->n], &fields->field[b->n],
			column ? column[b->n].id : NULL, f)) {
			field_data_free(b);
			return NULL;
		}
	return b;
}

/* Takes the values of a column: of events [n,k] or of rows [rows]. */
static int
settle(struct field *k, const struct vocab *items, const struct field_column *c,
    size_t rows, const struct examples *x, const struct sequences *s,
    struct fail *f)
{
	if (c->of_row)
		return field_settle(k, items, c->id, rows, 1, NULL, f);
	return x ? field_settle(k, items, c->id, x->n, x->k, x->length, f)
	         : field_settle(k, items, c->id, s->events, 1, NULL, f);
}

int
field_data_settle(struct fields *fields, const struct vocab *items,
    const struct examples *x, const struct sequences *s, struct fail *f)
{
	size_t i;

	for (i = 0; i < x->nfields && x->n; i++)
		if (settle(&fields->field[i], items, &x->field[i], x->n, x,
			NULL, f))
			return -1;
	for (i = 0; i < s->nfields && s->n; i++)
		if (settle(&fields->field[i], items, &s->field[i], s->n, NULL,
			s, f))
			return -1;
	return 0;
}

/* Reads the setting of that name as a number. */
static int
number(const struct model *m, const struct field *k, const char *part,
    double *x, struct fail *f)
{
	char name[FIELD_CALLED];
	const char *s;

	field_called(k->place, k->nth, part, name);
	s = model_setting(m, name);
	if (!s || num_get_double(s, strlen(s), x) || !isfinite(*x))
		return fail_set(f, "the model's %s is '%s'", name, s ? s : "");
	return 0;
}

/* Loads the values that the field learned. */
static int
restore(struct field *k, struct model *m, struct fail *f)
{
	double mean = 0, deviation = 1;
	struct model_list *list;
	struct vocab *kept = NULL;
	char name[FIELD_CALLED];

	if (k->kind == FIELD_NUMBER) {
		if (number(m, k, "_mean", &mean, f) ||
		    number(m, k, "_deviation", &deviation, f))
			return -1;
		if (!(deviation > 0))
			return fail_set(
			    f, "the model's deviation of %s is 0", k->name);
	} else if (k->kind != FIELD_TIME && k->kind != FIELD_SHARED) {
		field_called(k->place, k->nth, "", name);
		list = model_list(m, name);
		if (!list || !list->vocab)
			return fail_set(f, "the model has no %s.tsv", name);
		kept = list->vocab;
		list->vocab = NULL;
	}
	return field_restore(k, kept, mean, deviation, f);
}

/* The model's words for the field of that place and number, or NULL. */
static const char *
words_of(const struct model *m, enum field_place place, size_t number)
{
	char name[FIELD_CALLED];

	field_called(place, number, "", name);
	return model_setting(m, name);
}

int
field_data_load(struct fields *fields, struct model *m, struct fail *f)
{
	const char *words[FIELD_MOST + 1];
	size_t n, i;
	int place;

	for (place = 0; place < FIELD_PLACES; place++) {
		for (n = 0; n <= FIELD_MOST; n++)
			if (!(words[n] =
				    words_of(m, (enum field_place)place, n)))
				break;
		if (fields_parse(fields, (enum field_place)place, words, n, f))
			return -1;
	}
	for (i = 0; i < fields->n; i++)
		if (restore(&fields->field[i], m, f))
			return -1;
	return 0;
}

/* Returns -1 if the model's field of that place and number has other words than
 * these; NULL: it must not exist. */
static int
same(const struct model *m, enum field_place place, size_t number,
    const char *words, struct fail *f)
{
	const char *theirs = words_of(m, place, number);

	if ((!words && !theirs) || (words && theirs && !strcmp(words, theirs)))
		return 0;
	return fail_set(f, "its %s_field%zu is %s, not %s",
	    field_place_name(place), number, theirs ? theirs : "none",
	    words ? words : "none");
}

int
field_data_take(struct fields *fields, struct model *m, struct fail *f)
{
	size_t n[FIELD_PLACES] = {0}, i;
	char words[FIELD_WORDS];
	int place;

	for (i = 0; i < fields->n; i++) {
		const struct field *k = &fields->field[i];

		field_words(k, words);
		if (same(m, k->place, n[k->place]++, words, f))
			return -1;
	}
	for (place = 0; place < FIELD_PLACES; place++)
		if (same(m, (enum field_place)place, n[place], NULL, f))
			return -1;
	for (i = 0; i < fields->n; i++)
		if (restore(&fields->field[i], m, f))
			return -1;
	return 0;
}

int
field_data_save(const struct fields *fields, struct model *m, struct fail *f)
{
	char name[FIELD_CALLED], words[FIELD_WORDS];
	size_t i;

	for (i = 0; i < fields->n; i++) {
		const struct field *k = &fields->field[i];

		field_called(k->place, k->nth, "", name);
		field_words(k, words);
		if (model_set(m, name, f, "%s", words))
			return -1;
		if (k->kind != FIELD_NUMBER)
			continue;
		field_called(k->place, k->nth, "_mean", name);
		if (model_real(m, name, k->mean, f))
			return -1;
		field_called(k->place, k->nth, "_deviation", name);
		if (model_real(m, name, k->deviation, f))
			return -1;
	}
	return 0;
}

int
field_data_lists(const struct fields *fields, struct model *m, struct fail *f)
{
	struct model_list *list;
	char name[FIELD_CALLED];
	size_t i;

	for (i = 0; i < fields->n; i++) {
		const struct field *k = &fields->field[i];
		struct vocab *kept = field_kept(k);

		field_called(k->place, k->nth, "", name);
		list = model_list(m, name);
		if (list)
			list->vocab = kept;
		else if (kept && model_add_list(m, name, kept, f))
			return -1;
	}
	return 0;
}

void
field_data_release(struct model *m)
{
	size_t i;

	for (i = 0; i < m->nlists; i++)
		m->lists[i].vocab = NULL;
}
