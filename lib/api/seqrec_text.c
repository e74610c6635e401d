/* seqrec_text - text in columns, and files that appear whole or not at all. */
/* SPDX-License-Identifier: MIT */
#include "api/seqrec.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "api/wrap.h"
#include "base/fail.h"
#include "io/input.h"
#include "io/output.h"
#include "io/output_set.h"
#include "io/tsv.h"

struct seqrec_tsv {
	char *path;
	const char *paths[1]; /* path, in the form that `in` requires */
	struct input *in;
	struct tsv *t;
	struct seqrec_text *cells; /* [room] cells of the last row */
	size_t room;
};

static int
open_tsv(struct seqrec_tsv *t, const char *path, int header, struct fail *f)
{
	t->path = strdup(path);
	if (!t->path)
		return fail_memory(f);
	t->paths[0] = t->path;
	t->in = input_open(t->paths, 1, NULL, f);
	t->t = t->in ? tsv_open(t->in, header, f) : NULL;
	if (t->t)
		tsv_keep_steps(t->t);
	return t->t ? 0 : -1;
}

struct seqrec_tsv *
seqrec_tsv_open(const char *path, int header, struct seqrec_error *e)
{
	struct seqrec_tsv *t = calloc(1, sizeof(*t));
	struct fail f;

	if (!t ? fail_memory(&f) : open_tsv(t, path, header, &f)) {
		(void)wrap_error(e, &f);
		seqrec_tsv_close(t);
		return NULL;
	}
	return t;
}

void
seqrec_tsv_close(struct seqrec_tsv *t)
{
	if (!t)
		return;
	tsv_close(t->t);
	input_close(t->in);
	free(t->cells);
	free(t->path);
	free(t);
}

int
seqrec_tsv_column(
    const struct seqrec_tsv *t, const char *name, struct seqrec_error *e)
{
	struct fail f;
	int column = tsv_column(t->t, name, &f);

	return column < 0 ? wrap_error(e, &f) : column;
}

/* The library's cells are slices; makes room for n of them as seqrec_text. */
static int
more_cells(struct seqrec_tsv *t, size_t n, struct fail *f)
{
	struct seqrec_text *cells = realloc(t->cells, n * sizeof(*cells));

	if (!cells)
		return fail_memory(f);
	t->cells = cells;
	t->room = n;
	return 0;
}

int
seqrec_tsv_row(struct seqrec_tsv *t, const struct seqrec_text **cells,
    size_t *n, struct seqrec_error *e)
{
	const struct slice *row;
	struct fail f;
	size_t i;
	int r = tsv_row(t->t, &row, n, &f);

	if (r > 0 && *n > t->room && more_cells(t, *n, &f))
		r = -1;
	if (r < 0)
		return wrap_error(e, &f);
	if (!r)
		return 0;
	for (i = 0; i < *n; i++)
		t->cells[i] = (struct seqrec_text){row[i].s, row[i].n};
	*cells = t->cells;
	return 1;
}

const char *
seqrec_tsv_where(struct seqrec_tsv *t)
{
	return tsv_where(t->t);
}

int
seqrec_tsv_element(struct seqrec_text *rest, struct seqrec_text *element)
{
	struct slice r = {rest->s, rest->n}, x;

	if (!tsv_list_next(&r, &x))
		return 0;
	*rest = (struct seqrec_text){r.s, r.n};
	*element = (struct seqrec_text){x.s, x.n};
	return 1;
}

int64_t
seqrec_tsv_unescape(struct seqrec_text t, char *out)
{
	return tsv_unescape(t.s, t.n, out);
}

struct seqrec_output {
	struct output *o;
};

struct seqrec_output *
seqrec_output_open(const char *path, struct seqrec_error *e)
{
	struct seqrec_output *o = calloc(1, sizeof(*o));
	struct fail f;

	if (!o)
		(void)fail_memory(&f);
	else
		o->o = output_open(path, OUTPUT_TEXT, &f);
	if (!o || !o->o) {
		(void)wrap_error(e, &f);
		free(o);
		return NULL;
	}
	return o;
}

void
seqrec_output_put(struct seqrec_output *o, const char *s, size_t n)
{
	output_put(o->o, s, n);
}

void
seqrec_output_printf(struct seqrec_output *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	output_vprintf(o->o, fmt, ap);
	va_end(ap);
}

void
seqrec_output_escaped(struct seqrec_output *o, const char *s, size_t n)
{
	tsv_put_escaped(o->o, s, n);
}

int
seqrec_output_failed(const struct seqrec_output *o)
{
	return output_failed(o->o);
}

int
seqrec_output_commit(
    struct seqrec_output *const *o, size_t n, struct seqrec_error *e)
{
	struct output **set = calloc(n ? n : 1, sizeof(*set));
	struct fail f;
	size_t i;
	int r;

	if (!set) {
		for (i = 0; i < n; i++)
			seqrec_output_abandon(o[i]);
		(void)fail_memory(&f);
		return wrap_error(e, &f);
	}
	for (i = 0; i < n; i++) {
		set[i] = o[i]->o;
		free(o[i]);
	}
	r = output_set_commit(set, n, &f);
	free(set);
	return r ? wrap_error(e, &f) : 0;
}

void
seqrec_output_abandon(struct seqrec_output *o)
{
	if (!o)
		return;
	output_abandon(o->o);
	free(o);
}
