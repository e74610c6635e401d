/* bags - values with several parts, such as genres, as lists of part
 * numbers. */
/* SPDX-License-Identifier: MIT */
#include "data/bags.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "data/pads.h"
#include "data/unknown.h"
#include "data/vocab.h"
#include "io/tsv.h"

static int
push(struct bags *b, int32_t part, struct fail *f)
{
	size_t *end = &b->start[b->n + 1];

	if (ARRAY_ROOM(&b->row, &b->rows, *end + 1, f))
		return -1;
	b->row[(*end)++] = part;
	return 0;
}

/* Counts a part that the vocabulary lacks, unless the part looks like
 * padding: training may have treated it as padding too. */
static void
tell_unknown(const struct bags *b, struct slice t)
{
	if (b->unknown && pads_usual(t) < 0)
		unknown_add(b->unknown, t);
}

/* Adds the part t to the value that is being added. */
static int
add_part(struct bags *b, struct slice t, struct fail *f)
{
	int32_t part;

	if (!t.n)
		return 0;
	part = b->closed ? vocab_find(b->part, t.s, t.n)
	                 : vocab_add(b->part, t.s, t.n, f);
	if (part < 0)
		return -1;
	if (!part)
		tell_unknown(b, t);
	return part ? push(b, part, f) : 0;
}

/* Adds the parts of a list element; '|' separates parts. */
static int
add_element(struct bags *b, struct slice t, struct fail *f)
{
	const char *end = t.s + t.n, *bar;

	for (; t.s; t.s = bar ? bar + 1 : NULL) {
		bar = memchr(t.s, '|', (size_t)(end - t.s));
		t.n = (size_t)((bar ? bar : end) - t.s);
		if (add_part(b, t, f))
			return -1;
	}
	return 0;
}

static int
add_list(struct bags *b, struct slice text, struct fail *f)
{
	struct pads *p = b->pads && b->pads->open ? b->pads : NULL;
	struct slice t;
	size_t n = 0;

	for (; tsv_list_next(&text, &t); n++) {
		if (p)
			pads_next(p, pads_usual(t));
		if (add_element(b, t, f))
			return -1;
	}
	if (p)
		pads_end_list(p, n);
	return 0;
}

static int
is_punctuation(char c)
{
	return c && strchr("!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'", c);
}

static int
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Adds the words of a text, as Keras' TextVectorization layer splits it. */
static int
add_words(struct bags *b, struct slice text, struct fail *f)
{
	char *word;
	int64_t left;
	size_t i, n = 0;

	if (ARRAY_ROOM(&b->text, &b->room, 6 * text.n + 1, f))
		return -1;
	left = tsv_unescape(text.s, text.n, b->text);
	if (left < 0)
		return fail_set(f, "'%.*s' has a wrong escape",
		    (int)size_min(text.n, 200), text.s);
	word = b->text + text.n; /* escaped words go to text + 2 text.n */
	for (i = 0; i <= (size_t)left; i++) {
		const char c = i < (size_t)left ? b->text[i] : ' ';
		char *out = b->text + 2 * text.n;

		if (is_space(c)) {
			if (add_part(b,
				(struct slice){out, tsv_escape(word, n, out)},
				f))
				return -1;
			n = 0;
		} else if (!is_punctuation(c)) {
			word[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
		}
	}
	return 0;
}

/* Makes value 0, which has the part 0. */
static int
begin(struct bags *b, struct fail *f)
{
	if (ARRAY_ROOM(&b->start, &b->starts, 2, f) ||
	    ARRAY_ROOM(&b->row, &b->rows, 1, f))
		return -1;
	b->row[0] = 0;
	b->start[0] = 0;
	b->start[1] = 1;
	return 0;
}

int
bags_add(struct bags *b, struct slice text, struct fail *f)
{
	if ((!b->start && begin(b, f)) ||
	    ARRAY_ROOM(&b->start, &b->starts, b->n + 3, f))
		return -1;
	b->n++;
	b->start[b->n + 1] = b->start[b->n];
	if (b->words ? add_words(b, text, f) : add_list(b, text, f))
		return -1;
	if (b->closed && b->start[b->n + 1] == b->start[b->n])
		return push(b, 0, f);
	return 0;
}

/* Finds the padding.  Its parts leave all values, and the vocabulary. */
static void
leave_pads(struct bags *b, int32_t *map)
{
	struct pads *p = b->pads;
	size_t k;

	for (k = 0; p && p->open && p->length > 1 && k < PADS_USUAL; k++) {
		const struct slice t = pads_token(k);

		if (!p->seen[k].n || p->seen[k].item)
			continue;
		p->pad = t;
		if (t.n)
			map[vocab_find(b->part, t.s, t.n)] = 0;
	}
	if (p)
		p->open = 0;
}

/* Replaces each part by map[part] and drops parts that map to 0. */
static int
renumber(struct bags *b, const int32_t *map, struct fail *f)
{
	size_t v, i, kept = 0, first = 0;
	struct bags to = {.starts = b->n + 2};

	/* A value without parts gets the part 0, which may need one more
	 * place. */
	to.rows = b->start[b->n + 1] + b->n + 1;
	if (ARRAY_RESIZE(&to.row, to.rows, 1, f))
		return -1;
	for (v = 0; v <= b->n; v++) {
		const size_t from = kept;

		for (i = first; i < b->start[v + 1]; i++)
			if (map[b->row[i]])
				to.row[kept++] = map[b->row[i]];
		if (kept == from)
			to.row[kept++] = 0;
		first = b->start[v + 1];
		b->start[v] = from;
		b->start[v + 1] = kept;
	}
	free(b->row);
	b->row = to.row;
	b->rows = to.rows;
	return 0;
}

/* Counts how often each part occurs, and the padding. */
static void
count_parts(struct bags *b, const uint64_t *count, const int32_t *map)
{
	size_t v, i;

	for (v = 1; v <= b->n; v++)
		for (i = b->start[v]; i < b->start[v + 1]; i++) {
			const int32_t part = b->row[i];

			if (map[part])
				vocab_set_count(b->part, part,
				    vocab_count(b->part, part) + count[v]);
			else if (b->pads)
				b->pads->n += count[v];
		}
}

/* Cuts v to its first `most` tokens and sets map[0..n] to 0 for the others. */
static int
cut(struct vocab *v, size_t most, int32_t *map, size_t n, struct fail *f)
{
	struct vocab *first;
	size_t i;

	if (!most || vocab_size(v) <= most)
		return 0;
	if (!(first = vocab_new(f)))
		return -1;
	for (i = 1; i <= most; i++) {
		const struct slice t = vocab_token(v, (int32_t)i);

		if (vocab_add(first, t.s, t.n, f) < 0) {
			vocab_free(first);
			return -1;
		}
		vocab_set_count(first, (int32_t)i, vocab_count(v, (int32_t)i));
	}
	vocab_swap(v, first);
	vocab_free(first);
	for (i = 0; i <= n; i++)
		if ((size_t)map[i] > most)
			map[i] = 0;
	return 0;
}

int
bags_close(struct bags *b, const uint64_t *count, size_t most, struct fail *f)
{
	const size_t n = vocab_size(b->part);
	int32_t *keep = malloc((n + 1) * sizeof(*keep)), *map = NULL;
	size_t i;
	int r = -1;

	if (!keep)
		return fail_memory(f);
	for (i = 0; i <= n; i++)
		keep[i] = i != 0;
	if (!b->start && begin(b, f)) {
		free(keep);
		return -1;
	}
	leave_pads(b, keep);
	count_parts(b, count, keep);
	if (!vocab_sort(b->part, VOCAB_COUNT, 1, &map, f) &&
	    !cut(b->part, most, map, n, f))
		r = renumber(b, map, f);
	free(map);
	free(keep);
	b->closed = 1;
	return r;
}

void
bags_forget(struct bags *b)
{
	b->n = 0; /* start[1], the end of value 0, stays */
}

void
bags_free(struct bags *b)
{
	free(b->start);
	free(b->row);
	free(b->text);
	*b = (struct bags){0};
}
