/*
 * fuzz_tfrecord - the framing of TFRecord files.
 *
 * The last byte says which checksums are put right, so that the fuzzer gets
 * past them, and how the file is told to be packed.  Of a plain file an
 * obvious reader, with the other checksum function, must find the same
 * records and the same end, or if the file is salvaged, what is whole of it.
 */
/* SPDX-License-Identifier: MIT */
#include "tf/tfrecord.h"

#include "base/fail.h"
#include "fuzz.h"
#include "io/crc32c.h"

/* The last byte's bits. */
enum {
	PUT_HEADS = 1,
	PUT_FEET = 2,
	HOW = 4, /* and 8: which packing */
	SALVAGE = 32,
	TWICE = 64, /* the file is read, and then again */
};

static uint64_t
number(const uint8_t *p, int n)
{
	return n ? number(p + 1, n - 1) << 8 | *p : 0;
}

static uint32_t
masked(const uint8_t *p, size_t n)
{
	uint32_t c = crc32c_portable(0, p, n);

	return (c >> 15 | c << 17) + 0xa282ead8u;
}

static void
put(uint8_t *p, uint32_t x)
{
	int i;

	for (i = 0; i < 4; i++)
		p[i] = (uint8_t)(x >> 8 * i);
}

/* Puts checksums where a reader will look for them. */
static void
mend(uint8_t *p, size_t n, unsigned how)
{
	uint64_t length;

	while (n >= 12) {
		length = number(p, 8);
		if (how & PUT_HEADS)
			put(p + 8, masked(p, 8));
		if (length > n || n - 12 < length + 4)
			return;
		if (how & PUT_FEET)
			put(p + 12 + length, masked(p + 12, length));
		p += length + 16;
		n -= length + 16;
	}
}

/* What stands at p [n]: 1 and a record, 0 at the end, -1. */
static int
look(const uint8_t *p, size_t n, struct tfrecord *t)
{
	uint64_t length;

	if (!n)
		return 0;
	if (n < 12 || number(p + 8, 4) != masked(p, 8))
		return -1;
	length = number(p, 8);
	if (length > n || n - 12 < length + 4)
		return -1;
	t->data = p + 12;
	t->n = length;
	t->crc = (uint32_t)number(p + 12 + length, 4);
	return 1;
}

/* The records of one input; after the last but one comes the next. */
static int
compare(struct tfrecord_reader *r, const uint8_t *p, size_t n, int last)
{
	struct tfrecord want = {0}, got;
	struct fail f = {0};
	uint64_t offset = 0, k;
	int more;

	for (k = 1;; k++) {
		more = look(p, n, &want);
		if (!more && !last)
			return 0;
		CLAIM(tfrecord_next(r, &got, &f) == more);
		if (more < 0)
			CLAIM(strstr(f.msg, ":record ") != NULL);
		if (more <= 0)
			return more;
		CLAIM(got.number == k && got.offset == offset);
		CLAIM(got.n == want.n && !memcmp(got.data, want.data, got.n));
		CLAIM(!tfrecord_check(&got, &f) ==
		      (masked(want.data, want.n) == want.crc));
		p += want.n + 16;
		n -= want.n + 16;
		offset += want.n + 16;
	}
}

/* May a record begin at p [n], past damage: a sound length of at most 1 GiB? */
static int
begins(const uint8_t *p, size_t n)
{
	return n >= 12 && number(p + 8, 4) == masked(p, 8) &&
	       number(p, 8) <= TFRECORD_MAX;
}

/* What is whole of one input, and how much else there is. */
static void
salvage(struct tfrecord_reader *r, const uint8_t *p, size_t n)
{
	struct tfrecord want = {0}, got;
	struct fail f = {0};
	uint64_t lost = 0, bytes, holes = 0;
	const uint8_t *at = p, *end = p + n;
	size_t records = 0;

	tfrecord_salvage(r);
	while (at < end) {
		if (look(at, (size_t)(end - at), &want) == 1 &&
		    masked(want.data, want.n) == want.crc) {
			CLAIM(tfrecord_next(r, &got, &f) == 1);
			CLAIM(got.offset == (uint64_t)(at - p));
			CLAIM(got.n == want.n &&
			      !memcmp(got.data, want.data, got.n));
			records++;
			at += want.n + 16;
			continue;
		}
		holes++;
		do {
			at++;
			lost++;
		} while (at < end && !begins(at, (size_t)(end - at)));
	}
	CLAIM(tfrecord_next(r, &got, &f) == (records || !n ? 0 : -1));
	CLAIM(tfrecord_holes(r, &bytes) == holes && bytes == lost);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	unsigned how = fuzz_byte(p, &n);
	const char *packing = tfrecord_packing(how / HOW % 4).name;
	uint8_t *file = fuzz_need(malloc(n + 1));
	const char *paths[2];
	struct tfrecord_reader *r;
	struct tfrecord t;
	struct fail f = {0};
	int twice = (how & TWICE) != 0;

	if (n)
		memcpy(file, p, n);
	mend(file, n, how);
	paths[0] = paths[1] = fuzz_file(0, file, n);
	r = tfrecord_open(paths, twice ? 2 : 1, packing, &f);
	if (!r) { /* known as another kind of file */
		CLAIM(look(file, n, &t) != 1 || strcmp(packing, "none"));
	} else if (!strcmp(packing, "none") && how & SALVAGE) {
		if (!twice)
			salvage(r, file, n);
	} else if (!strcmp(packing, "none")) {
		if (!compare(r, file, n, !twice) && twice)
			(void)compare(r, file, n, 1);
	} else {
		while (tfrecord_next(r, &t, &f) > 0)
			(void)tfrecord_check(&t, &f); /* any answer will do */
	}
	tfrecord_close(r);
	free(file);
	return 0;
}
