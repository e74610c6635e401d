/* tfrecord - the records of TFRecord files, read and written. */
/* SPDX-License-Identifier: MIT */
#include "tf/tfrecord.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/crc32c.h"
#include "io/file_kind.h"
#include "io/input.h"

struct tfrecord_reader {
	struct input *in;
	uint64_t number; /* records of this input so far */
	size_t used;     /* bytes of the record handed out last */
};

static const struct {
	const char *name, *help;
	enum input_packing packing;
} packings[] = {
    {"auto", "as its first bytes say", INPUT_DETECT},
    {"none", "records as they are", INPUT_PLAIN},
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
	    .wanted = FILE_RECORDS, .is_plain = head_is_sound, .zlib = 1};
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

int
tfrecord_at(const struct tfrecord *t, struct fail *f)
{
	return fail_at(f, "%s:record %llu @offset %llu", t->input,
	    (unsigned long long)t->number, (unsigned long long)t->offset);
}

/* As input_peek(), whose message begins with the input's name; the place that
 * is put in front has it too. */
static int
peek(struct tfrecord_reader *r, size_t want, const unsigned char **p, size_t *n,
    struct fail *f)
{
	const char *name = input_name(r->in);
	size_t k = strlen(name);

	if (!input_peek(r->in, want, p, n, f))
		return 0;
	if (!strncmp(f->msg, name, k) && !strncmp(f->msg + k, ": ", 2))
		memmove(f->msg, f->msg + k + 2, strlen(f->msg + k + 2) + 1);
	return -1;
}

/* Reads what follows a sound head at p. */
static int
read_body(struct tfrecord_reader *r, struct tfrecord *t, uint64_t length,
    struct fail *f)
{
	const unsigned char *p;
	size_t n, whole;

	if (length > TFRECORD_MAX)
		return fail_set(f, "%llu bytes long; at most %zu are read",
		    (unsigned long long)length, TFRECORD_MAX);
	whole = TFRECORD_HEAD + (size_t)length + TFRECORD_FOOT;
	if (peek(r, whole, &p, &n, f))
		return -1;
	if (n < whole)
		return fail_set(f,
		    "the file is cut: %zu bytes are left of a record of %zu", n,
		    whole);
	t->data = p + TFRECORD_HEAD;
	t->n = (size_t)length;
	t->crc = get32(t->data + t->n);
	r->used = whole;
	return 1;
}

/* 1, 0 at the end of this input, -1 with a message that lacks the place. */
static int
next_here(struct tfrecord_reader *r, struct tfrecord *t, struct fail *f)
{
	const unsigned char *p;
	size_t n;

	if (peek(r, TFRECORD_HEAD, &p, &n, f))
		return -1;
	if (n == 0)
		return input_empty_pipe(r->in)
		           ? fail_set(f, "the pipe is empty: what should write "
					 "into it has failed")
		           : 0;
	if (n < TFRECORD_HEAD)
		return fail_set(f,
		    "the file is cut: %zu bytes are left of a record's head of "
		    "%d",
		    n, TFRECORD_HEAD);
	if (!head_is_sound(p, n))
		return fail_set(f, "%s",
		    t->offset ? "the checksum of the length is wrong"
			      : "the checksum of the length is wrong; "
				"is this a TFRecord file?");
	return read_body(r, t, get64(p), f);
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
		got = next_here(r, t, f);
		if (got < 0)
			return tfrecord_at(t, f);
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
	    "the checksum of the data is wrong; --skip-corrupt leaves such "
	    "records out");
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
