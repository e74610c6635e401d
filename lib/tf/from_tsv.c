/* from_tsv - converts rows of TSV (examples-tsv(5)) to Examples. */
/* SPDX-License-Identifier: MIT */
#include "tf/from_tsv.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/tsv.h"
#include "tf/cell_values.h"
#include "tf/column.h"
#include "tf/feature.h"

#define SAMPLE_BYTES ((size_t)64 << 20)
#define KEPT_BYTES ((size_t)4 << 30)

/* A column to write, and the cell of the row that has its values. */
struct from_tsv_source {
	struct column column;
	size_t cell;
};

/* A row kept while types are guessed. */
struct from_tsv_kept {
	struct slice *cells;
	const char *where;
};

struct from_tsv {
	struct tsv *rows;
	struct from_tsv_source *at; /* [n], sorted by column_compare() */
	size_t n, nlists;
	/* Cells that a row must have; 0: any number. */
	size_t ncells;
	struct arena *arena;        /* memory of names and kept rows */
	struct from_tsv_kept *kept; /* [nkept] */
	size_t nkept, next;
	int more;         /* last result of tsv_row() */
	struct fail fail; /* its error, for -1 */
};

static int
by_name(const void *a, const void *b)
{
	const struct from_tsv_source *x = a, *y = b;

	return column_compare(&x->column, &y->column);
}

/* Takes all columns of the header. */
static int
take_header(struct from_tsv *t, struct fail *f)
{
	const struct slice *titles = tsv_header(t->rows);
	size_t i, n = tsv_columns(t->rows);

	t->at = calloc(n, sizeof(*t->at));
	if (!t->at)
		return fail_memory(f);
	for (i = 0; i < n; i++) {
		if (column_from_header(
			titles[i], t->arena, &t->at[i].column, f))
			return fail_at(f, "%s", tsv_where(t->rows));
		t->at[i].cell = i;
	}
	t->n = n;
	return 0;
}

/* Returns the header's column that c names.  A feature list is found only if
 * c asks for one or nothing else has the name. */
static const struct from_tsv_source *
find(const struct from_tsv *t, const struct column *c)
{
	const struct from_tsv_source *found = NULL;
	size_t i;

	for (i = 0; i < t->n; i++) {
		const struct column *x = &t->at[i].column;

		if (feature_compare(x->name, c->name))
			continue;
		if (!found || x->steps == c->steps)
			found = &t->at[i];
	}
	return found;
}

/* Replaces all columns by the chosen ones. */
static int
choose(struct from_tsv *t, const struct columns *chosen, struct fail *f)
{
	struct from_tsv_source *at = calloc(chosen->n, sizeof(*at));
	size_t i;

	if (!at)
		return fail_memory(f);
	for (i = 0; i < chosen->n; i++) {
		const struct column *c = &chosen->at[i];
		const struct from_tsv_source *s = t->n ? find(t, c) : NULL;

		at[i].column = *c;
		at[i].cell = s ? s->cell : i;
		if (t->n && !s) {
			free(at);
			return fail_set(
			    f, "there is no column '%.*s'", COLUMN_NAME(c));
		}
		if (s && !c->kind)
			at[i].column.kind = s->column.kind;
		if (s)
			at[i].column.steps |= s->column.steps;
	}
	if (!t->n)
		t->ncells = chosen->n;
	free(t->at);
	t->at = at;
	t->n = chosen->n;
	return 0;
}

static int
check_names(struct from_tsv *t, struct fail *f)
{
	size_t i;

	for (i = 0; i < t->n; i++) {
		const struct column *c = &t->at[i].column;

		if (!c->name.n)
			return fail_set(f, "%s: column %zu has no name",
			    tsv_where(t->rows), t->at[i].cell + 1);
		if (i && !column_compare(&t->at[i - 1].column, c))
			return fail_set(f, "two columns have the name '%.*s'",
			    COLUMN_NAME(c));
		t->nlists += c->steps != 0;
	}
	return 0;
}

/* Copies a row and its place to the arena. */
static int
keep(struct from_tsv *t, const struct slice *cells, size_t n, struct fail *f)
{
	struct from_tsv_kept *k = &t->kept[t->nkept];
	const char *where = tsv_where(t->rows);
	size_t i;

	k->where = arena_copy(t->arena, where, strlen(where));
	k->cells = arena_alloc(t->arena, n * sizeof(*k->cells));
	if (!k->where || !k->cells)
		return fail_memory(f);
	for (i = 0; i < n; i++) {
		k->cells[i].n = cells[i].n;
		k->cells[i].s = arena_copy(t->arena, cells[i].s, cells[i].n);
		if (!k->cells[i].s)
			return fail_memory(f);
	}
	t->nkept++;
	return 0;
}

static int
check_cells(const struct from_tsv *t, size_t n, struct fail *f)
{
	if (!t->ncells || n == t->ncells)
		return 0;
	return fail_set(f, "%s: %zu column%s, but -f names %zu",
	    tsv_where(t->rows), n, num_s(n), t->ncells);
}

/* Guesses types from the first rows, which are kept. */
static int
guess_types(struct from_tsv *t, const int *told, struct fail *f)
{
	const struct slice *cells;
	size_t i, n, bytes = 0;

	t->kept = calloc(FROM_TSV_SAMPLE, sizeof(*t->kept));
	if (!t->kept)
		return fail_memory(f);
	while (t->nkept < FROM_TSV_SAMPLE && bytes < SAMPLE_BYTES) {
		t->more = tsv_row(t->rows, &cells, &n, &t->fail);
		if (t->more <= 0)
			break;
		if (check_cells(t, n, f) || keep(t, cells, n, f))
			return -1;
		for (i = 0; i < n; i++)
			bytes += cells[i].n;
		for (i = 0; i < t->n; i++) {
			struct from_tsv_source *s = &t->at[i];

			if (!told[i])
				s->column.kind =
				    cell_values_guess(cells[s->cell],
					s->column.steps, s->column.kind);
		}
	}
	return 0;
}

static int
find_types(struct from_tsv *t, struct fail *f)
{
	int *told = calloc(t->n, sizeof(*told)), all = 1, r = 0;
	size_t i;

	if (!told)
		return fail_memory(f);
	for (i = 0; i < t->n; i++) {
		told[i] = t->at[i].column.kind != FEATURE_NONE;
		t->at[i].column.told = told[i];
		all &= told[i];
	}
	if (!all)
		r = guess_types(t, told, f);
	free(told);
	return r;
}

struct from_tsv *
from_tsv_new(struct tsv *rows, const struct columns *chosen, struct fail *f)
{
	struct from_tsv *t = calloc(1, sizeof(*t));

	if (!t || !(t->arena = arena_new(KEPT_BYTES))) {
		free(t);
		(void)fail_memory(f);
		return NULL;
	}
	t->rows = rows;
	tsv_keep_steps(rows);
	t->more = 1;
	if ((tsv_header(rows) && take_header(t, f)) ||
	    (chosen && choose(t, chosen, f)))
		goto bad;
	if (!t->at) {
		(void)fail_set(f, "without a header, name the columns");
		goto bad;
	}
	qsort(t->at, t->n, sizeof(*t->at), by_name);
	if (check_names(t, f) || find_types(t, f))
		goto bad;
	return t;
bad:
	from_tsv_free(t);
	return NULL;
}

void
from_tsv_free(struct from_tsv *t)
{
	if (!t)
		return;
	free(t->at);
	free(t->kept);
	arena_free(t->arena);
	free(t);
}

int
from_tsv_is_sequence(const struct from_tsv *t)
{
	return t->nlists > 0;
}

/* Returns the next row; kept rows come first and set *where to their place. */
static int
next_row(struct from_tsv *t, const struct slice **cells, const char **where,
    struct fail *f)
{
	size_t n;

	*where = NULL;
	if (t->next < t->nkept) {
		*cells = t->kept[t->next].cells;
		*where = t->kept[t->next++].where;
		return 1;
	}
	if (t->more > 0) {
		t->more = tsv_row(t->rows, cells, &n, &t->fail);
		if (t->more > 0 && check_cells(t, n, f))
			return -1;
	}
	if (t->more < 0)
		*f = t->fail;
	return t->more;
}

/* Appends to a message that the type was guessed, and how to give it. */
static void
add_guess_hint(
    const struct from_tsv *t, const struct from_tsv_source *s, struct fail *f)
{
	const struct column *c = &s->column;
	struct fail why = *f;
	const char *wider = c->kind == FEATURE_INT64 ? "float" : "bytes";

	if (c->told || c->kind == FEATURE_NONE || c->kind == FEATURE_BYTES)
		return;
	(void)fail_set(f,
	    "%.600s; %s is a guess from the first %zu row%s: give the type "
	    "with -f '%.*s:%s%s', or in the header",
	    why.msg, feature_kind_name(c->kind), t->nkept, num_s(t->nkept),
	    (int)size_min(c->name.n, 100), c->name.s, wider,
	    c->steps ? ":steps" : "");
}

int
from_tsv_next(
    struct from_tsv *t, struct example *e, struct arena *a, struct fail *f)
{
	const struct slice *cells;
	const char *where;
	struct feature *x;
	size_t i;
	int got = next_row(t, &cells, &where, f);

	if (got <= 0)
		return got;
	arena_reset(a);
	*e = (struct example){0};
	x = arena_alloc(a, t->n * sizeof(*x));
	if (!x)
		return fail_memory(f);
	e->features = e->lists = x;
	for (i = 0; i < t->n; i++) {
		const struct from_tsv_source *s = &t->at[i];

		if (cell_values_read(cells[s->cell], &s->column, a, x, f)) {
			add_guess_hint(t, s, f);
			(void)fail_at(
			    f, "column '%.*s'", COLUMN_NAME(&s->column));
			return fail_at(
			    f, "%s", where ? where : tsv_where(t->rows));
		}
		/* A column without a type, whose cells are all \N, has unset
		 * features. */
		if (x->kind == FEATURE_NONE &&
		    (s->column.kind != FEATURE_NONE || s->column.steps))
			continue;
		x++;
		if (s->column.steps)
			e->nlists++;
		else
			e->nfeatures++;
	}
	e->lists += e->nfeatures;
	return 1;
}
