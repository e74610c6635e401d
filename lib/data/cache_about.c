/* cache_about - the text about a cache: vocabulary, fields, origin. */
/* SPDX-License-Identifier: MIT */
#include "data/cache_about.h"

#include <stdio.h>
#include <string.h>

#include "data/examples.h"
#include "data/field.h"
#include "data/pads.h"
#include "data/sequences.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "io/buffer.h"
#include "io/crc32c.h"

static void
put_number(struct buffer *t, const char *name, uint64_t x)
{
	char line[128];
	const int n = snprintf(
	    line, sizeof(line), "%s\t%llu\n", name, (unsigned long long)x);

	buffer_put(t, line, (size_t)n);
}

static void
put_words(struct buffer *t, const char *name, const char *words)
{
	buffer_put(t, name, strlen(name));
	buffer_char(t, '\t');
	for (; *words; words++)
		buffer_char(t, *words == '\n' ? ' ' : *words);
	buffer_char(t, '\n');
}

void
cache_about_by(struct buffer *t, const char *name, const char *value)
{
	buffer_put(t, "by ", 3);
	put_words(t, name, value);
}

static void
put_unknown(struct buffer *t, const struct unknown *u)
{
	static const struct unknown none;
	size_t i;

	if (!u)
		u = &none;
	put_number(t, "unknown", u->n);
	put_number(t, "more", (uint64_t)u->more);
	put_number(t, "blank", (uint64_t)u->odd);
	put_number(t, "names", u->names);
	for (i = 0; i < u->names; i++)
		put_words(t, "name", u->name[i]);
}

static void
put_tokens(struct buffer *t, const char *name, const struct vocab *v)
{
	const size_t n = vocab_size(v);
	size_t i;

	put_number(t, name, n);
	for (i = 1; i <= n; i++) {
		const struct slice s = vocab_token(v, (int32_t)i);
		char count[32];

		buffer_put(t, s.s, s.n);
		buffer_put(t, count,
		    (size_t)snprintf(count, sizeof(count), "\t%llu\n",
			(unsigned long long)vocab_count(v, (int32_t)i)));
	}
}

static uint64_t
bits(double x)
{
	uint64_t to;

	memcpy(&to, &x, sizeof(to));
	return to;
}

uint64_t
cache_about_learnt(const struct field *k)
{
	const struct vocab *kept = field_kept(k);
	uint32_t crc = 0;
	size_t i;

	for (i = 1; kept && i <= vocab_size(kept); i++) {
		const struct slice t = vocab_token(kept, (int32_t)i);

		crc = crc32c(crc32c(crc, t.s, t.n), "", 1);
	}
	return crc ^ bits(k->mean) ^ bits(k->deviation) << 1;
}

static void
put_field(struct buffer *t, const struct field *k)
{
	char words[FIELD_WORDS];

	field_words(k, words);
	put_words(t, "field", words);
	put_number(t, "place", k->place);
	put_number(t, "learnt", cache_about_learnt(k));
	put_unknown(t, k->unknown);
	put_tokens(t, "texts", k->text);
}

/* Returns the number of the usual padding token that was found, from 1; 0:
 * none. */
static uint64_t
usual_pad(const struct cache_about *a)
{
	const char *pad = a->x ? a->x->pad : a->s->pad;

	return a->pad ? 0
	              : (uint64_t)(pads_find((struct slice){pad, strlen(pad)}) +
				   1);
}

void
cache_about_put(struct buffer *t, const struct cache_about *a)
{
	const struct examples *x = a->x;
	const struct sequences *s = a->s;
	size_t i;

	buffer_put(t, a->by->p, a->by->n);
	put_number(t, "asked", a->asked);
	put_number(t, "grown", (uint64_t)a->grows);
	put_number(t, "pad", usual_pad(a));
	put_number(t, "pads", x ? x->pads : s->pads);
	put_number(t, "guessed", (uint64_t)(x ? x->guessed : s->guessed));
	put_number(t, "left_out", x ? x->left_out : 0);
	put_number(t, "has_weight", (uint64_t)(x && x->has_weight));
	put_number(t, "strangers", (uint64_t)a->strangers);
	put_unknown(t, x ? x->items : s->unknown);
	put_unknown(t, x ? x->labels : NULL);
	put_tokens(t, "vocab", a->v);
	for (i = 0; i < a->fields->n; i++)
		put_field(t, &a->fields->field[i]);
}
