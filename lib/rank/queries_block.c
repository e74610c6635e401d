/* queries_block - a block of queries with their labels, keys and exclusions. */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/fail.h"
#include "data/vocab.h"
#include "io/tsv.h"
#include "rank/candidates.h"
#include "rank/exclude.h"
#include "rank/queries.h"

#define TEXTS ((size_t)1 << 30) /* most bytes of the cells of a block */

/* Allocates an array of m if `wanted` is set; returns -1 if memory runs out. */
static int
take(void *to, int wanted, size_t m, size_t size, struct fail *f)
{
	void *p = wanted ? calloc(m, size) : NULL;

	memcpy(to, &p, sizeof(p));
	return wanted && !p ? fail_memory(f) : 0;
}

struct queries_block *
queries_block_of(const struct queries_plan *p, const struct queries_columns *is,
    struct fail *f)
{
	const int labels = p->labels || p->labelled;
	const int skips = p->exclude || p->exclude_context || is->exclude;
	const size_t m = p->most;
	struct queries_block *b = calloc(1, sizeof(*b));

	if (!b || take(&b->q, 1, m, p->candidates->d * sizeof(*b->q), f) ||
	    take(&b->key, is->keys, m, sizeof(*b->key), f) ||
	    take(&b->wanted, labels, m, sizeof(*b->wanted), f) ||
	    take(&b->group, p->group != NULL, m, sizeof(*b->group), f) ||
	    take(&b->error, p->longest != 0, m, sizeof(*b->error), f) ||
	    take(&b->nobody, is->contexts, m, 1, f) ||
	    take(&b->limited, is->include, m, 1, f) ||
	    take(&b->lost, 1, m, 1, f) ||
	    take(&b->first, labels, m + 1, sizeof(*b->first), f) ||
	    !(b->texts = arena_new(TEXTS)) ||
	    (skips && !(b->skip = exclude_new(f))) ||
	    (is->include && !(b->only = exclude_new(f)))) {
		(void)fail_memory(f);
		queries_block_free(b);
		return NULL;
	}
	return b;
}

void
queries_block_free(struct queries_block *b)
{
	if (!b)
		return;
	free(b->q);
	free(b->key);
	free(b->wanted);
	free(b->group);
	free(b->nobody);
	free(b->lost);
	free(b->first);
	free(b->label);
	free(b->error);
	free(b->limited);
	exclude_free(b->skip);
	exclude_free(b->only);
	arena_free(b->texts);
	free(b);
}

int
queries_block_keep(struct queries_block *b, struct slice cell, struct slice *to,
    struct fail *f)
{
	to->n = cell.n;
	to->s = arena_copy(b->texts, cell.s, cell.n);
	return to->s ? 0 : fail_memory(f);
}

/* Does the element t occur earlier in the cell? */
static int
is_again(struct slice cell, struct slice t)
{
	struct slice e;

	while (tsv_list_next(&cell, &e) && e.s < t.s) {
		if (e.n == t.n && !memcmp(e.s, t.s, t.n))
			return 1;
	}
	return 0;
}

static int
add_label(struct queries_block *b, const struct candidates *c, struct slice t,
    struct fail *f)
{
	int32_t id = vocab_find(c->vocab, t.s, t.n);

	if (ARRAY_ROOM(&b->label, &b->room, b->labels + 1, f))
		return -1;
	b->label[b->labels++] = id ? candidates_find(c, id) + 1 : 0;
	return 0;
}

int
queries_block_labels(struct queries_block *b, const struct candidates *c,
    size_t i, struct slice cell, struct fail *f)
{
	struct slice rest = cell, t, *wanted = &b->wanted[i];
	char *p = arena_alloc(b->texts, cell.n + 1);

	if (!p)
		return fail_memory(f);
	*wanted = (struct slice){p, 0};
	b->first[i] = b->labels;
	while (tsv_list_next(&rest, &t)) {
		if (is_again(cell, t))
			continue;
		if (add_label(b, c, t, f))
			return -1;
		if (wanted->n)
			p[wanted->n++] = ',';
		memcpy(p + wanted->n, t.s, t.n);
		wanted->n += t.n;
	}
	b->first[i + 1] = b->labels;
	return b->labels > b->first[i] ? 0 : fail_set(f, "there are no labels");
}

void
queries_block_lose(struct queries_block *b, size_t i, size_t d, int lost)
{
	b->lost[i] = (char)lost;
	b->nlost += (size_t)lost;
	if (lost)
		memset(b->q + i * d, 0, d * sizeof(*b->q));
}

int
queries_block_tell(
    struct queries_block *b, size_t i, const char *why, struct fail *f)
{
	const size_t n = strlen(why);
	char *p = arena_alloc(b->texts, 4 * n + 1);

	if (!p)
		return fail_memory(f);
	b->error[i] = (struct slice){p, tsv_escape_text(why, n, 0, p)};
	return 0;
}

int
queries_block_add(struct exclude *to, const struct candidates *c,
    struct slice cell, struct fail *f)
{
	struct slice t;

	while (tsv_list_next(&cell, &t)) {
		int32_t id = vocab_find(c->vocab, t.s, t.n);
		int32_t j = id ? candidates_find(c, id) : -1;

		if (j >= 0 && exclude_add(to, j, f))
			return -1;
	}
	return 0;
}

int
queries_block_end(
    struct queries_block *b, size_t i, int seen_miss, struct fail *f)
{
	size_t k;

	if (!b->skip)
		return 0;
	for (k = b->first ? b->first[i] : 0; b->first && k < b->first[i + 1];
	     k++) {
		int32_t *label = &b->label[k];

		if (!*label || !exclude_take_out(b->skip, *label - 1))
			continue;
		b->seen++;
		if (!seen_miss)
			continue;
		if (exclude_add(b->skip, *label - 1, f))
			return -1;
		*label = 0;
	}
	return exclude_end_row(b->skip, f);
}
