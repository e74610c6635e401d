/*
 * fuzz_log - logs of who took what when, and lists of items, from elsewhere.
 *
 * The last byte says how the log is read.  Of one that is read, every event
 * belongs to a user and an item there is, a user's are in order of time, fields
 * have values there are, and the counts add up.
 */
/* SPDX-License-Identifier: MIT */
#include "log/timeline.h"

#include <math.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "log/items.h"
#include "fuzz.h"
#include "io/input.h"
#include "log/event_fields.h"
#include "log/log_columns.h"
#include "log/log_notes.h"
#include "log/timeline_read.h"

static const char *const separators[] = {NULL, "::", ",", ";"};
static const char *const columns[] = {NULL, "user,item", "item,-,time,user"};

static void
check_timeline(const struct timeline *t, double min_rating)
{
	size_t u, i, counted = 0;

	for (i = 0; i < t->n * t->nfields; i++)
		CLAIM((size_t)t->value[i] <=
		      vocab_size(t->field[i % t->nfields]));
	CLAIM(t->n <= t->read && t->start[0] == 0);
	CLAIM(t->nusers == vocab_size(t->users));
	CLAIM(t->start[t->nusers] == t->n);
	for (u = 0; u < t->nusers; u++) {
		CLAIM(t->start[u] < t->start[u + 1]);
		for (i = t->start[u]; i < t->start[u + 1]; i++) {
			const struct timeline_event *e = &t->events[i];

			CLAIM(e->user == (int32_t)u && e->item >= 1);
			CLAIM((size_t)e->item <= vocab_size(t->items));
			CLAIM((size_t)e->rating <= vocab_size(t->ratings));
			CLAIM(i == t->start[u] ||
			      timeline_compare(e - 1, e) <= 0);
			CLAIM(
			    !e->rating || !(t->rating[e->rating] < min_rating));
		}
	}
	for (i = 1; i <= vocab_size(t->items); i++)
		counted += vocab_count(t->items, (int32_t)i);
	CLAIM(counted == t->n);
}

static void
check_items(const struct items *c)
{
	size_t i, years = 0;
	struct slice rest, genre;

	for (i = 1; i <= vocab_size(c->ids); i++) {
		CLAIM(c->item[i].year >= 0 && c->item[i].year <= 9999);
		for (rest = c->item[i].genres; items_next_genre(&rest, &genre);)
			CLAIM(vocab_find(c->genres, genre.s, genre.n) > 0);
	}
	for (i = 1; i <= vocab_size(c->years); i++)
		years += vocab_count(c->years, (int32_t)i);
	CLAIM(years == vocab_size(c->ids));
}

/* Whatever kind of file the bytes look like. */
static const struct input_mode any = {0};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	unsigned how = fuzz_byte(p, &n);
	struct log_told told = {
	    .columns = columns[how / 4 % 4 % 3],
	    .header = (enum log_header)(how / 16 % 4 % 3),
	};
	struct event_fields fields = {
	    .name = {{"1", 1}, {"item", 4}}, .n = how / 64 % 2 ? 0 : how % 3};
	struct timeline_log log = {
	    .fields = &fields,
	    .separator = separators[how % 4],
	    .told = &told,
	    .line = (enum timeline_line)(how / 64 % 2 * (how % 3)),
	    .min_rating = how >= 128 ? 2 : NAN,
	};
	struct log_notes notes = {0};
	struct timeline t;
	struct items c;
	struct fail f = {0};
	const char *path = fuzz_file(0, p, n);
	struct input *in = fuzz_need(input_open(&path, 1, &any, &f));

	if (!timeline_read(&t, in, &log, &notes, &f))
		check_timeline(&t, log.min_rating);
	timeline_free(&t);
	log_notes_free(&notes);
	input_close(in);
	in = fuzz_need(input_open(&path, 1, &any, &f));
	if (!items_read(&c, in, &f))
		check_items(&c);
	items_free(&c);
	input_close(in);
	return 0;
}
