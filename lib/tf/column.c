/* column - a column of Examples: a feature's name, type and shape. */
/* SPDX-License-Identifier: MIT */
#include "tf/column.h"

#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/num.h"
#include "io/buffer.h"
#include "io/tsv.h"
#include "tf/feature.h"

static const struct slice steps_word = {"steps", 5};

static int
is(struct slice a, struct slice b)
{
	return a.n == b.n && !memcmp(a.s, b.s, a.n);
}

int
column_compare(const struct column *a, const struct column *b)
{
	if (a->steps != b->steps)
		return a->steps - b->steps;
	return feature_compare(a->name, b->name);
}

const char *
column_noun(const struct column *c)
{
	return c->steps ? "feature list" : "feature";
}

/* Takes the text before any byte of ends from *s, without its backslashes.
 * Returns NULL if memory runs out. */
static char *
take_word(const char **s, const char *ends, struct arena *a, struct slice *word)
{
	char *out = arena_alloc(a, strlen(*s) + 1), *o = out;
	const char *p = *s;

	if (!out)
		return NULL;
	for (; *p && !strchr(ends, *p); p++) {
		if (*p == '\\' && p[1])
			p++;
		*o++ = *p;
	}
	*word = (struct slice){out, (size_t)(o - out)};
	*s = p;
	return out;
}

static int
set_kind(struct column *c, struct slice type, struct fail *f)
{
	c->kind = FEATURE_NONE;
	if (!type.n)
		return 0;
	c->kind = (int)feature_kind_find(type.s, type.n);
	if (c->kind == FEATURE_NONE)
		return fail_set(f,
		    "'%.*s': '%.*s' is not a type; the types are int64, float "
		    "and "
		    "bytes",
		    (int)c->name.n, c->name.s, (int)type.n, type.s);
	return 0;
}

static int
set_length(struct column *c, struct slice length, struct fail *f)
{
	uint64_t x;

	if (is(length, steps_word)) {
		c->steps = 1;
		return 0;
	}
	if (num_get_count(length.s, length.n, 1, INT32_MAX, &x))
		return fail_set(f,
		    "'%.*s': '%.*s' is not a length, a number from 1",
		    (int)c->name.n, c->name.s, (int)length.n, length.s);
	c->length = (size_t)x;
	return 0;
}

static int
no_memory(struct fail *f)
{
	(void)fail_memory(f);
	return -2;
}

/* Takes NAME[:TYPE[:LENGTH]][=DEFAULT] from *s. */
static int
take_column(const char **s, struct arena *a, struct column *c, struct fail *f)
{
	struct slice word;

	*c = (struct column){0};
	if (!take_word(s, ":=,", a, &c->name))
		return no_memory(f);
	if (!c->name.n)
		return fail_set(f, "a feature has no name");
	if (**s == ':') {
		++*s;
		if (!take_word(s, ":=,", a, &word))
			return no_memory(f);
		if (set_kind(c, word, f))
			return -1;
	}
	if (**s == ':') {
		++*s;
		if (!take_word(s, ":=,", a, &word))
			return no_memory(f);
		if (set_length(c, word, f))
			return -1;
	}
	if (**s == '=') {
		++*s;
		if (!take_word(s, ",", a, &c->fallback))
			return no_memory(f);
		if (c->steps)
			return fail_set(f,
			    "'%.*s': a feature list has no default",
			    (int)c->name.n, c->name.s);
	}
	if (**s && **s != ',')
		return fail_set(f,
		    "'%.*s': '%s' does not belong to NAME:TYPE:LENGTH=DEFAULT",
		    (int)c->name.n, c->name.s, *s);
	return 0;
}

int
column_parse(
    const char *spec, struct arena *a, struct columns *cs, struct fail *f)
{
	const char *s = spec;
	size_t i, most = 1;
	int r;

	for (; *s; s++)
		most += *s == ',';
	cs->n = 0;
	cs->at = arena_alloc(a, most * sizeof(*cs->at));
	if (!cs->at)
		return no_memory(f);
	for (s = spec;; s++) {
		struct column *c = &cs->at[cs->n];

		r = take_column(&s, a, c, f);
		if (r)
			return r;
		for (i = 0; i < cs->n; i++) {
			if (!column_compare(&cs->at[i], c))
				return fail_set(f, "'%.*s' is given twice",
				    (int)c->name.n, c->name.s);
		}
		cs->n++;
		if (!*s)
			return 0;
	}
}

/* Cuts ":word" from the end of *cell, if there is one. */
static int
cut_last(struct slice *cell, struct slice *word)
{
	const char *colon = cell->n ? memrchr(cell->s, ':', cell->n) : NULL;

	if (!colon)
		return 0;
	word->s = colon + 1;
	word->n = (size_t)(cell->s + cell->n - word->s);
	cell->n = (size_t)(colon - cell->s);
	return 1;
}

/* Moves the type at the end of a header's cell, if there is one, to c. */
static struct slice
cut_type(struct slice cell, struct column *c)
{
	struct slice name = cell, word = {NULL, 0};
	int steps;

	if (!cut_last(&name, &word))
		return cell;
	steps = is(word, steps_word);
	if (steps && !cut_last(&name, &word))
		return cell;
	c->kind = (int)feature_kind_find(word.s, word.n);
	if (c->kind == FEATURE_NONE && !(steps && word.n == 0))
		return cell;
	c->steps = steps;
	return name;
}

int
column_from_header(
    struct slice cell, struct arena *a, struct column *c, struct fail *f)
{
	struct slice name;
	char *out = arena_alloc(a, cell.n + 1);
	int64_t n;

	if (!out)
		return fail_memory(f);
	*c = (struct column){0};
	name = cut_type(cell, c);
	n = tsv_unescape(name.s, name.n, out);
	if (n < 0)
		return fail_set(f, "the name has a wrong escape: '%.*s'",
		    (int)name.n, name.s);
	c->name = (struct slice){out, (size_t)n};
	return 0;
}

/* Returns 1 if this name, alone in a header's cell, would seem to have a
 * type. */
static int
looks_typed(struct slice name)
{
	struct column c = {0};

	return cut_type(name, &c).n != name.n;
}

/* Writes a name; one that would seem to have a type gets its colons escaped. */
static void
put_name(struct slice name, int alone, struct buffer *t)
{
	int hide = alone && looks_typed(name);
	size_t i;

	for (i = 0; i < name.n && buffer_room(t, 4); i++) {
		if (hide && name.s[i] == ':')
			buffer_put(t, "\\x3a", 4);
		else
			t->n += tsv_escape(name.s + i, 1, t->p + t->n);
	}
}

void
column_put_header(const struct column *c, int typed, struct buffer *t)
{
	const char *type = typed ? feature_kind_name(c->kind) : "";

	put_name(c->name, !*type && !c->steps, t);
	if (*type || c->steps)
		buffer_char(t, ':');
	buffer_put(t, type, strlen(type));
	if (c->steps)
		buffer_put(t, ":steps", 6);
}

/* Appends c, after a comma, to s [room], which has *n bytes.  Returns 0 if
 * there is no room. */
static int
add_spec(const struct column *c, char *s, size_t room, size_t *n)
{
	const char *kind = feature_kind_name((enum feature_kind)c->kind);
	char *p = s + *n;
	size_t i;

	if (*n + 2 * c->name.n + sizeof(",:int64:steps") > room)
		return 0;
	if (*n)
		*p++ = ',';
	for (i = 0; i < c->name.n; i++) {
		if (strchr(",:=\\", c->name.s[i]))
			*p++ = '\\';
		*p++ = c->name.s[i];
	}
	if (*kind || c->steps)
		*p++ = ':';
	p = stpcpy(p, kind);
	p = stpcpy(p, c->steps ? ":steps" : "");
	*n = (size_t)(p - s);
	return 1;
}

int
column_spec(
    const struct columns *cs, const struct column *more, char *s, size_t room)
{
	size_t i, n = 0;

	for (i = 0; i < cs->n; i++) {
		if (!add_spec(&cs->at[i], s, room, &n))
			return 0;
	}
	return add_spec(more, s, room, &n);
}
