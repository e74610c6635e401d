/*
 * embedding_format - the formats that rows of embeddings are written in.
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

	/* What stands before the rows; NULL: nothing.  header: a TSV gets its
	 * header line. */
	void (*begin)(struct output *, size_t n, size_t d, int header);

	/* One row x [d]; name is its token, or its number from 1. */
	void (*row)(
	    struct output *, struct slice name, size_t d, const float *x);
};

/* The format called name, or NULL; and the k-th of the table. */
const struct embedding_format *embedding_format_find(const char *name);
struct choice embedding_format_choice(size_t k);

#endif
