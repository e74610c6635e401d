/* deflate - compresses bytes and writes them to an output. */
/* SPDX-License-Identifier: MIT */
#include "io/deflate.h"

#include <stdlib.h>
#define ZLIB_CONST /* zlib does not write to its input */
#include <zlib.h>

#include "base/fail.h"
#include "io/output.h"

#define CHUNK (64u << 10)

struct deflate {
	z_stream z;
};

struct deflate *
deflate_new(int gzip, struct fail *f)
{
	struct deflate *d = calloc(1, sizeof(*d));

	if (!d || deflateInit2(&d->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
		      gzip ? 15 + 16 : 15, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(d);
		(void)fail_memory(f);
		return NULL;
	}
	return d;
}

/* Compresses until the input is used up; with Z_FINISH, until the stream
 * ends.  deflate() cannot fail while it has room for output. */
static void
run(struct deflate *d, struct output *o, int flush)
{
	char *room;

	do {
		room = output_room(o, CHUNK);
		if (!room)
			return; /* o keeps the error */
		d->z.next_out = (unsigned char *)room;
		d->z.avail_out = CHUNK;
		(void)deflate(&d->z, flush);
		output_took(o, CHUNK - d->z.avail_out);
	} while (d->z.avail_out == 0);
}

void
deflate_put(struct deflate *d, struct output *o, const void *p, size_t n)
{
	const unsigned char *s = p;

	while (n) {
		size_t m = size_min(n, 1u << 30); /* fits avail_in */

		d->z.next_in = s;
		d->z.avail_in = (uInt)m;
		run(d, o, Z_NO_FLUSH);
		s += m;
		n -= m;
	}
}

void
deflate_end(struct deflate *d, struct output *o)
{
	d->z.next_in = NULL;
	d->z.avail_in = 0;
	run(d, o, Z_FINISH);
}

void
deflate_free(struct deflate *d)
{
	if (!d)
		return;
	(void)deflateEnd(&d->z); /* frees the memory in every state */
	free(d);
}
