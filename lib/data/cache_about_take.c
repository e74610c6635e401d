/* cache_about_take - reads the text about a cache. */
/* SPDX-License-Identifier: MIT */
#include "data/cache_about.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/pads.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "io/buffer.h"

/* The remaining lines of the text. */
struct cache_about_lines {
	const char *path;
	char *at, *end;
};

static int
odd(const struct cache_about_lines *l, struct fail *f)
{
	return fail_set(f,
	    "%s: its description is damaged; remove the file, and seq-train "
	    "makes it again",
	    l->path);
}

/* Returns the next line without its end; NULL if there is none. */
static char *
next_line(struct cache_about_lines *l, struct fail *f)
{
	char *line = l->at,
	     *end = l->at < l->end ? memchr(line, '\n', (size_t)(l->end - line))
	                           : NULL;

	if (!end) {
		(void)odd(l, f);
		return NULL;
	}
	*end = '\0';
	l->at = end + 1;
	return line;
}

/* Returns the value of the next line, which must have that name. */
static char *
take_words(struct cache_about_lines *l, const char *name, struct fail *f)
{
	const size_t n = strlen(name);
	char *line = next_line(l, f);

	if (line && !strncmp(line, name, n) && line[n] == '\t')
		return line + n + 1;
	if (line)
		(void)odd(l, f);
	return NULL;
}

static int
take_number(
    struct cache_about_lines *l, const char *name, uint64_t *x, struct fail *f)
{
	const char *s = take_words(l, name, f);

	if (!s)
		return -1;
	return num_get_count(s, strlen(s), 0, UINT64_MAX, x) ? odd(l, f) : 0;
}

static int
take_size(
    struct cache_about_lines *l, const char *name, size_t *x, struct fail *f)
{
	uint64_t n;

	if (take_number(l, name, &n, f))
		return -1;
	*x = (size_t)n;
	return 0;
}

static int
take_flag(struct cache_about_lines *l, const char *name, int *x, struct fail *f)
{
	uint64_t n;

	if (take_number(l, name, &n, f))
		return -1;
	*x = n != 0;
	return 0;
}

static int
take_unknown(struct cache_about_lines *l, struct unknown *u, struct fail *f)
{
	size_t i;

	if (take_size(l, "unknown", &u->n, f) ||
	    take_flag(l, "more", &u->more, f) ||
	    take_flag(l, "blank", &u->odd, f) ||
	    take_size(l, "names", &u->names, f))
		return -1;
	if (u->names > UNKNOWN_NAMES)
		return odd(l, f);
	for (i = 0; i < u->names; i++) {
		const char *s = take_words(l, "name", f);

		if (!s)
			return -1;
		(void)snprintf(u->name[i], sizeof(u->name[i]), "%s", s);
	}
	return 0;
}

/* Reads a line with a token and its count. */
static int
take_token(struct cache_about_lines *l, struct slice *t, uint64_t *count,
    struct fail *f)
{
	char *line = next_line(l, f), *tab = line ? strchr(line, '\t') : NULL;

	if (!line)
		return -1;
	if (!tab ||
	    num_get_count(tab + 1, strlen(tab + 1), 0, UINT64_MAX, count))
		return odd(l, f);
	*t = (struct slice){line, (size_t)(tab - line)};
	return 0;
}

static int
another(const struct cache_about *a, const char *what, struct fail *f)
{
	return fail_set(f,
	    "%s was made with another %s; remove it, or give another --cache",
	    a->path, what);
}

/* Compares the lines of the origin.  Returns -1 at the first difference. */
static int
compare_by(
    const struct cache_about *a, struct cache_about_lines *l, struct fail *f)
{
	const char *at = a->by->p, *end = at + a->by->n;
	char what[128];

	while (at < end) {
		const size_t n = (size_t)((const char *)memchr(
					      at, '\n', (size_t)(end - at)) -
					  at);
		const char *line = next_line(l, f);
		const char *tab = memchr(at, '\t', n);

		if (!line)
			return -1;
		if (strlen(line) != n || memcmp(line, at, n) != 0) {
			(void)snprintf(what, sizeof(what), "%.*s",
			    (int)(tab - at - 3), at + 3);
			return another(a, what, f);
		}
		at += n + 1;
	}
	/* without the input nothing more is compared */
	while (l->at < l->end && !strncmp(l->at, "by ", 3))
		(void)next_line(l, f);
	return 0;
}

static int
take_facts(struct cache_about *a, struct cache_about_lines *l, size_t k,
    struct fail *f)
{
	struct examples *x = a->x;
	struct sequences *s = a->s;
	struct unknown none;
	struct pads pads;
	size_t asked, pad, left_out;
	int grown, has_weight;

	if (take_size(l, "asked", &asked, f) ||
	    take_flag(l, "grown", &grown, f) || take_size(l, "pad", &pad, f) ||
	    take_size(l, "pads", x ? &x->pads : &s->pads, f) ||
	    take_flag(l, "guessed", x ? &x->guessed : &s->guessed, f) ||
	    take_size(l, "left_out", &left_out, f) ||
	    take_flag(l, "has_weight", &has_weight, f) ||
	    take_flag(l, "strangers", &a->strangers, f) ||
	    take_unknown(l, x ? x->items : s->unknown, f) ||
	    take_unknown(l, x ? x->labels : &none, f))
		return -1;
	if (pad > PADS_USUAL)
		return odd(l, f);
	pads_begin(&pads, a->pad);
	if (pad) {
		pads.open = 0;
		pads.pad = pads_token(pad - 1);
	}
	if (x) {
		x->left_out = left_out;
		x->has_weight = has_weight;
		x->pad = pads_said(&pads);
	} else {
		s->pad = pads_said(&pads);
	}
	if (x && a->asked != asked && a->asked != k)
		return another(a, "--context-length", f);
	return a->grows && !grown ? another(a, "vocabulary", f) : 0;
}

/* Fills an empty vocabulary, or checks that it is the same. */
static int
take_vocab(struct cache_about *a, struct cache_about_lines *l, struct fail *f)
{
	const int fills = a->grows && !vocab_size(a->v);
	size_t n, i;

	if (take_size(l, "vocab", &n, f))
		return -1;
	if (!fills && n != vocab_size(a->v))
		return another(a, "vocabulary", f);
	for (i = 1; i <= n; i++) {
		struct slice t = {0};
		uint64_t count = 0;
		int32_t id;

		if (take_token(l, &t, &count, f))
			return -1;
		id = fills ? vocab_add(a->v, t.s, t.n, f)
		           : vocab_find(a->v, t.s, t.n);
		if (id < 0)
			return -1;
		if ((size_t)id != i)
			return another(a, "vocabulary", f);
		vocab_set_count(a->v, id, count);
	}
	return 0;
}

/* Reads the field's texts, from which it learns again what it had learnt. */
static int
take_texts(const struct cache_about *a, struct cache_about_lines *l,
    struct field *k, struct fail *f)
{
	const int open = !k->closed;
	int32_t *map = NULL;
	size_t n, i;

	if (take_size(l, "texts", &n, f))
		return -1;
	for (i = 1; i <= n; i++) {
		struct slice t = {0};
		uint64_t count = 0;
		int32_t id;

		if (take_token(l, &t, &count, f))
			return -1;
		id = field_value(k, t, f);
		if (id < 0)
			return -1;
		if ((size_t)id != i)
			return another(a, "value of a field", f);
		if (open)
			vocab_set_count(k->text, id, count);
	}
	if (open && field_close(k, a->v, &map, f))
		return -1;
	free(map);
	if (k->kind == FIELD_SHARED)
		k->items = vocab_size(a->v);
	return 0;
}

static int
take_field(const struct cache_about *a, struct cache_about_lines *l,
    struct field *k, struct fail *f)
{
	char words[FIELD_WORDS];
	const char *was = take_words(l, "field", f);
	uint64_t before;
	size_t place;
	struct unknown u;

	field_words(k, words);
	if (!was || take_size(l, "place", &place, f) ||
	    take_number(l, "learnt", &before, f) || take_unknown(l, &u, f))
		return -1;
	if (strcmp(was, words) != 0 || place != k->place)
		return another(a, "field", f);
	if (take_texts(a, l, k, f))
		return -1;
	*k->unknown = u;
	return cache_about_learnt(k) == before
	           ? 0
	           : another(a, "value of a field", f);
}

int
cache_about_take(
    struct cache_about *a, char *p, size_t n, size_t k, struct fail *f)
{
	struct cache_about_lines l = {a->path, p, p + n};
	size_t i;

	if (compare_by(a, &l, f) || take_facts(a, &l, k, f) ||
	    take_vocab(a, &l, f))
		return -1;
	for (i = 0; i < a->fields->n; i++)
		if (take_field(a, &l, &a->fields->field[i], f))
			return -1;
	return l.at == l.end ? 0 : another(a, "number of fields", f);
}
