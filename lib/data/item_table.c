/* item_table - reads the file of items, which has their fields. */
/* SPDX-License-Identifier: MIT */
#include "data/item_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/bags.h"
#include "data/field.h"
#include "data/item_values.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/tsv.h"

/* A column.  The values of row r are value[start[r]] .. value[start[r+1]-1]. */
struct item_table_column {
	struct field *field;
	int column; /* index in the file */
	int32_t *value;
	size_t *start; /* [rows+1] */
	size_t n, room, start_room;
};

struct item_table {
	struct tsv *t;
	/* Index of the column of items. */
	int item;
	struct item_table_column column[FIELD_MOST]; /* [ncolumns] */
	size_t ncolumns;

	struct vocab *vocab;
	int grow;
	struct vocab *all; /* all items of the file, to find duplicates */
	int32_t *id;       /* [rows] ids in the vocabulary */
	size_t rows, room;
	char *text; /* [text_room] scratch space for a value */
	size_t text_room;
	struct item_table_counts *count;
};

/* Finds the column of items. */
static int
find_item(const struct tsv *t)
{
	static const char *const names[] = {"item", "movie_id"};
	size_t i;
	int c;

	for (i = 0; i < COUNTOF(names); i++)
		if ((c = tsv_find_column(t, names[i])) >= 0)
			return c;
	return 0;
}

static int
find_columns(struct item_table *a, struct fields *fields, struct fail *f)
{
	size_t i;

	a->item = find_item(a->t);
	for (i = 0; i < fields->n; i++) {
		struct item_table_column *c = &a->column[a->ncolumns];
		struct field *k = &fields->field[i];

		if (k->place != FIELD_ITEM)
			continue;
		c->field = k;
		c->column = tsv_column(a->t, k->name, f);
		if (c->column < 0)
			return -1;
		a->ncolumns++;
	}
	return 0;
}

/* Reads the item in cell and returns its id; 0 if the vocabulary lacks it. */
static int32_t
read_item(struct item_table *a, struct slice cell, struct fail *f)
{
	const size_t before = vocab_size(a->all);
	struct slice rest = cell, t = {0};

	if (!cell.n || !tsv_list_next(&rest, &t) || t.n != cell.n)
		return fail_set(f, "'%.*s' is not one item",
		    (int)size_min(cell.n, 200), cell.s);
	if (vocab_add(a->all, t.s, t.n, f) < 0)
		return -1;
	if (vocab_size(a->all) == before)
		return fail_set(f, "the item '%.*s' occurs twice",
		    (int)size_min(t.n, 200), t.s);
	return a->grow ? vocab_add(a->vocab, t.s, t.n, f)
	               : vocab_find(a->vocab, t.s, t.n);
}

/* Escapes a text with commas as an element of a list. */
static int
element_of(struct item_table *a, struct slice *cell, struct fail *f)
{
	int64_t n;

	if (ARRAY_ROOM(&a->text, &a->text_room, 5 * cell->n, f))
		return -1;
	n = tsv_unescape(cell->s, cell->n, a->text);
	if (n < 0)
		return fail_set(f, "'%.*s' has a wrong escape",
		    (int)size_min(cell->n, 200), cell->s);
	cell->s = a->text + cell->n;
	cell->n = tsv_escape(a->text, (size_t)n, a->text + cell->n);
	return 0;
}

/* Appends the values in cell. */
static int
read_values(struct item_table *a, struct item_table_column *c,
    struct slice cell, int *known, struct fail *f)
{
	int32_t v;

	if (memchr(cell.s, ',', cell.n) && element_of(a, &cell, f))
		return -1;
	v = field_value(c->field, cell, f);
	if (v < 0 || ARRAY_ROOM(&c->value, &c->room, c->n + 1, f))
		return -1;
	if (field_is_wrong(c->field, v))
		return field_refuse(c->field, v, f);
	*known |= v > 0;
	c->value[c->n++] = v;
	return 0;
}

static int
read_row(struct item_table *a, const struct slice *cells, struct fail *f)
{
	int32_t id = read_item(a, cells[a->item], f);
	int known = 0;
	size_t i;

	if (id < 0)
		return -1;
	a->count->others += !id;
	if (!id)
		return 0;
	if (ARRAY_ROOM(&a->id, &a->room, a->rows + 1, f))
		return -1;
	for (i = 0; i < a->ncolumns; i++) {
		struct item_table_column *c = &a->column[i];

		if (ARRAY_ROOM(&c->start, &c->start_room, a->rows + 2, f))
			return -1;
		c->start[a->rows] = c->n;
		if (read_values(a, c, cells[c->column], &known, f))
			return -1;
		c->start[a->rows + 1] = c->n;
	}
	a->count->blank += !known;
	a->id[a->rows++] = id;
	return 0;
}

static int
read_rows(struct item_table *a, struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int got;

	while ((got = tsv_row(a->t, &cells, &n, f)) > 0)
		if (read_row(a, cells, f))
			return fail_at(f, "%s", tsv_where(a->t));
	return got;
}

/* After the last row: the fields learn, and values become rows. */
static int
settle(struct item_table *a, struct fail *f)
{
	size_t i;

	if (!a->rows)
		return fail_set(f, "none of its items is in the vocabulary");
	for (i = 0; i < a->ncolumns; i++) {
		struct item_table_column *c = &a->column[i];

		if (field_settle(
			c->field, a->vocab, c->value, c->n, 1, NULL, f))
			return -1;
	}
	a->count->lacking = vocab_size(a->vocab) - a->rows;
	return 0;
}

/* Appends the rows of value v of a field to to->value [*n]. */
static int
put_value(const struct field *k, int32_t v, struct item_values_field *to,
    size_t *room, size_t *n, struct fail *f)
{
	const struct bags *b = k->bags;
	size_t i, count = b ? b->start[v + 1] - b->start[v] : 1;

	if (ARRAY_ROOM(&to->value, room, *n + count, f))
		return -1;
	for (i = 0; i < count; i++)
		to->value[(*n)++] = b ? b->row[b->start[v] + i] : v;
	return 0;
}

/* Orders the values by item id; an item without a row gets value 0. */
static int
put_column(const struct item_table *a, const struct item_table_column *c,
    const size_t *row_of, struct item_values_field *to, struct fail *f)
{
	const size_t items = vocab_size(a->vocab);
	size_t i, j, n = 0, room = 0;

	to->rows = field_rows(c->field);
	if (ARRAY_RESIZE(&to->start, items + 2, 1, f))
		return -1;
	for (i = 0; i <= items; i++) {
		const size_t r = row_of[i];

		to->start[i] = (int32_t)n;
		for (j = r ? c->start[r - 1] : 0; r && j < c->start[r]; j++)
			if (put_value(c->field, c->value[j], to, &room, &n, f))
				return -1;
		if ((size_t)to->start[i] == n &&
		    put_value(c->field, 0, to, &room, &n, f))
			return -1;
	}
	to->start[i] = (int32_t)n;
	return 0;
}

/* Gives every item its own number. */
static int
put_numbers(const struct item_table *a, struct item_values_field *to,
    const struct field *k, struct fail *f)
{
	const size_t items = vocab_size(a->vocab);
	real *x = field_numbers(k, f);
	size_t i;

	if (!x || ARRAY_RESIZE(&to->number, items + 1, 1, f)) {
		free(x);
		return -1;
	}
	for (i = 0; i <= items; i++) {
		to->number[i] = x[to->value[i]];
		to->value[i] = (int32_t)i;
	}
	to->rows = items;
	free(x);
	return 0;
}

static struct item_values *
make_values(const struct item_table *a, struct fail *f)
{
	const size_t items = vocab_size(a->vocab);
	struct item_values *v = item_values_new(items, a->ncolumns, f);
	size_t *row_of = calloc(items + 1, sizeof(*row_of)); /* 0: no row */
	int failed = !v;
	size_t i;

	if (!row_of)
		failed = fail_memory(f);
	for (i = 0; !failed && i < a->rows; i++)
		row_of[a->id[i]] = i + 1;
	for (i = 0; !failed && i < a->ncolumns; i++) {
		const struct item_table_column *c = &a->column[i];

		failed = put_column(a, c, row_of, &v->field[i], f) ||
		         (c->field->kind == FIELD_NUMBER &&
			     put_numbers(a, &v->field[i], c->field, f));
	}
	free(row_of);
	if (failed) {
		item_values_free(v);
		return NULL;
	}
	return v;
}

static void
close_table(struct item_table *a)
{
	size_t i;

	for (i = 0; i < a->ncolumns; i++) {
		free(a->column[i].value);
		free(a->column[i].start);
	}
	vocab_free(a->all);
	free(a->id);
	free(a->text);
	tsv_close(a->t);
}

struct item_values *
item_table_read(const char *path, struct fields *fields, struct vocab *v,
    int grow, struct item_table_counts *count, struct fail *f)
{
	struct item_table a = {.vocab = v, .grow = grow, .count = count};
	struct input *in = input_open(&path, 1, NULL, f);
	struct item_values *to = NULL;

	*count = (struct item_table_counts){0};
	a.all = vocab_new(f);
	a.t = in && a.all ? tsv_open(in, 1, f) : NULL;
	if (a.t && !find_columns(&a, fields, f) && !read_rows(&a, f)) {
		to = settle(&a, f) ? NULL : make_values(&a, f);
		if (!to)
			(void)fail_at(f, "%s", path);
	}
	close_table(&a);
	input_close(in);
	return to;
}
