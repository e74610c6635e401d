/* side_column - a column of a TSV that goes beside the queries, row by row. */
/* SPDX-License-Identifier: MIT */
#include "rank/side_column.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/shard.h"
#include "data/column_names.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/tsv.h"
#include "rank/candidates.h"
#include "rank/exclude.h"

struct side_column {
	const char *path; /* input reads from here */
	struct input *in;
	struct tsv *t;
	enum side_column_kind kind;
	const char *wanted; /* the column, or NULL */
	int column;         /* -1 before the first row */
	const struct shard *shard;
	uint64_t read, rows; /* rows: of the shard */
};

struct side_column *
side_column_open(const char *path, enum side_column_kind kind,
    const char *column, int header, const struct shard *shard, struct fail *f)
{
	struct side_column *fd = calloc(1, sizeof(*fd));

	if (!fd) {
		(void)fail_memory(f);
		return NULL;
	}
	*fd = (struct side_column){.path = path,
	    .kind = kind,
	    .wanted = column,
	    .column = -1,
	    .shard = shard};
	fd->in = input_open(&fd->path, 1, NULL, f);
	fd->t = fd->in ? tsv_open(fd->in, header, f) : NULL;
	if (!fd->t) {
		side_column_close(fd);
		return NULL;
	}
	return fd;
}

void
side_column_close(struct side_column *fd)
{
	if (!fd)
		return;
	tsv_close(fd->t);
	input_close(fd->in);
	free(fd);
}

static int
find_column(struct side_column *fd, size_t columns, struct fail *f)
{
	static const char *const usual[] = {COLUMN_LABEL, COLUMN_CONTEXT};
	size_t unnamed = fd->kind == SIDE_COLUMN_LISTS ? 0 : columns - 1;

	if (!fd->wanted && columns == 1)
		fd->column = 0;
	else
		fd->column = column_names_find(
		    fd->t, fd->wanted, usual[fd->kind], unnamed, columns, f);
	return fd->column < 0 ? -1 : 0;
}

/* The next row of the shard, as tsv_row() has it. */
static int
next_row(struct side_column *fd, const struct slice **cells, size_t *n,
    struct fail *f)
{
	int r;

	do
		r = tsv_row(fd->t, cells, n, f);
	while (r > 0 && !shard_has(fd->shard, fd->read++));
	return r;
}

/* The cell of the next row. */
static int
next_cell(struct side_column *fd, struct slice *cell, struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int r = next_row(fd, &cells, &n, f);

	if (r < 0)
		return -1;
	if (r == 0)
		return fail_set(f,
		    "%s: ends after %llu rows, but there are more queries",
		    input_name(fd->in), (unsigned long long)fd->rows);
	if (fd->column < 0 && find_column(fd, n, f))
		return -1;
	*cell = cells[fd->column];
	fd->rows++;
	return 0;
}

int
side_column_labels(struct side_column *fd, size_t m, const struct vocab *v,
    int32_t *id, struct slice *text, struct arena *a, struct fail *f)
{
	size_t i;

	for (i = 0; i < m; i++) {
		struct slice cell, rest, t;

		if (next_cell(fd, &cell, f))
			return -1;
		rest = cell;
		if (!tsv_list_next(&rest, &t) || t.n != cell.n)
			return fail_set(f,
			    "%s: the label '%.*s' is not one item",
			    tsv_where(fd->t), (int)size_min(cell.n, 200),
			    cell.s);
		id[i] = vocab_find(v, t.s, t.n);
		text[i].n = t.n;
		text[i].s = arena_copy(a, t.s, t.n);
		if (!text[i].s)
			return fail_memory(f);
	}
	return 0;
}

int
side_column_lists(struct side_column *fd, size_t m, const struct candidates *c,
    const int32_t *but, struct exclude *skip, struct fail *f)
{
	size_t i;

	exclude_clear(skip);
	for (i = 0; i < m; i++) {
		struct slice rest, t;

		if (next_cell(fd, &rest, f))
			return -1;
		while (tsv_list_next(&rest, &t)) {
			int32_t id = vocab_find(c->vocab, t.s, t.n), j = -1;

			if (id && (!but || id != but[i]))
				j = candidates_find(c, id);
			if (j >= 0 && exclude_add(skip, j, f))
				return -1;
		}
		if (exclude_end_row(skip, f))
			return -1;
	}
	return 0;
}

int
side_column_end(struct side_column *fd, struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int r = next_row(fd, &cells, &n, f);

	if (r == 1)
		return fail_set(f, "%s: a row more than the %llu queries",
		    tsv_where(fd->t), (unsigned long long)fd->rows);
	return r;
}
