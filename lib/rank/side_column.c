/* side_column - a column of a TSV file that goes with the queries, row by
 * row. */
/* SPDX-License-Identifier: MIT */
#include "rank/side_column.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "data/column_names.h"
#include "io/input.h"
#include "io/tsv.h"

struct side_column {
	const char *path; /* input reads from here */
	struct input *in;
	struct tsv *t;
	enum side_column_kind kind;
	const char *wanted; /* the column, or NULL */
	const char *more;   /* the second column, or NULL */
	int column, also;   /* -1 before the first row; also: the second
                               column's index */
	const struct shard *shard;
	uint64_t read, rows; /* rows: rows of the shard */
};

struct side_column *
side_column_open(const char *path, enum side_column_kind kind,
    const char *column, const char *also, int header, const struct shard *shard,
    struct fail *f)
{
	struct side_column *fd = calloc(1, sizeof(*fd));

	if (!fd) {
		(void)fail_memory(f);
		return NULL;
	}
	*fd = (struct side_column){.path = path,
	    .kind = kind,
	    .wanted = column,
	    .more = also,
	    .column = -1,
	    .also = -1,
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
find_column(struct side_column *fd, const struct slice *cells, size_t columns,
    struct fail *f)
{
	static const char *const usual[] = {
	    COLUMN_LABEL, COLUMN_CONTEXT, COLUMN_USER};
	size_t unnamed = fd->kind == SIDE_COLUMN_LABELS ? columns - 1 : 0;

	if (fd->kind == SIDE_COLUMN_LISTS)
		unnamed = column_names_unnamed_context(cells, columns, 0);
	if (!fd->wanted && columns == 1)
		fd->column = 0;
	else
		fd->column = column_names_find(
		    fd->t, fd->wanted, usual[fd->kind], unnamed, columns, f);
	if (fd->column < 0)
		return -1;
	if (fd->more)
		fd->also = column_names_find(
		    fd->t, fd->more, fd->more, unnamed, columns, f);
	return fd->more && fd->also < 0 ? -1 : 0;
}

/* Reads the next row of the shard; returns as tsv_row() does. */
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

int
side_column_next(struct side_column *fd, struct slice *cell, struct slice *also,
    struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int r = next_row(fd, &cells, &n, f);

	if (r < 0)
		return -1;
	if (r == 0)
		return fail_set(f,
		    "%s ends after %llu row%s, but there are more queries",
		    input_name(fd->in), (unsigned long long)fd->rows,
		    num_s(fd->rows));
	if (fd->column < 0 && find_column(fd, cells, n, f))
		return -1;
	*cell = cells[fd->column];
	if (fd->also >= 0)
		*also = cells[fd->also];
	fd->rows++;
	return 0;
}

const char *
side_column_where(struct side_column *fd)
{
	return tsv_where(fd->t);
}

struct slice
side_column_title(const struct side_column *fd)
{
	const struct slice *titles = tsv_header(fd->t);
	int c = titles && fd->wanted ? tsv_find_column(fd->t, fd->wanted) : -1;

	if (c >= 0)
		return titles[c];
	return titles && tsv_columns(fd->t) == 1
	           ? titles[0]
	           : (struct slice){COLUMN_USER, strlen(COLUMN_USER)};
}

int
side_column_end(struct side_column *fd, struct fail *f)
{
	const struct slice *cells;
	size_t n;
	int r = next_row(fd, &cells, &n, f);

	if (r == 1 && !fd->rows)
		return fail_set(f, "there are no queries, but %s has rows",
		    input_name(fd->in));
	if (r == 1)
		return fail_set(f, "%s: more rows than the %llu quer%s",
		    tsv_where(fd->t), (unsigned long long)fd->rows,
		    num_y(fd->rows));
	return r;
}
