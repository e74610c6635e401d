/* tf_vocab_files - the vocabulary files of the TensorFlow example generator. */
/* SPDX-License-Identifier: MIT */
#include "log/tf_vocab_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "io/json.h"
#include "io/output.h"
#include "log/items.h"

struct tf_vocab_files_count {
	uint64_t count;
	int32_t id;
};

static int
most_first(const void *x, const void *y)
{
	const struct tf_vocab_files_count *a = x, *b = y;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return (a->id > b->id) - (a->id < b->id);
}

/* Returns the ids of v, most frequent first by the counts of their tokens in
 * `counts`, which may be v; ties keep their order.  The caller frees them.
 * Returns NULL if memory runs out. */
static struct tf_vocab_files_count *
sorted(const struct vocab *v, const struct vocab *counts, struct fail *f)
{
	size_t i, n = vocab_size(v);
	struct tf_vocab_files_count *c = calloc(n + 1, sizeof(*c));

	if (!c) {
		(void)fail_memory(f);
		return NULL;
	}
	for (i = 0; i < n; i++) {
		struct slice t = vocab_token(v, (int32_t)i + 1);
		int32_t id = vocab_find(counts, t.s, t.n);

		c[i].id = (int32_t)i + 1;
		c[i].count = id ? vocab_count(counts, id) : 0;
	}
	qsort(c, n, sizeof(*c), most_first);
	return c;
}

/* Returns 1 if the text has the form of a Python int. */
static int
is_int(struct slice s)
{
	size_t i, minus = s.n && s.s[0] == '-';

	for (i = minus; i < s.n && s.s[i] >= '0' && s.s[i] <= '9'; i++)
		;
	return i == s.n && i > minus &&
	       (s.s[minus] != '0' || (s.n == 1 && !minus));
}

static int
put_items(struct output *o, const struct items *c, const struct vocab *counts,
    struct fail *f)
{
	struct tf_vocab_files_count *order = sorted(c->ids, counts, f);
	size_t i, n = vocab_size(c->ids);

	if (!order)
		return -1;
	output_char(o, '[');
	for (i = 0; i < n; i++) {
		const struct items_item *p = &c->item[order[i].id];
		struct slice id = vocab_token(c->ids, order[i].id);

		output_string(o, i ? ",\n  [\n    " : "\n  [\n    ");
		if (is_int(id))
			output_put(o, id.s, id.n);
		else
			json_put_string(o, id);
		output_string(o, ",\n    ");
		json_put_string(o, p->title);
		output_string(o, ",\n    ");
		json_put_string(o, p->genres);
		output_string(o, ",\n    ");
		output_int(o, (int64_t)order[i].count);
		output_string(o, "\n  ]");
	}
	output_string(o, n ? "\n]" : "]");
	free(order);
	return 0;
}

/* Writes `first`, then v's tokens. */
static int
put_tokens(
    struct output *o, const char *first, const struct vocab *v, struct fail *f)
{
	struct tf_vocab_files_count *order = sorted(v, v, f);
	size_t i, n = vocab_size(v);

	if (!order)
		return -1;
	output_string(o, first);
	output_char(o, '\n');
	for (i = 0; i < n; i++) {
		struct slice t = vocab_token(v, order[i].id);

		output_put(o, t.s, t.n);
		output_char(o, '\n');
	}
	free(order);
	return 0;
}

int
tf_vocab_files_begin(const char *dir, const char **paths, struct fail *f)
{
	static const char *const names[TF_VOCAB_FILES] = {"movie_vocab.json",
	    "movie_year_vocab.txt", "movie_genre_vocab.txt"};
	static char path[TF_VOCAB_FILES][4096];
	size_t k;

	if (mkdir(dir, 0777) && errno != EEXIST)
		return fail_errno(f, "%s", dir);
	for (k = 0; k < TF_VOCAB_FILES; k++) {
		if (snprintf(path[k], sizeof(path[k]), "%s/%s", dir,
			names[k]) >= (int)sizeof(path[k]))
			return fail_set(f, "%s: a long name", dir);
		paths[k] = path[k];
	}
	return 0;
}

int
tf_vocab_files_put(struct output *const *out, const struct items *list,
    const struct vocab *counts, struct fail *f)
{
	if (put_items(out[0], list, counts, f) ||
	    put_tokens(out[1], "0", list->years, f) ||
	    put_tokens(out[2], "UNK", list->genres, f))
		return -1;
	return 0;
}
