/* wire - reads Examples in their usual form. */
/* SPDX-License-Identifier: MIT */
#include "tf/wire.h"

#include <string.h>

#include "base/arena.h"
#include "tf/feature.h"

/* Tags of fields 1 to 3 with the wire type "length and bytes follow". */
enum {
	FIELD_1 = 1 << 3 | 2,
	FIELD_2 = 2 << 3 | 2,
	FIELD_3 = 3 << 3 | 2,
};

#define MAX_LENGTH 5 /* limit of a field length's varint, in bytes */

/* The bytes that are still to be read. */
struct wire_run {
	const unsigned char *p, *end;
};

/* Takes a varint from r: 7 bits a byte, low ones first, the top bit set on
 * all but the last.  Returns 0 if the varint is cut short or longer than 64
 * bits. */
static inline int
take_varint(struct wire_run *r, uint64_t *x)
{
	const unsigned char *p = r->p;
	uint64_t u = 0;
	int shift;

	if (p < r->end && *p < 0x80) {
		*x = *p;
		r->p++;
		return 1;
	}
	for (shift = 0; shift < 64 && p < r->end; shift += 7) {
		u |= (uint64_t)(*p & 0x7f) << shift;
		if (*p++ < 0x80) {
			*x = u;
			r->p = p;
			return shift < 63 || p[-1] <= 1;
		}
	}
	return 0;
}

/* Takes the next field of bytes from r.  Fails, and leaves r unchanged, if
 * its tag is another, it is cut short or its length takes too many bytes. */
static inline int
take_bytes(struct wire_run *r, unsigned char tag, struct wire_run *field)
{
	struct wire_run rest = *r;
	uint64_t n;

	if (rest.p == rest.end || *rest.p++ != tag)
		return 0;
	if (!take_varint(&rest, &n) || n > (uint64_t)(rest.end - rest.p) ||
	    rest.p - r->p > 1 + MAX_LENGTH)
		return 0;
	field->p = rest.p;
	field->end = r->p = rest.p + n;
	return 1;
}

/* Counts the fields with tag 1 in r.  *sound is 0 if r has anything else. */
static size_t
count_fields(struct wire_run r, int *sound)
{
	struct wire_run field;
	size_t n = 0;

	while (take_bytes(&r, FIELD_1, &field))
		n++;
	*sound = r.p == r.end;
	return n;
}

static int
read_bytes(struct wire_run r, struct arena *a, struct feature *f)
{
	struct slice *values;
	struct wire_run field;
	size_t i;
	int sound;

	f->n = count_fields(r, &sound);
	if (!sound)
		return 0;
	f->bytes = values = arena_alloc(a, f->n * sizeof(*values));
	if (!values)
		return -1;
	for (i = 0; take_bytes(&r, FIELD_1, &field); i++) {
		values[i].s = (const char *)field.p;
		values[i].n = (size_t)(field.end - field.p);
	}
	return 1;
}

static int
read_floats(struct wire_run r, struct arena *a, struct feature *f)
{
	size_t n = (size_t)(r.end - r.p);
	float *values;

	if (n % 4)
		return 0;
	f->n = n / 4;
	f->floats = values = arena_alloc(a, n);
	if (!values)
		return -1;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (n)
		memcpy(values, r.p, n);
	return 1;
#else
	return 0;
#endif
}

static int
read_ints(struct wire_run r, struct arena *a, struct feature *f)
{
	const unsigned char *p;
	int64_t *values;
	uint64_t x;
	size_t i = 0, n = 0;

	for (p = r.p; p < r.end; p++)
		n += *p < 0x80; /* the last byte of each varint */
	f->ints = values = arena_alloc(a, n * sizeof(*values));
	if (!values)
		return -1;
	for (i = 0; i < n; i++) {
		if (!take_varint(&r, &x))
			return 0;
		values[i] = (int64_t)x;
	}
	f->n = n;
	return r.p == r.end;
}

/* Takes the only run of packed numbers in a list; an empty list has none. */
static int
take_packed(struct wire_run *r, struct wire_run *values)
{
	*values = *r;
	if (r->p == r->end)
		return 1;
	return take_bytes(r, FIELD_1, values) && r->p == r->end;
}

/* Reads a Feature: a list of one kind, or nothing. */
static int
read_feature(struct wire_run r, struct arena *a, struct feature *f)
{
	struct wire_run list, values;

	f->kind = FEATURE_NONE;
	f->n = 0;
	if (r.p == r.end)
		return 1;
	if (take_bytes(&r, FIELD_1, &list)) {
		f->kind = FEATURE_BYTES;
		return r.p == r.end ? read_bytes(list, a, f) : 0;
	}
	if (take_bytes(&r, FIELD_2, &list)) {
		f->kind = FEATURE_FLOAT;
		return r.p == r.end && take_packed(&list, &values)
		           ? read_floats(values, a, f)
		           : 0;
	}
	if (take_bytes(&r, FIELD_3, &list)) {
		f->kind = FEATURE_INT64;
		return r.p == r.end && take_packed(&list, &values)
		           ? read_ints(values, a, f)
		           : 0;
	}
	return 0;
}

int
wire_read(const unsigned char *p, size_t n, struct arena *a,
    struct feature **out, size_t *count)
{
	struct wire_run r = {p, p + n}, features, entry, key, value;
	size_t i;
	int sound, got;

	if (!take_bytes(&r, FIELD_1, &features) || r.p != r.end)
		return 0;
	*count = count_fields(features, &sound);
	if (!sound)
		return 0;
	*out = arena_alloc(a, *count * sizeof(**out));
	if (!*out)
		return -1;
	for (i = 0; take_bytes(&features, FIELD_1, &entry); i++) {
		struct feature *f = &(*out)[i];

		if (!take_bytes(&entry, FIELD_1, &key) ||
		    !take_bytes(&entry, FIELD_2, &value) ||
		    entry.p != entry.end)
			return 0;
		f->key.s = (const char *)key.p;
		f->key.n = (size_t)(key.end - key.p);
		got = read_feature(value, a, f);
		if (got <= 0)
			return got;
	}
	return 1;
}

/* The kind of list at the start of a Feature. */
static int
kind_of(struct wire_run r)
{
	if (r.p == r.end)
		return FEATURE_NONE;
	return *r.p == FIELD_1   ? FEATURE_BYTES
	       : *r.p == FIELD_2 ? FEATURE_FLOAT
	                         : FEATURE_INT64;
}

int
wire_names(const unsigned char *p, size_t n,
    int known(void *ctx, struct slice key, int kind), void *ctx)
{
	struct wire_run r = {p, p + n}, features, entry, key, value;

	if (!take_bytes(&r, FIELD_1, &features) || r.p != r.end)
		return 0;
	while (take_bytes(&features, FIELD_1, &entry)) {
		if (!take_bytes(&entry, FIELD_1, &key) ||
		    !take_bytes(&entry, FIELD_2, &value) ||
		    entry.p != entry.end)
			return 0;
		if (!known(ctx,
			(struct slice){
			    (const char *)key.p, (size_t)(key.end - key.p)},
			kind_of(value)))
			return 0;
	}
	return features.p == features.end;
}
