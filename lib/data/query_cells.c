/* query_cells - the cells before a query in query-tsv(5). */
/* SPDX-License-Identifier: MIT */
#include "data/query_cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/column_names.h"
#include "data/query_tsv.h"
#include "data/vocab.h"
#include "io/buffer.h"
#include "io/tsv.h"

struct query_cells {
	const char *user, *label; /* the columns given, or NULL */
	/* rows have a cell for an error */
	int errors;
	int columns[QUERY_TSV_ERROR + 1]; /* -1: no such column */
	struct buffer text;  /* the cells of all rows, each followed by a TAB */
	size_t *start, room; /* [n + 1] where each row begins in text */
	size_t n;
};

struct query_cells *
query_cells_new(const char *user, const char *label, int errors, struct fail *f)
{
	struct query_cells *q = calloc(1, sizeof(*q));

	if (!q) {
		(void)fail_memory(f);
		return NULL;
	}
	q->user = user;
	q->label = label;
	q->errors = errors;
	return q;
}

/* Finds a column; a column that was not given may be missing.  Returns -2 on
 * failure. */
static int
find(struct tsv *t, const char *given, const char *usual, size_t columns,
    struct fail *f)
{
	int c;

	if (!given)
		return tsv_header(t) ? column_names_usual(t, usual, f) : -1;
	c = column_names_find(t, given, usual, 0, columns, f);
	return c < 0 ? -2 : c;
}

int
query_cells_begin(struct query_cells *q, struct tsv *t, int context,
    size_t columns, struct fail *f)
{
	int *c = q->columns;

	c[QUERY_TSV_USER] = find(t, q->user, COLUMN_USER, columns, f);
	c[QUERY_TSV_CONTEXT] = context;
	c[QUERY_TSV_LABEL] = find(t, q->label, COLUMN_LABEL, columns, f);
	c[QUERY_TSV_INCLUDE] = tsv_find_column(t, COLUMN_INCLUDE);
	c[QUERY_TSV_EXCLUDE] = tsv_find_column(t, COLUMN_EXCLUDE);
	c[QUERY_TSV_ERROR] = -1;
	return c[QUERY_TSV_USER] == -2 || c[QUERY_TSV_LABEL] == -2 ? -1 : 0;
}

/* Appends the known items of a context, in their order. */
static void
put_known(struct buffer *text, struct slice cell, const struct vocab *v)
{
	size_t first = text->n;
	struct slice t;

	while (tsv_list_next(&cell, &t)) {
		if (!vocab_find(v, t.s, t.n))
			continue;
		if (text->n > first)
			buffer_char(text, ',');
		buffer_put(text, t.s, t.n);
	}
	if (text->n == first)
		buffer_put(text, "\\E", 2);
}

/* Appends an error message as a cell. */
static void
put_error(struct buffer *text, const char *error)
{
	size_t n = strlen(error);
	char *p = buffer_room(text, 4 * n);

	if (p)
		text->n += tsv_escape_text(error, n, 0, p);
}

int
query_cells_add(struct query_cells *q, const struct slice *cells,
    const struct vocab *v, const char *error, struct fail *f)
{
	size_t k;

	if (ARRAY_ROOM(&q->start, &q->room, q->n + 2, f))
		return -1;
	q->start[0] = 0;
	for (k = 0; k < QUERY_TSV_ERROR; k++) {
		if (q->columns[k] < 0)
			continue;
		if (!cells)
			buffer_put(&q->text, "\\N", 2);
		else if (k == QUERY_TSV_CONTEXT)
			put_known(&q->text, cells[q->columns[k]], v);
		else
			buffer_put(&q->text, cells[q->columns[k]].s,
			    cells[q->columns[k]].n);
		buffer_char(&q->text, '\t');
	}
	if (q->errors && error)
		put_error(&q->text, error);
	else if (q->errors)
		buffer_put(&q->text, "\\N", 2);
	if (q->errors)
		buffer_char(&q->text, '\t');
	q->start[++q->n] = q->text.n;
	return q->text.failed ? fail_memory(f) : 0;
}

void
query_cells_clear(struct query_cells *q)
{
	q->n = q->text.n = 0;
}

int
query_cells_has(const struct query_cells *q, int k)
{
	return k == QUERY_TSV_ERROR ? q->errors : q->columns[k] >= 0;
}

struct slice
query_cells_row(const struct query_cells *q, size_t i)
{
	return (struct slice){
	    q->text.p + q->start[i], q->start[i + 1] - q->start[i]};
}

void
query_cells_free(struct query_cells *q)
{
	if (!q)
		return;
	buffer_free(&q->text);
	free(q->start);
	free(q);
}
