/* example_fields - the columns of fields, as a row of examples is read. */
/* SPDX-License-Identifier: MIT */
#include "data/example_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/field.h"
#include "data/token_ids.h"
#include "io/tsv.h"

struct example_fields {
	struct fields *fields;
	struct tsv *t;
	int column[FIELD_MOST]; /* -1: its values are missing */
	size_t nread[FIELD_MOST];
	size_t room[FIELD_MOST];
	int32_t *id[FIELD_MOST];   /* the values of the row being read */
	int32_t *with[FIELD_MOST]; /* what token_ids takes along */
};

struct example_fields *
example_fields_new(struct fields *fields, struct fail *f)
{
	struct example_fields *r = calloc(1, sizeof(*r));

	if (r)
		r->fields = fields;
	else
		(void)fail_memory(f);
	return r;
}

void
example_fields_free(struct example_fields *r)
{
	size_t i;

	for (i = 0; r && i < FIELD_MOST; i++)
		free(r->id[i]);
	free(r);
}

static size_t
count(const struct example_fields *r)
{
	return r->fields ? r->fields->n : 0;
}

int
example_fields_begin(struct example_fields *r, struct tsv *t, size_t columns,
    int missing, struct fail *f)
{
	size_t i;

	r->t = t;
	for (i = 0; i < count(r); i++) {
		const char *name = r->fields->field[i].name;

		r->column[i] =
		    missing ? tsv_find_column(t, name) : tsv_column(t, name, f);
		if (r->column[i] < 0 && !missing)
			return -1;
		r->fields->field[i].missing = r->column[i] < 0;
		if (r->column[i] >= (int)columns)
			return fail_set(f,
			    "%s: there is no column %s, only %zu", tsv_where(t),
			    name, columns);
	}
	return 0;
}

static int
read_list(struct example_fields *r, size_t i, struct slice cell, struct fail *f)
{
	struct field *k = &r->fields->field[i];
	struct slice t;
	int32_t id;

	for (r->nread[i] = 0; tsv_list_next(&cell, &t); r->nread[i]++) {
		id = field_value(k, t, f);
		if (id < 0 ||
		    ARRAY_ROOM(&r->id[i], &r->room[i], r->nread[i] + 1, f))
			return -1;
		r->id[i][r->nread[i]] = id;
	}
	return 0;
}

const int32_t *
example_fields_list(const struct example_fields *r, size_t k)
{
	return r->column[k] < 0 ? NULL : r->id[k];
}

void
example_fields_with(const struct example_fields *r, struct token_ids *d)
{
	size_t i;

	d->nwith = 0;
	d->beside = SIZE_MAX;
	for (i = 0; i < count(r); i++) {
		if (r->column[i] < 0)
			continue;
		d->with[d->nwith++] = r->id[i];
		d->beside = size_min(d->beside, r->nread[i]);
	}
}

void
example_fields_with_row(const struct example_fields *r, struct token_ids *d,
    int32_t *const *field, size_t stride, size_t i)
{
	for (d->nwith = 0; d->nwith < count(r); d->nwith++)
		d->with[d->nwith] = field[d->nwith] + i * stride;
	d->beside = stride;
}

int
example_fields_read(struct example_fields *r, struct token_ids *d,
    const struct slice *cells, struct fail *f)
{
	size_t i;

	for (i = 0; i < count(r); i++)
		if (r->column[i] >= 0 &&
		    read_list(r, i, cells[r->column[i]], f))
			return -1;
	d->with = r->with;
	example_fields_with(r, d);
	return 0;
}

/* Value j of field i must be a number, unless it may yet be beside a pad. */
static int
check_value(struct example_fields *r, size_t i, int may_be_pad, int32_t id,
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
example_fields_check(
    struct example_fields *r, const struct token_ids *d, struct fail *f)
{
	size_t i, j;

	for (i = 0; i < count(r); i++) {
		if (r->column[i] < 0)
			continue;
		if (r->nread[i] != d->listed)
			return fail_set(f,
			    "column %s: %zu values where the context has %zu "
			    "items",
			    r->fields->field[i].name, r->nread[i], d->listed);
		for (j = 0; j < d->n; j++)
			if (check_value(r, i, d->id[j] < 0, r->id[i][j], f))
				return -1;
	}
	return 0;
}
