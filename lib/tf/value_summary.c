/* value_summary - statistics of the values of a feature. */
/* SPDX-License-Identifier: MIT */
#include "tf/value_summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "io/buffer.h"
#include "io/json.h"
#include "io/tsv.h"
#include "tf/feature.h"
#include "tf/value_counts.h"

#define SHOWN 40 /* bytes of a value that are shown */

struct value_summary {
	int kind; /* enum feature_kind; FEATURE_NONE before the first value */
	int any;  /* there was a value other than NaN */
	float least_float, most_float;
	int64_t least_int, most_int;
	struct buffer least_bytes, most_bytes;
	struct value_counts counts;
	struct value_pool *pool;
};

struct value_summary *
value_summary_new(struct value_pool *pool)
{
	struct value_summary *s = calloc(1, sizeof(*s));

	if (s)
		s->pool = pool;
	return s;
}

void
value_summary_free(struct value_summary *s)
{
	if (!s)
		return;
	buffer_free(&s->least_bytes);
	buffer_free(&s->most_bytes);
	value_counts_free(&s->counts);
	free(s);
}

static void
count(struct value_summary *s, const void *p, size_t n)
{
	value_counts_add(&s->counts, s->pool, (struct slice){p, n});
}

static void
add_ints(struct value_summary *s, const struct feature *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		int64_t x = f->ints[i];

		if (!s->any || x < s->least_int)
			s->least_int = x;
		if (!s->any || x > s->most_int)
			s->most_int = x;
		s->any = 1;
		count(s, &x, sizeof(x));
	}
}

/* NaN is neither the least nor the greatest value. */
static void
add_floats(struct value_summary *s, const struct feature *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		float x = isnan(f->floats[i]) ? NAN : f->floats[i];

		count(s, &x, sizeof(x));
		if (isnan(x))
			continue;
		if (!s->any || x < s->least_float)
			s->least_float = x;
		if (!s->any || x > s->most_float)
			s->most_float = x;
		s->any = 1;
	}
}

static void
add_bytes(struct value_summary *s, const struct feature *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		struct slice x = f->bytes[i];
		struct slice least = {s->least_bytes.p, s->least_bytes.n};
		struct slice most = {s->most_bytes.p, s->most_bytes.n};

		if (!s->any || feature_compare(x, least) < 0) {
			s->least_bytes.n = 0;
			buffer_put(&s->least_bytes, x.s, x.n);
		}
		if (!s->any || feature_compare(x, most) > 0) {
			s->most_bytes.n = 0;
			buffer_put(&s->most_bytes, x.s, x.n);
		}
		s->any = 1;
		count(s, x.s, x.n);
	}
}

int
value_summary_add(
    struct value_summary *s, const struct feature *x, struct fail *f)
{
	s->kind = (int)x->kind;
	if (x->kind == FEATURE_INT64)
		add_ints(s, x);
	else if (x->kind == FEATURE_FLOAT)
		add_floats(s, x);
	else
		add_bytes(s, x);
	if (s->least_bytes.failed || s->most_bytes.failed)
		return fail_memory(f);
	return 0;
}

static int
int_before(struct slice a, struct slice b)
{
	int64_t x, y;

	memcpy(&x, a.s, sizeof(x));
	memcpy(&y, b.s, sizeof(y));
	return x < y;
}

/* Compares by value, then by bits, so that the order is total. */
static int
float_before(struct slice a, struct slice b)
{
	float x, y;

	memcpy(&x, a.s, sizeof(x));
	memcpy(&y, b.s, sizeof(y));
	if (x < y || y < x)
		return x < y;
	if (isnan(x) != isnan(y))
		return isnan(y);
	return signbit(x) && !signbit(y);
}

static int
bytes_before(struct slice a, struct slice b)
{
	return feature_compare(a, b) < 0;
}

/* Returns the count of the most frequent value, and the value. */
static uint64_t
frequent(const struct value_summary *s, struct slice *value)
{
	return value_counts_most(&s->counts,
	    s->kind == FEATURE_INT64   ? int_before
	    : s->kind == FEATURE_FLOAT ? float_before
				       : bytes_before,
	    value);
}

int
value_summary_counts(
    const struct value_summary *s, uint64_t *distinct, uint64_t *times)
{
	struct slice ignored;

	if (s->counts.lost)
		return -1;
	*distinct = s->counts.n;
	*times = frequent(s, &ignored);
	return 0;
}

/* Finds the value as bytes of its kind.  Returns 0 if there is none. */
static int
find(const struct value_summary *s, enum value_summary_which which,
    struct slice *x)
{
	const struct buffer *b =
	    which == VALUE_LEAST ? &s->least_bytes : &s->most_bytes;

	if (which == VALUE_FREQUENT)
		return frequent(s, x) > 0;
	if (s->kind == FEATURE_INT64)
		*x = (struct slice){
		    (const char *)(which == VALUE_LEAST ? &s->least_int
							: &s->most_int),
		    sizeof(int64_t)};
	else if (s->kind == FEATURE_FLOAT)
		*x = (struct slice){
		    (const char *)(which == VALUE_LEAST ? &s->least_float
							: &s->most_float),
		    sizeof(float)};
	else
		*x = (struct slice){b->p, b->n};
	return s->any;
}

static void
put_number(struct buffer *t, int kind, struct slice x, int json)
{
	char *room = buffer_room(t, NUM_MAX + 2), *p = room;
	int64_t whole;
	float single = 0;

	if (!room)
		return;
	if (kind == FEATURE_INT64) {
		memcpy(&whole, x.s, sizeof(whole));
		p = num_put_int(p, whole);
	} else {
		memcpy(&single, x.s, sizeof(single));
		json &= !isfinite(single);
		if (json)
			*p++ = '"';
		p = num_put_float(p, single);
		if (json)
			*p++ = '"';
	}
	t->n += (size_t)(p - room);
}

/* Does not cut inside a character of UTF-8. */
static void
put_bytes(struct buffer *t, struct slice x, int json)
{
	size_t n = size_min(x.n, SHOWN);
	char shown[SHOWN + 3], *room;

	while (n < x.n && n && (x.s[n] & 0xc0) == 0x80)
		n--;
	if (!n)
		n = size_min(x.n, SHOWN);
	if (n)
		memcpy(shown, x.s, n);
	if (n < x.n && json)
		memcpy(shown + n, "...", 3);
	if (json) {
		json_add_string(t, (struct slice){shown, n < x.n ? n + 3 : n});
		return;
	}
	room = buffer_room(t, 4 * SHOWN + 3);
	if (!room)
		return;
	if (n)
		t->n += tsv_escape(shown, n, room);
	if (n < x.n)
		buffer_put(t, "...", 3);
}

void
value_summary_put(const struct value_summary *s, enum value_summary_which which,
    int json, struct buffer *t)
{
	const char *none = json ? "null" : "\\N";
	struct slice x = {NULL, 0};

	if (!find(s, which, &x))
		buffer_put(t, none, strlen(none));
	else if (s->kind == FEATURE_BYTES)
		put_bytes(t, x, json);
	else
		put_number(t, s->kind, x, json);
}
