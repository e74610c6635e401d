/* field_columns - reads the columns of fields with the rows of data. */
/* SPDX-License-Identifier: MIT */
#include "data/field_columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/field.h"
#include "data/token_ids.h"
#include "io/tsv.h"

#define MOST (2 * FIELD_MOST) /* fields of events and of queries */

struct field_columns {
	struct fields *fields;
	struct tsv *t;
	int column[MOST]; /* -1: its values are missing */
	size_t nread[MOST];
	size_t room[MOST];
	int32_t *id[MOST];   /* values of the current row */
	int32_t *with[MOST]; /* lists that token_ids moves along */
};

struct field_columns *
field_columns_new(struct fields *fields, struct fail *f)
{
	struct field_columns *r = calloc(1, sizeof(*r));

	if (r)
		r->fields = fields;
	else
		(void)fail_memory(f);
	return r;
}

void
field_columns_free(struct field_columns *r)
{
	size_t i;

	for (i = 0; r && i < MOST; i++)
		free(r->id[i]);
	free(r);
}

struct field_column *
field_columns_store(const struct fields *fields, size_t *n, struct fail *f)
{
	const size_t all = fields ? fields->n : 0;
	struct field_column *to = calloc(all + 1, sizeof(*to));

	*n = 0;
	if (!to) {
		(void)fail_memory(f);
		return NULL;
	}
	for (; *n < all; *n += 1)
		to[*n].of_row = fields->field[*n].place == FIELD_QUERY;
	return to;
}

static size_t
count(const struct field_columns *r)
{
	return r->fields ? r->fields->n : 0;
}

#define CONTEXT "context_"

/* Returns a field's column, or -1.  seq-examples writes a field of events as
 * NAME beside sequences and as context_NAME beside contexts; a field with
 * either name is found in both. */
static int
find_column(const struct tsv *t, const struct field *k)
{
	const size_t n = sizeof(CONTEXT) - 1;
	char other[FIELD_NAME + sizeof(CONTEXT)];
	int i = tsv_find_column(t, k->name);

	if (i >= 0 || k->place != FIELD_EVENT)
		return i;
	if (!strncmp(k->name, CONTEXT, n))
		return tsv_find_column(t, k->name + n);
	(void)snprintf(other, sizeof(other), CONTEXT "%s", k->name);
	return tsv_find_column(t, other);
}

int
field_columns_begin(struct field_columns *r, struct tsv *t, size_t columns,
    int missing, struct fail *f)
{
	size_t i;

	r->t = t;
	for (i = 0; i < count(r); i++) {
		const char *name = r->fields->field[i].name;

		r->column[i] = find_column(t, &r->fields->field[i]);
		if (r->column[i] < 0 && !missing)
			return tsv_column(t, name, f);
		r->fields->field[i].missing = r->column[i] < 0;
		if (r->column[i] >= (int)columns)
			return fail_set(f,
			    "%s: there is no column %s, only %zu", tsv_where(t),
			    name, columns);
	}
	return 0;
}

static int
put_value(struct field_columns *r, size_t i, struct slice t, struct fail *f)
{
	const int32_t id = field_value(&r->fields->field[i], t, f);

	if (id < 0 || ARRAY_ROOM(&r->id[i], &r->room[i], r->nread[i] + 1, f))
		return -1;
	r->id[i][r->nread[i]++] = id;
	return 0;
}

/* Reads the single value of a row.  The cell may be a list if values have
 * parts. */
static int
read_value(struct field_columns *r, size_t i, struct slice cell, struct fail *f)
{
	const struct field *k = &r->fields->field[i];
	struct slice rest = cell, t = {cell.s, 0};
	const int any = tsv_list_next(&rest, &t);

	if (any && k->bags)
		t = cell;
	if (t.n != cell.n && any)
		return fail_set(f,
		    "column %s: '%.*s' is a list, but a query has one value; "
		    "lists need the kind bag",
		    k->name, (int)size_min(cell.n, 200), cell.s);
	return put_value(r, i, t, f) || (field_is_wrong(k, r->id[i][0]) &&
					    field_refuse(k, r->id[i][0], f))
	           ? -1
	           : 0;
}

static int
read_cell(struct field_columns *r, size_t i, struct slice cell, struct fail *f)
{
	struct slice t;

	r->nread[i] = 0;
	if (r->fields->field[i].place == FIELD_QUERY)
		return read_value(r, i, cell, f);
	while (tsv_list_next(&cell, &t))
		if (put_value(r, i, t, f))
			return -1;
	return 0;
}

const int32_t *
field_columns_list(const struct field_columns *r, size_t k)
{
	return r->column[k] < 0 ? NULL : r->id[k];
}

/* Returns 1 if field i is a field of events with a column. */
static int
is_beside(const struct field_columns *r, size_t i)
{
	return r->column[i] >= 0 && r->fields->field[i].place == FIELD_EVENT;
}

void
field_columns_with(const struct field_columns *r, struct token_ids *d)
{
	size_t i;

	d->nwith = 0;
	d->beside = SIZE_MAX;
	for (i = 0; i < count(r); i++) {
		if (!is_beside(r, i))
			continue;
		d->with[d->nwith++] = r->id[i];
		d->beside = size_min(d->beside, r->nread[i]);
	}
}

void
field_columns_with_row(const struct field_columns *r, struct token_ids *d,
    const struct field_column *column, size_t at, size_t room)
{
	size_t i;

	d->nwith = 0;
	d->beside = room;
	for (i = 0; i < count(r); i++)
		if (r->fields->field[i].place == FIELD_EVENT)
			d->with[d->nwith++] = column[i].id + at;
}

int
field_columns_read(struct field_columns *r, struct token_ids *d,
    const struct slice *cells, struct fail *f)
{
	size_t i;

	for (i = 0; i < count(r); i++)
		if (r->column[i] >= 0 &&
		    read_cell(r, i, cells[r->column[i]], f))
			return -1;
	d->with = r->with;
	field_columns_with(r, d);
	return 0;
}

/* Checks that value id of field i is a number, unless it may be beside
 * padding. */
static int
check_value(struct field_columns *r, size_t i, int may_be_pad, int32_t id,
    struct fail *f)
{
	struct field *k = &r->fields->field[i];

	if (!field_is_wrong(k, id))
		return 0;
	if (!may_be_pad)
		return field_refuse(k, id, f);
	if (!*k->wrong)
		(void)snprintf(
		    k->wrong, sizeof(k->wrong), "%s", tsv_where(r->t));
	return 0;
}

int
field_columns_check(
    struct field_columns *r, const struct token_ids *d, struct fail *f)
{
	size_t i, j;

	for (i = 0; i < count(r); i++) {
		if (!is_beside(r, i))
			continue;
		if (r->nread[i] != d->listed)
			return fail_set(f,
			    "column %s: %zu value%s, but the context has %zu "
			    "item%s",
			    r->fields->field[i].name, r->nread[i],
			    num_s(r->nread[i]), d->listed, num_s(d->listed));
		for (j = 0; j < d->n; j++)
			if (check_value(r, i, d->id[j] < 0, r->id[i][j], f))
				return -1;
	}
	return 0;
}
