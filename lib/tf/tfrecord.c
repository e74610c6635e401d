/* tfrecord - reads and writes the records of TFRecord files. */
/* SPDX-License-Identifier: MIT */
#include "tf/tfrecord.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "io/crc32c.h"
#include "io/file_kind.h"
#include "io/input.h"

#define SEARCH ((size_t)1 << 16) /* bytes searched at a time */

struct tfrecord_reader {
	struct input *in;
	uint64_t number; /* records of this input so far */
	size_t used;     /* bytes of the last record */

	int salvage;          /* skip damaged places */
	uint64_t holes, lost; /* skipped places and their bytes */
	int unreadable;       /* reading the input has failed */
};

static const struct {
	const char *name, *help;
	enum input_packing packing;
} packings[] = {
    {"auto", "detected from the first bytes", INPUT_DETECT},
    {"none", "not compressed", INPUT_PLAIN},
    {"gzip", "RFC 1952", INPUT_GZIP},
    {"zlib", "RFC 1950", INPUT_ZLIB},
};

struct choice
tfrecord_packing(size_t k)
{
	return CHOICE_OF(k < COUNTOF(packings) ? &packings[k] : NULL);
}

static uint32_t
get32(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static uint64_t
get64(const unsigned char *p)
{
	return get32(p) | (uint64_t)get32(p + 4) << 32;
}

static void
put32(unsigned char *p, uint32_t x)
{
	int i;

	for (i = 0; i < 4; i++, x >>= 8)
		p[i] = x & 0xff;
}

static int
head_is_sound(const unsigned char *p, size_t n)
{
	return n >= TFRECORD_HEAD && crc32c_masked(p, 8) == get32(p + 8);
}

struct tfrecord_reader *
tfrecord_open(
    const char *const *paths, size_t n, const char *packing, struct fail *f)
{
	struct input_mode mode = {
	    .accepted = FILE_RECORDS, .is_plain = head_is_sound, .zlib = 1};
	struct tfrecord_reader *r = calloc(1, sizeof(*r));
	size_t k;

	if (!r) {
		(void)fail_memory(f);
		return NULL;
	}
	for (k = 0; k < COUNTOF(packings); k++) {
		if (!strcmp(packings[k].name, packing))
			mode.packing = packings[k].packing;
	}
	r->in = input_open(paths, n, &mode, f);
	if (!r->in) {
		free(r);
		return NULL;
	}
	return r;
}

void
tfrecord_close(struct tfrecord_reader *r)
{
	if (!r)
		return;
	input_close(r->in);
	free(r);
}

void
tfrecord_salvage(struct tfrecord_reader *r)
{
	r->salvage = 1;
}

uint64_t
tfrecord_holes(const struct tfrecord_reader *r, uint64_t *bytes)
{
	*bytes = r->lost;
	return r->holes;
}

int
tfrecord_at(const struct tfrecord *t, struct fail *f)
{
	return fail_at(f, "%s:record %llu @offset %llu", t->input,
	    (unsigned long long)t->number, (unsigned long long)t->offset);
}

/* Calls input_peek() and removes the input's name from its message, because
 * the caller adds the place, which has the name too. */
static int
peek(struct tfrecord_reader *r, size_t want, const unsigned char **p, size_t *n,
    struct fail *f)
{
	const char *name = input_name(r->in);
	size_t k = strlen(name);

	if (!input_peek(r->in, want, p, n, f))
		return 0;
	r->unreadable = 1;
	if (!strncmp(f->msg, name, k) && !strncmp(f->msg + k, ": ", 2))
		memmove(f->msg, f->msg + k + 2, strlen(f->msg + k + 2) + 1);
	return -1;
}

/* Reads the rest of a record whose head at p is sound. */
static int
read_body(struct tfrecord_reader *r, struct tfrecord *t, uint64_t length,
    struct fail *f)
{
	const unsigned char *p;
	size_t n, whole;

	if (length > TFRECORD_MAX)
		return fail_set(f,
		    "the record has %llu bytes; the limit is %zu",
		    (unsigned long long)length, TFRECORD_MAX);
	whole = TFRECORD_HEAD + (size_t)length + TFRECORD_FOOT;
	if (peek(r, whole, &p, &n, f))
		return -1;
	if (n < whole)
		return fail_set(f,
		    "the file is cut short: %zu byte%s left of a record of %zu",
		    n, num_are(n), whole);
	t->data = p + TFRECORD_HEAD;
	t->n = (size_t)length;
	t->crc = get32(t->data + t->n);
	r->used = whole;
	return 1;
}

/* Explains what is wrong with the 12 bytes at p, which are at this offset. */
static int
wrong_head(const unsigned char *p, uint64_t offset, struct fail *f)
{
	if (crc32c(0, p, 8) == get32(p + 8))
		return fail_set(f,
		    "the checksum of the length is not masked: its writer left "
		    "out TFRecord's rotation and constant, in all records; "
		    "write the file again, with a TFRecord writer");
	if (!get32(p + 8) && !get64(p))
		return fail_set(f,
		    "there are only NUL bytes: a disk or a copy has failed; "
		    "--skip-corrupt continues at the next whole record");
	if (!get32(p + 8))
		return fail_set(f,
		    "the checksum of the length is 0: the file was written "
		    "without checksums; write it again, with a TFRecord "
		    "writer");
	return fail_set(f, "the checksum of the length is wrong; %s",
	    offset ? "--skip-corrupt continues at the next whole record"
		   : "this may not be a TFRecord file");
}

/* Reads the next record of this input.  Returns 1, 0 at the end, -1 with a
 * message without the place. */
static int
next_here(struct tfrecord_reader *r, struct tfrecord *t, struct fail *f)
{
	const unsigned char *p;
	size_t n;

	if (peek(r, TFRECORD_HEAD, &p, &n, f))
		return -1;
	if (n == 0)
		return input_empty_pipe(r->in)
		           ? fail_set(f, "the pipe is empty: the program that "
					 "should write to it has failed")
		           : 0;
	if (n < TFRECORD_HEAD)
		return fail_set(f,
		    "the file is cut short: %zu byte%s left of a record's "
		    "head of %d",
		    n, num_are(n), TFRECORD_HEAD);
	if (!head_is_sound(p, n))
		return wrong_head(p, t->offset, f);
	return read_body(r, t, get64(p), f);
}

/* Returns 1 if the n bytes at p begin with a valid length and its checksum. */
static int
begins_record(const unsigned char *p, size_t n)
{
	return n >= TFRECORD_HEAD && p[3] <= 0x40 && !p[4] && !p[5] && !p[6] &&
	       !p[7] && head_is_sound(p, n) && get64(p) <= TFRECORD_MAX;
}

/* Skips at least one byte, up to the next head of a record or the end of the
 * input.  Returns -1 if reading fails. */
static int
skip_damage(struct tfrecord_reader *r, struct fail *f)
{
	const unsigned char *p;
	size_t n, i = 1;

	r->holes++;
	for (;;) {
		if (peek(r, SEARCH, &p, &n, f))
			return -1;
		while (i < n && !begins_record(p + i, n - i))
			i++;
		if (i < n || n < SEARCH)
			break;
		/* A head may begin in the last bytes. */
		i = n - TFRECORD_HEAD + 1;
		input_skip(r->in, i);
		r->lost += i;
		i = 0;
	}
	input_skip(r->in, i);
	r->lost += i;
	return 0;
}

/* next_here() that skips damaged places in salvage mode. */
static int
next_whole(struct tfrecord_reader *r, struct tfrecord *t, struct fail *f)
{
	int got;

	for (;;) {
		t->offset = input_offset(r->in);
		got = next_here(r, t, f);
		if (!r->salvage || got == 0)
			return got;
		if (got > 0 && crc32c_masked(t->data, t->n) == t->crc)
			return got;
		r->used = 0;
		if (r->unreadable || input_empty_pipe(r->in) ||
		    skip_damage(r, f))
			return -1;
	}
}

int
tfrecord_next(struct tfrecord_reader *r, struct tfrecord *t, struct fail *f)
{
	int got;

	input_skip(r->in, r->used);
	r->used = 0;
	for (;;) {
		t->input = input_name(r->in);
		t->number = r->number + 1;
		t->offset = input_offset(r->in);
		got = next_whole(r, t, f);
		if (got < 0)
			return tfrecord_at(t, f);
		if (got == 0 && !r->number && input_offset(r->in)) {
			(void)fail_set(f, "no record of the file is whole; "
					  "this may not be a TFRecord file");
			return tfrecord_at(t, f);
		}
		r->number = t->number;
		if (got > 0)
			return 1;
		r->number = 0;
		got = input_next(r->in, f);
		if (got <= 0)
			return got;
	}
}

int
tfrecord_check(const struct tfrecord *t, struct fail *f)
{
	if (crc32c_masked(t->data, t->n) == t->crc)
		return 0;
	(void)fail_set(f,
	    "the checksum of the data is wrong; --skip-corrupt skips such "
	    "records");
	return tfrecord_at(t, f);
}

void
tfrecord_head(unsigned char head[TFRECORD_HEAD], size_t n)
{
	put32(head, (uint32_t)((uint64_t)n & 0xffffffff));
	put32(head + 4, (uint32_t)((uint64_t)n >> 32));
	put32(head + 8, crc32c_masked(head, 8));
}

void
tfrecord_foot(unsigned char foot[TFRECORD_FOOT], const void *p, size_t n)
{
	put32(foot, crc32c_masked(p, n));
}
