/* item_data - the values of item fields, loaded from a model and stored in
 * it. */
/* SPDX-License-Identifier: MIT */
#include "nn/item_data.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/field.h"
#include "data/item_values.h"
#include "data/vocab.h"
#include "io/crc32c.h"
#include "model/model.h"

#define MOST (1 << 24) /* a float represents whole numbers up to here */

/* Reads a tensor of whole numbers, each at most `most`, to x [*n]; a *n other
 * than 0 is the required size. */
static int
load_list(struct model *m, const char *name, size_t *n, size_t most,
    int32_t **x, struct fail *f)
{
	const struct tensor *t = model_need(m, name, 1, *n, f);
	size_t i;

	if (!t)
		return -1;
	*n = t->cols;
	if (ARRAY_RESIZE(x, t->cols + 1, 1, f))
		return -1;
	for (i = 0; i < t->cols; i++) {
		if (!(t->x[i] >= 0 && t->x[i] <= (float)most) ||
		    (float)(int32_t)t->x[i] != t->x[i])
			return fail_set(f, "%s.f32: number %zu is %g", name, i,
			    (double)t->x[i]);
		(*x)[i] = (int32_t)t->x[i];
	}
	return 0;
}

static int
load_number(struct item_values_field *to, struct model *m, size_t k,
    size_t items, struct fail *f)
{
	char name[FIELD_CALLED];
	const struct tensor *t;
	size_t i;

	field_called(FIELD_ITEM, k, "_number", name);
	t = model_need(m, name, items + 1, 1, f);
	if (!t || ARRAY_RESIZE(&to->number, items + 1, 1, f) ||
	    ARRAY_RESIZE(&to->value, items + 1, 1, f) ||
	    ARRAY_RESIZE(&to->start, items + 2, 1, f))
		return -1;
	for (i = 0; i <= items; i++) {
		to->number[i] = (real)t->x[i];
		to->value[i] = to->start[i] = (int32_t)i;
	}
	to->start[i] = (int32_t)i;
	to->rows = items;
	return 0;
}

static int
load_table(struct item_values_field *to, struct model *m, size_t k,
    size_t items, struct fail *f)
{
	char name[FIELD_CALLED];
	size_t n = items + 2, values = 0, i;

	field_called(FIELD_ITEM, k, "_start", name);
	if (load_list(m, name, &n, MOST, &to->start, f))
		return -1;
	for (i = 0; i <= items; i++)
		if (to->start[0] || to->start[i + 1] <= to->start[i])
			return fail_set(f, "%s.f32 does not ascend", name);
	field_called(FIELD_ITEM, k, "_value", name);
	if (load_list(m, name, &values, to->rows, &to->value, f))
		return -1;
	return values == (size_t)to->start[items + 1]
	           ? 0
	           : fail_set(f, "%s.f32 has %zu value%s, not %d", name, values,
			 num_s(values), (int)to->start[items + 1]);
}

struct item_values *
item_data_load(const struct fields *fields, struct model *m, struct fail *f)
{
	const size_t items = vocab_size(m->vocab);
	struct item_values *v = item_values_new(items, fields->n, f);
	size_t i, k = 0;
	int failed = !v;

	for (i = 0; i < fields->n && !failed; i++) {
		const struct field *is = &fields->field[i];

		if (is->place != FIELD_ITEM)
			continue;
		v->field[k].rows = field_rows(is);
		failed = is->kind == FIELD_NUMBER
		             ? load_number(&v->field[k], m, k, items, f)
		             : load_table(&v->field[k], m, k, items, f);
		k++;
	}
	if (failed) {
		item_values_free(v);
		return NULL;
	}
	v->n = k;
	return v;
}

/* Stores the values of field k; item i has the values of item from[i]. */
static int
take_field(struct item_values_field *to, const struct item_values_field *is,
    const int32_t *from, size_t items, size_t theirs, struct fail *f)
{
	size_t i;
	int32_t j, n = 0;

	to->rows = is->number ? items : is->rows;
	if (ARRAY_RESIZE(&to->start, items + 2, 1, f) ||
	    ARRAY_RESIZE(
		&to->value, (size_t)is->start[theirs + 1] + items + 1, 1, f) ||
	    (is->number && ARRAY_RESIZE(&to->number, items + 1, 1, f)))
		return -1;
	for (i = 0; i <= items; i++) {
		to->start[i] = n;
		if (is->number)
			to->number[i] = is->number[from[i]];
		for (j = is->start[from[i]]; j < is->start[from[i] + 1]; j++)
			to->value[n++] = is->number ? (int32_t)i : is->value[j];
	}
	to->start[i] = n;
	return 0;
}

struct item_values *
item_data_take(const struct fields *fields, struct model *m,
    const struct vocab *v, struct fail *f)
{
	const size_t items = vocab_size(v), theirs = vocab_size(m->vocab);
	struct item_values *was = item_data_load(fields, m, f), *to = NULL;
	int32_t *from = calloc(items + 1, sizeof(*from));
	size_t i;

	for (i = 1; from && i <= items; i++) {
		const struct slice t = vocab_token(v, (int32_t)i);

		from[i] = vocab_find(m->vocab, t.s, t.n);
	}
	if (!from)
		(void)fail_memory(f);
	else if (was)
		to = item_values_new(items, was->n, f);
	for (i = 0; to && i < was->n; i++)
		if (take_field(&to->field[i], &was->field[i], from, items,
			theirs, f)) {
			item_values_free(to);
			to = NULL;
		}
	free(from);
	item_values_free(was);
	return to;
}

static int
save_list(struct model *m, size_t k, const char *part, size_t n,
    const int32_t *x, struct fail *f)
{
	char name[FIELD_CALLED];
	struct tensor *t;
	size_t i;

	field_called(FIELD_ITEM, k, part, name);
	if (n > MOST || x[n - 1] > MOST)
		return fail_set(
		    f, "%s: items have more than %d values", name, MOST);
	t = model_add(m, name, 1, n, f);
	for (i = 0; t && i < n; i++)
		t->x[i] = (float)x[i];
	return t ? 0 : -1;
}

static int
save_number(struct model *m, size_t k, const struct item_values_field *is,
    size_t items, struct fail *f)
{
	char name[FIELD_CALLED];
	struct tensor *t;
	size_t i;

	field_called(FIELD_ITEM, k, "_number", name);
	t = model_add(m, name, items + 1, 1, f);
	for (i = 0; t && i <= items; i++)
		t->x[i] = (float)is->number[i];
	return t ? 0 : -1;
}

int
item_data_save(const struct item_values *v, struct model *m, struct fail *f)
{
	size_t k;

	for (k = 0; v && k < v->n; k++) {
		const struct item_values_field *is = &v->field[k];
		const size_t n = (size_t)is->start[v->items + 1];

		if (is->number ? save_number(m, k, is, v->items, f)
			       : save_list(m, k, "_start", v->items + 2,
				     is->start, f) ||
				     save_list(m, k, "_value", n, is->value, f))
			return -1;
	}
	return 0;
}

uint32_t
item_data_fingerprint(const struct item_values *v)
{
	uint32_t crc = 0;
	size_t k;

	for (k = 0; v && k < v->n; k++) {
		const struct item_values_field *is = &v->field[k];

		crc =
		    crc32c(crc, is->start, (v->items + 2) * sizeof(*is->start));
		crc = crc32c(crc, is->value,
		    (size_t)is->start[v->items + 1] * sizeof(*is->value));
		if (is->number)
			crc = crc32c(crc, is->number,
			    (v->items + 1) * sizeof(*is->number));
	}
	return crc;
}
