/* field_data - fields as a net takes them: of data, and of a model. */
/* SPDX-License-Identifier: MIT */
#include "nn/field_data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/examples.h"
#include "data/field.h"
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

struct batch_fields *
field_data_new(
    const struct fields *fields, const struct examples *x, struct fail *f)
{
	struct batch_fields *b = calloc(1, sizeof(*b));
	size_t i;

	if (b)
		b->field = calloc(fields->n + 1, sizeof(*b->field));
	if (!b || !b->field) {
		(void)fail_memory(f);
		field_data_free(b);
		return NULL;
	}
	b->items = x ? x->context : NULL;
	for (i = 0; i < fields->n; i++) {
		const struct field *k = &fields->field[i];
		struct batch_field *to = &b->field[b->n++];

		to->id = x && x->nfields ? x->field[i] : NULL;
		to->rows = field_rows(k);
		if (k->kind != FIELD_NUMBER)
			continue;
		to->number = to->owned = field_numbers(k, f);
		if (!to->owned) {
			field_data_free(b);
			return NULL;
		}
	}
	return b;
}

int
field_data_settle(struct fields *fields, struct examples *x, struct fail *f)
{
	size_t i;

	for (i = 0; i < x->nfields; i++)
		if (field_settle(&fields->field[i], x->field[i], x->n, x->k,
			x->length, f))
			return -1;
	return 0;
}

/* What of field i is called: event_field0, or event_field0_mean. */
static void
name_of(size_t i, const char *part, char to[MODEL_NAME])
{
	(void)snprintf(to, MODEL_NAME, "event_field%zu%s", i, part);
}

static int
number(const struct model *m, size_t i, const char *part, double *x,
    struct fail *f)
{
	char name[MODEL_NAME];
	const char *s;

	name_of(i, part, name);
	s = model_setting(m, name);
	if (!s || num_get_double(s, strlen(s), x) || !isfinite(*x))
		return fail_set(f, "the model's %s is '%s'", name, s ? s : "");
	return 0;
}

/* What the model has learnt of field i. */
static int
restore(struct fields *fields, size_t i, struct model *m, struct fail *f)
{
	struct field *k = &fields->field[i];
	double mean = 0, deviation = 1;
	struct model_list *list;
	struct vocab *kept = NULL;
	char name[MODEL_NAME];

	if (k->kind == FIELD_NUMBER) {
		if (number(m, i, "_mean", &mean, f) ||
		    number(m, i, "_deviation", &deviation, f))
			return -1;
		if (!(deviation > 0))
			return fail_set(
			    f, "the model's deviation of %s is 0", k->name);
	} else {
		name_of(i, "", name);
		list = model_list(m, name);
		if (!list || !list->vocab)
			return fail_set(f, "the model has no %s.tsv", name);
		kept = list->vocab;
		list->vocab = NULL;
	}
	return field_restore(k, kept, mean, deviation, f);
}

int
field_data_load(struct fields *fields, struct model *m, struct fail *f)
{
	const char *words[FIELD_MOST + 1];
	char name[MODEL_NAME];
	size_t n, i;

	for (n = 0; n <= FIELD_MOST; n++) {
		name_of(n, "", name);
		if (!(words[n] = model_setting(m, name)))
			break;
	}
	if (fields_parse(fields, words, n, f))
		return -1;
	for (i = 0; i < n; i++)
		if (restore(fields, i, m, f))
			return -1;
	return 0;
}

int
field_data_take(struct fields *fields, struct model *m, struct fail *f)
{
	char name[MODEL_NAME], words[FIELD_WORDS] = "none";
	const char *theirs;
	size_t i;

	for (i = 0; i <= fields->n; i++) {
		name_of(i, "", name);
		theirs = model_setting(m, name);
		if (i == fields->n && !theirs)
			break;
		if (i < fields->n)
			field_words(&fields->field[i], words);
		if (i == fields->n || !theirs || strcmp(words, theirs) != 0)
			return fail_set(f, "its %s is %s, not %s", name,
			    theirs ? theirs : "none",
			    i < fields->n ? words : "none");
		if (restore(fields, i, m, f))
			return -1;
	}
	return 0;
}

int
field_data_save(const struct fields *fields, struct model *m, struct fail *f)
{
	char name[MODEL_NAME], words[FIELD_WORDS];
	size_t i;

	for (i = 0; i < fields->n; i++) {
		const struct field *k = &fields->field[i];

		name_of(i, "", name);
		field_words(k, words);
		if (model_set(m, name, f, "%s", words))
			return -1;
		if (k->kind != FIELD_NUMBER)
			continue;
		name_of(i, "_mean", name);
		if (model_real(m, name, k->mean, f))
			return -1;
		name_of(i, "_deviation", name);
		if (model_real(m, name, k->deviation, f))
			return -1;
	}
	return 0;
}

int
field_data_lists(const struct fields *fields, struct model *m, struct fail *f)
{
	char name[MODEL_NAME];
	size_t i;

	for (i = 0; i < fields->n; i++) {
		struct vocab *kept = field_kept(&fields->field[i]);

		name_of(i, "", name);
		if (kept && model_add_list(m, name, kept, f))
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
