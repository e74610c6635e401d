/*
 * embedding_format - the output formats of embeddings.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_EMBEDDING_FORMAT_H
#define IO_EMBEDDING_FORMAT_H

#include "base/base.h"

/* Letters: n rows, d columns. */
struct embedding_format {
	const char *name; /* as given to seq-embed --format= */
	const char *help;
	int binary;

	/* Writes the bytes before the first row; NULL: none.  header: write
	 * the header line, if the format is TSV. */
	void (*begin)(struct output *, size_t n, size_t d, int header);

	/* Writes one row x [d].  name is the row's token, or its number from
	 * 1. */
	void (*row)(
	    struct output *, struct slice name, size_t d, const float *x);
};

/* Returns the format called name, or NULL.  embedding_format_choice()
 * returns the k-th one. */
const struct embedding_format *embedding_format_find(const char *name);
struct choice embedding_format_choice(size_t k);

#endif
