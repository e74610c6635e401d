/*
 * fuzz_items - files of items, with fields of every kind.
 *
 * What is read has values that are rows of the fields' tables, or finite
 * numbers, of each item at least one; read again, with fields that have learnt,
 * it has the same.
 */
/* SPDX-License-Identifier: MIT */
#include "data/item_table.h"

#include <math.h>

#include "base/fail.h"
#include "data/field.h"
#include "data/item_values.h"
#include "data/vocab.h"
#include "fuzz.h"

/* Fields of the columns that seeds have. */
static const char *const words[] = {
    "a:id:2", "b:number", "c:bucket:4:2", "item:id", "b:id"};

/* Reads the file; NULL: it is refused. */
static struct item_values *
read_table(
    const char *path, struct fields *fields, struct vocab *v, struct fail *f)
{
	struct item_table_counts n;
	struct item_values *to = item_table_read(path, fields, v, 1, &n, f);

	CLAIM(to ? n.others + n.lacking == 0 && n.blank <= vocab_size(v)
		 : *f->msg != '\0');
	return to;
}

static void
check_field(const struct item_values_field *is, size_t items)
{
	size_t i;

	CLAIM(is->start[0] == 0);
	for (i = 0; i <= items; i++) {
		CLAIM(is->start[i + 1] > is->start[i]);
		CLAIM(!is->number || isfinite(is->number[i]));
	}
	for (i = 0; i < (size_t)is->start[items + 1]; i++)
		CLAIM(is->value[i] >= 0 && (size_t)is->value[i] <= is->rows);
}

static int
same(const struct item_values_field *a, const struct item_values_field *b,
    size_t items)
{
	return !memcmp(a->start, b->start, (items + 2) * sizeof(*a->start)) &&
	       !memcmp(a->value, b->value,
		   (size_t)a->start[items + 1] * sizeof(*a->value)) &&
	       (!a->number || !memcmp(a->number, b->number,
				  (items + 1) * sizeof(*a->number)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const unsigned how = fuzz_byte(p, &n);
	const size_t first = how % COUNTOF(words),
		     count = 1 + how / 8 % (COUNTOF(words) - first);
	struct fail f = {0};
	const char *path = fuzz_file(0, p, n);
	struct vocab *v = fuzz_need(vocab_new(&f)),
		     *again = fuzz_need(vocab_new(&f));
	struct fields fields = {0};
	struct item_values *a, *b;
	size_t k;

	if (fields_parse(&fields, FIELD_ITEM, words + first, count, &f)) {
		CLAIM(strstr(f.msg, "given twice"));
		a = NULL;
	} else {
		a = read_table(path, &fields, v, &f);
	}
	if (a) {
		b = read_table(path, &fields, again, &f);
		CLAIM(b && vocab_size(again) == vocab_size(v) &&
		      a->n == count && b->n == count);
		for (k = 0; k < count; k++) {
			check_field(&a->field[k], vocab_size(v));
			CLAIM(same(&a->field[k], &b->field[k], vocab_size(v)));
		}
		item_values_free(b);
	}
	item_values_free(a);
	fields_free(&fields);
	vocab_free(v);
	vocab_free(again);
	return 0;
}
