/* record_counts - counts the records of files. */
/* SPDX-License-Identifier: MIT */
#include "tf/record_counts.h"

#include <inttypes.h>

#include "io/output.h"
#include "tf/decoder.h"
#include "tf/selection.h"

int
record_counts_put(const char *const *paths, size_t n, const char *packing,
    int salvage, const struct selection *selection, struct record_holes *holes,
    struct output *o, struct fail *f)
{
	struct selection left = *selection;
	uint64_t k, read, bytes, first = 0, total = 0;
	struct decoder *x;
	size_t i;
	int r;

	for (i = 0; i < n; i++) {
		x = decoder_open(
		    paths + i, 1, packing, salvage, &left, first, f);
		if (!x)
			return -1;
		r = decoder_count(x, &k, &read, f);
		holes->places += decoder_holes(x, &bytes);
		holes->bytes += bytes;
		decoder_close(x);
		if (r)
			return r;
		first += read;
		total += k;
		left.head -= k;
		if (n > 1)
			output_printf(o, "%" PRIu64 "\t%s\n", k, paths[i]);
	}
	output_printf(
	    o, n > 1 ? "%" PRIu64 "\ttotal\n" : "%" PRIu64 "\n", total);
	return 0;
}
