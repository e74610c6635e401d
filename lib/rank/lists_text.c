/* lists_text - a list of items as text. */
/* SPDX-License-Identifier: MIT */

#include "rank/lists.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/shard.h"
#include "io/buffer.h"
#include "io/json.h"
#include "io/tsv.h"

struct choice
lists_format_choice(size_t k)
{
	static const struct choice formats[] = {
	    {"tsv", NULL, "one row an item"},
	    {"json", NULL, "one object a query, one a line"},
	};

	return k < COUNTOF(formats) ? formats[k] : (struct choice){0};
}

static void
put_text(struct buffer *t, const char *s)
{
	buffer_put(t, s, strlen(s));
}

static void
put_count(struct buffer *t, uint64_t x)
{
	char *p = buffer_room(t, NUM_MAX);

	if (p)
		t->n += (size_t)(num_put_int(p, (int64_t)x) - p);
}

static void
put_score(struct buffer *t, float score, int in_columns)
{
	char *p = buffer_room(t, 64); /* enough for "%.4f" of any float, and for
                                         NUM_MAX */

	if (p && in_columns)
		t->n += (size_t)snprintf(p, 64, "%.4f", (double)score);
	else if (p)
		t->n += (size_t)(num_put_float(p, score) - p);
}

void
lists_text_header(const struct lists_text *l, struct buffer *t)
{
	if (!l->header || l->format == LISTS_JSON)
		return;
	if (l->key.s)
		buffer_put(t, l->key.s, l->key.n);
	else
		put_text(t, "query");
	if (l->format == LISTS_WIDE)
		put_text(t, "\titems\n");
	else
		put_text(t, l->titles ? "\trank\titem\tscore\ttitle\n"
				      : "\trank\titem\tscore\n");
}

/* The end row of a share's list. */
static void
put_end(const struct lists_text *l, struct slice key, struct buffer *t)
{
	buffer_put(t, key.s, key.n);
	put_text(t, "\t0\t");
	put_count(t, l->share->i + 1);
	buffer_char(t, '/');
	put_count(t, l->share->n);
	buffer_char(t, '\t');
	put_count(t, l->top);
	put_text(t, l->titles ? "\t\\N\n" : "\n");
}

static void
put_rows(const struct lists_text *l, struct slice key, lists_text_next *next,
    void *ctx, struct buffer *t)
{
	struct lists_text_item x = {0};
	uint64_t rank = 0;

	while (next(ctx, &x)) {
		buffer_put(t, key.s, key.n);
		buffer_char(t, '\t');
		put_count(t, ++rank);
		buffer_char(t, '\t');
		buffer_put(t, x.item.s, x.item.n);
		buffer_char(t, '\t');
		put_score(t, x.score, l->in_columns);
		if (l->titles) {
			buffer_char(t, '\t');
			buffer_put(t, x.title.s ? x.title.s : "\\N",
			    x.title.s ? x.title.n : 2);
		}
		buffer_char(t, '\n');
	}
	if (l->share)
		put_end(l, key, t);
}

static void
put_wide(struct slice key, struct slice error, lists_text_next *next, void *ctx,
    struct buffer *t)
{
	struct lists_text_item x = {0};
	int any = 0;

	buffer_put(t, key.s, key.n);
	buffer_char(t, '\t');
	for (; next(ctx, &x); any = 1) {
		if (any)
			buffer_char(t, ',');
		buffer_put(t, x.item.s, x.item.n);
	}
	if (!any)
		put_text(t, error.s ? "\\N" : "\\E");
	buffer_char(t, '\n');
}

/* A cell as a JSON string; null for \N. */
static void
put_string(struct buffer *t, struct slice cell, struct buffer *spare)
{
	char *p;
	int64_t n;

	spare->n = 0;
	if (!cell.s || (cell.n == 2 && !memcmp(cell.s, "\\N", 2))) {
		buffer_put(t, "null", 4);
		return;
	}
	p = buffer_room(spare, cell.n + 1);
	n = p ? tsv_unescape(cell.s, cell.n, p) : -1;
	json_add_string(t, n < 0 ? cell : (struct slice){p, (size_t)n});
	t->failed |= spare->failed;
}

static void
put_object(const struct lists_text *l, struct slice key, struct slice error,
    lists_text_next *next, void *ctx, struct buffer *t)
{
	struct lists_text_item x = {0};
	struct buffer spare = {0};
	int any = 0;

	buffer_char(t, '{');
	put_string(t, l->key.s ? l->key : (struct slice){"query", 5}, &spare);
	buffer_char(t, ':');
	if (l->key.s)
		put_string(t, key, &spare);
	else
		buffer_put(t, key.s, key.n);
	put_text(t, ",\"items\":[");
	for (; next(ctx, &x); any = 1) {
		put_text(t, any ? ",{\"id\":" : "{\"id\":");
		put_string(t, x.item, &spare);
		if (l->titles) {
			put_text(t, ",\"title\":");
			put_string(t, x.title, &spare);
		}
		put_text(t, ",\"score\":");
		put_score(t, x.score, l->in_columns);
		buffer_char(t, '}');
	}
	buffer_char(t, ']');
	if (error.s) {
		put_text(t, ",\"error\":");
		put_string(t, error, &spare);
	}
	put_text(t, "}\n");
	buffer_free(&spare);
}

void
lists_text_put(const struct lists_text *l, struct slice key, struct slice error,
    lists_text_next *next, void *ctx, struct buffer *t)
{
	if (l->format == LISTS_JSON)
		put_object(l, key, error, next, ctx, t);
	else if (l->format == LISTS_WIDE)
		put_wide(key, error, next, ctx, t);
	else
		put_rows(l, key, next, ctx, t);
}
