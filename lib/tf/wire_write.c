/* wire_write - writes Examples in their usual form. */
/* SPDX-License-Identifier: MIT */
#include "tf/wire.h"

#include <endian.h>
#include <string.h>

#include "base/arena.h"
#include "tf/feature.h"

/* Tags of fields 1 to 3 with the wire type "length and bytes follow". */
enum {
	FIELD_1 = 1 << 3 | 2,
	FIELD_2 = 2 << 3 | 2,
	FIELD_3 = 3 << 3 | 2,
};

#define MAX_VARINT 10 /* bytes of the longest varint */
#define MAX_NESTED 6  /* messages around the values of a feature, and its key */

/*
 * Messages are written from the end, so that the content of a message is
 * complete when its length is written before it.  Each of these functions
 * writes something before p and returns the new beginning.
 */

static inline unsigned char *
put_varint(unsigned char *p, uint64_t x)
{
	unsigned char bytes[MAX_VARINT];
	size_t n = 0;

	if (x < 0x80) {
		*--p = (unsigned char)x;
		return p;
	}
	for (; x >= 0x80; x >>= 7)
		bytes[n++] = (unsigned char)(x | 0x80);
	bytes[n++] = (unsigned char)x;
	p -= n;
	memcpy(p, bytes, n);
	return p;
}

/* Writes the length and the tag that make the bytes from p to end a field. */
static inline unsigned char *
put_field(unsigned char *p, const unsigned char *end, unsigned char tag)
{
	p = put_varint(p, (uint64_t)(end - p));
	*--p = tag;
	return p;
}

static inline unsigned char *
put_bytes(unsigned char *p, struct slice s, unsigned char tag)
{
	const unsigned char *end = p;

	p -= s.n;
	if (s.n)
		memcpy(p, s.s, s.n);
	return put_field(p, end, tag);
}

static unsigned char *
put_floats(unsigned char *p, const float *x, size_t n)
{
	size_t i;

	p -= n * sizeof(*x);
	for (i = 0; i < n; i++) {
		uint32_t bits;

		memcpy(&bits, x + i, sizeof(bits));
		bits = htole32(bits);
		memcpy(p + i * sizeof(bits), &bits, sizeof(bits));
	}
	return p;
}

/* Writes a Feature: a list of one kind, or nothing.  Numbers, if any, are
 * packed into one field. */
static unsigned char *
put_feature(unsigned char *p, const struct feature *f)
{
	const unsigned char *end = p;
	size_t i = f->n;

	switch (f->kind) {
	case FEATURE_BYTES:
		while (i--)
			p = put_bytes(p, f->bytes[i], FIELD_1);
		return put_field(p, end, FIELD_1);
	case FEATURE_FLOAT:
		p = put_floats(p, f->floats, f->n);
		p = f->n ? put_field(p, end, FIELD_1) : p;
		return put_field(p, end, FIELD_2);
	case FEATURE_INT64:
		while (i--)
			p = put_varint(p, (uint64_t)f->ints[i]);
		p = f->n ? put_field(p, end, FIELD_1) : p;
		return put_field(p, end, FIELD_3);
	default:
		return p;
	}
}

/* Writes the steps of a FeatureList. */
static unsigned char *
put_steps(unsigned char *p, const struct feature *f)
{
	const unsigned char *end;
	size_t i = f->n;

	while (i--) {
		end = p;
		p = put_field(put_feature(p, &f->steps[i]), end, FIELD_1);
	}
	return p;
}

/* Writes Features, or with put_steps FeatureLists: an entry with key and
 * value for each. */
static unsigned char *
put_entries(unsigned char *p, const struct feature *f, size_t n,
    unsigned char *put(unsigned char *, const struct feature *))
{
	const unsigned char *end;

	while (n--) {
		end = p;
		p = put_field(put(p, &f[n]), end, FIELD_2);
		p = put_bytes(p, f[n].key, FIELD_1);
		p = put_field(p, end, FIELD_1);
	}
	return p;
}

/* An upper bound of the bytes of n features. */
static size_t
room_for(const struct feature *f, size_t n)
{
	size_t i, k, room = 0;

	for (i = 0; i < n; i++) {
		room += f[i].key.n + MAX_NESTED * (1 + MAX_VARINT);
		switch (f[i].kind) {
		case FEATURE_BYTES:
			for (k = 0; k < f[i].n; k++)
				room += f[i].bytes[k].n + 1 + MAX_VARINT;
			break;
		case FEATURE_FLOAT:
			room += f[i].n * sizeof(float);
			break;
		case FEATURE_INT64:
			room += f[i].n * MAX_VARINT;
			break;
		case FEATURE_STEPS:
			room += room_for(f[i].steps, f[i].n);
			break;
		case FEATURE_NONE:
			break;
		}
	}
	return room;
}

unsigned char *
wire_write(const struct example *e, int sequence, struct arena *a, size_t *n)
{
	size_t room = room_for(e->features, e->nfeatures) +
	              room_for(e->lists, e->nlists) +
	              (size_t)2 * (1 + MAX_VARINT);
	unsigned char *p = arena_alloc(a, room);
	const unsigned char *end, *mark;

	if (!p)
		return NULL;
	p += room;
	end = mark = p;
	if (sequence) {
		p = put_entries(p, e->lists, e->nlists, put_steps);
		p = put_field(p, end, FIELD_2);
		mark = p;
	}
	p = put_entries(p, e->features, e->nfeatures, put_feature);
	p = put_field(p, mark, FIELD_1);
	*n = (size_t)(end - p);
	return p;
}
