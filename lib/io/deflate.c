/* deflate - bytes into an output, compressed on the way. */
/* SPDX-License-Identifier: MIT */
#include "io/deflate.h"

#include <stdlib.h>
#define ZLIB_CONST /* it does not write to its input */
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

/* Until the input is used up, or with Z_FINISH, the stream is at its end.
 * deflate() with room for output cannot fail. */
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
		size_t m = size_min(n, 1u << 30); /* what avail_in holds */

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
	(void)deflateEnd(&d->z); /* frees, whatever the state */
	free(d);
}
