/*
 * fuzz_column - the columns that -f and the cells of a typed header name.
 *
 * What is understood is written again, in the one way and in the other, and
 * means the same when it is read.
 */
/* SPDX-License-Identifier: MIT */
#include "tf/column.h"

#include "base/arena.h"
#include "base/fail.h"
#include "fuzz.h"
#include "io/buffer.h"
#include "tf/feature.h"
#include "tf/schema.h"
#include "tf/to_tsv.h"

#define ENOUGH ((size_t)1 << 26)

static struct arena *arena;

static int
same(struct slice a, struct slice b)
{
	return a.n == b.n && (!a.n || !memcmp(a.s, b.s, a.n));
}

static void
put_quoted(struct buffer *t, struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (strchr("\\:=,", s.s[i]))
			buffer_char(t, '\\');
		buffer_char(t, s.s[i]);
	}
}

/* The columns as an option's text. */
static void
put_spec(struct buffer *t, const struct columns *cs)
{
	char length[32];
	size_t i;

	for (i = 0; i < cs->n; i++) {
		const struct column *c = &cs->at[i];
		const char *kind =
		    feature_kind_name((enum feature_kind)c->kind);

		if (i)
			buffer_char(t, ',');
		put_quoted(t, c->name);
		buffer_char(t, ':');
		buffer_put(t, kind, strlen(kind));
		(void)snprintf(length, sizeof(length), ":%zu", c->length);
		if (c->steps)
			buffer_put(t, ":steps", 6);
		else if (c->length)
			buffer_put(t, length, strlen(length));
		if (c->fallback.s) {
			buffer_char(t, '=');
			put_quoted(t, c->fallback);
		}
	}
	buffer_char(t, '\0');
}

static void
check_spec(const struct columns *cs)
{
	struct buffer t = {0};
	struct columns back;
	struct fail f = {0};
	size_t i, k;

	put_spec(&t, cs);
	CLAIM(cs->n > 0 && !column_parse(t.p, arena, &back, &f));
	CLAIM(back.n == cs->n);
	for (i = 0; i < cs->n; i++) {
		const struct column *a = &cs->at[i], *b = &back.at[i];

		CLAIM(a->name.n > 0 && !column_compare(a, b));
		CLAIM(a->kind == b->kind && a->length == b->length);
		CLAIM(!a->fallback.s == !b->fallback.s &&
		      same(a->fallback, b->fallback));
		for (k = 0; k < i; k++)
			CLAIM(column_compare(a, &cs->at[k]) != 0);
	}
	buffer_free(&t);
}

/* The column in a header's cell; without type only the name is told. */
static void
check_header(const struct column *c, int typed)
{
	struct buffer t = {0};
	struct column back;
	struct fail f = {0};

	column_put_header(c, typed, &t);
	CLAIM(!memchr(t.p, '\t', t.n) && !memchr(t.p, '\n', t.n));
	CLAIM(!column_from_header((struct slice){t.p, t.n}, arena, &back, &f));
	CLAIM(!column_compare(c, &back));
	CLAIM(back.kind == (typed ? c->kind : FEATURE_NONE));
	buffer_free(&t);
}

/* Rows of those columns for a file of no records. */
static void
check_rows(struct columns *cs)
{
	struct fail f = {0};
	struct schema *s = fuzz_need(schema_new(&f));
	struct example none = {0};
	struct buffer t = {0};
	size_t i, room = 0;
	struct to_tsv *rows;

	for (i = 0; i < cs->n; i++)
		room += cs->at[i].length;
	rows = room < 1000000 ? to_tsv_new(cs, s, 0, &f) : NULL;
	if (rows && !to_tsv_row(rows, &none, arena, &t, &f)) {
		CLAIM(t.n && t.p[t.n - 1] == '\n');
		for (i = room = 0; i < t.n; i++)
			room += t.p[i] == '\t';
		CLAIM(room + 1 == cs->n);
	}
	buffer_free(&t);
	to_tsv_free(rows);
	schema_free(s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct columns cs = {0};
	struct column c;
	struct fail f = {0};
	char *spec;
	size_t i;

	if (!arena)
		arena = fuzz_need(arena_new(ENOUGH));
	if (n > 4096)
		return 0;
	arena_reset(arena);
	spec = fuzz_need(arena_copy(arena, (const char *)p, n));
	if (!column_from_header((struct slice){spec, n}, arena, &c, &f))
		check_header(&c, 1);
	if (column_parse(spec, arena, &cs, &f))
		return 0;
	check_spec(&cs);
	for (i = 0; i < cs.n; i++) {
		check_header(&cs.at[i], 0);
		check_header(&cs.at[i], 1);
	}
	check_rows(&cs);
	return 0;
}
