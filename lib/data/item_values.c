/* item_values - the values of the fields of every item. */
/* SPDX-License-Identifier: MIT */
#include "data/item_values.h"

#include <stdlib.h>

#include "base/fail.h"

struct item_values *
item_values_new(size_t items, size_t fields, struct fail *f)
{
	struct item_values *v = calloc(1, sizeof(*v));

	if (v)
		v->field = calloc(fields + 1, sizeof(*v->field));
	if (!v || !v->field) {
		(void)fail_memory(f);
		free(v);
		return NULL;
	}
	v->items = items;
	v->n = fields;
	return v;
}

void
item_values_free(struct item_values *v)
{
	size_t i;

	for (i = 0; v && i < v->n; i++) {
		free(v->field[i].number);
		free(v->field[i].start);
		free(v->field[i].value);
	}
	if (v) {
		free(v->own);
		free(v->field);
	}
	free(v);
}
