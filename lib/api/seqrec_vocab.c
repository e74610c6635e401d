/* seqrec_vocab - vocabularies: tokens, their items, and their counts. */
/* SPDX-License-Identifier: MIT */
#include "api/seqrec.h"

#include <stdlib.h>
#include <string.h>

#include "api/wrap.h"
#include "base/fail.h"
#include "data/vocab.h"
#include "io/output.h"
#include "io/tsv.h"

/* Wraps v for the library's user; frees v on failure. */
static struct seqrec_vocab *
hand_out(struct vocab *v, struct seqrec_error *e, struct fail *f)
{
	struct seqrec_vocab *out = v ? malloc(sizeof(*out)) : NULL;

	if (v && !out)
		(void)fail_memory(f);
	if (!out) {
		vocab_free(v);
		(void)wrap_error(e, f);
		return NULL;
	}
	out->v = v;
	return out;
}

struct seqrec_vocab *
seqrec_vocab_new(struct seqrec_error *e)
{
	struct fail f;

	return hand_out(vocab_new(&f), e, &f);
}

struct seqrec_vocab *
seqrec_vocab_read(const char *path, struct seqrec_error *e)
{
	struct fail f;

	return hand_out(vocab_read(path, &f), e, &f);
}

void
seqrec_vocab_free(struct seqrec_vocab *v)
{
	if (!v)
		return;
	vocab_free(v->v);
	free(v);
}

int
seqrec_vocab_write(
    const struct seqrec_vocab *v, const char *path, struct seqrec_error *e)
{
	struct fail f;
	struct output *o = output_open(path, OUTPUT_TEXT, &f);

	if (!o)
		return wrap_error(e, &f);
	vocab_put(o, v->v);
	return output_commit(o, &f) ? wrap_error(e, &f) : 0;
}

size_t
seqrec_vocab_size(const struct seqrec_vocab *v)
{
	return vocab_size(v->v);
}

int32_t
seqrec_vocab_find(const struct seqrec_vocab *v, const char *s, size_t n)
{
	return n ? vocab_find(v->v, s, n) : 0;
}

/* Returns 1 if s [n] can be an element of a list. */
static int
is_token(const char *s, size_t n)
{
	struct slice rest = {s, n}, t;
	size_t i;

	for (i = 0; i < n; i++) {
		if (strchr("\t\r\n", s[i])) /* and NUL */
			return 0;
	}
	return n && tsv_list_next(&rest, &t) && t.n == n;
}

int32_t
seqrec_vocab_add(
    struct seqrec_vocab *v, const char *s, size_t n, struct seqrec_error *e)
{
	struct fail f;
	int32_t item = -1;

	if (!is_token(s, n))
		(void)fail_set(
		    &f, "'%.*s' is not a token", (int)size_min(n, 200), s);
	else
		item = vocab_add(v->v, s, n, &f);
	return item < 0 ? wrap_error(e, &f) : item;
}

static int
has(const struct seqrec_vocab *v, int32_t item)
{
	return item > 0 && (size_t)item <= vocab_size(v->v);
}

void
seqrec_vocab_tally(struct seqrec_vocab *v, int32_t item, uint64_t times)
{
	uint64_t was;

	if (!has(v, item))
		return;
	was = vocab_count(v->v, item);
	vocab_set_count(v->v, item,
	    times > VOCAB_MAX_COUNT - was ? VOCAB_MAX_COUNT : was + times);
}

struct seqrec_text
seqrec_vocab_token(const struct seqrec_vocab *v, int32_t item)
{
	struct slice t = {NULL, 0};

	if (has(v, item))
		t = vocab_token(v->v, item);
	return (struct seqrec_text){t.s, t.n};
}

uint64_t
seqrec_vocab_count(const struct seqrec_vocab *v, int32_t item)
{
	return has(v, item) ? vocab_count(v->v, item) : 0;
}
