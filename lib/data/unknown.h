/*
 * unknown - counts items that a vocabulary lacks, and names some of them.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_UNKNOWN_H
#define DATA_UNKNOWN_H

#include "base/base.h"

enum unknown_way {
	UNKNOWN_DROP,  /* leave them out of contexts and sequences */
	UNKNOWN_ERROR, /* refuse the input at the first unknown item */
	UNKNOWN_ROW0,  /* treat them as item 0, as the tutorial does */
};

/* The k-th choice: "drop" and so on. */
struct choice unknown_choice(size_t k);

/* The way called name, which must be one of the choices. */
enum unknown_way unknown_find(const char *name);

#define UNKNOWN_NAMES 3   /* names kept */
#define UNKNOWN_ROOM 40   /* bytes kept of a name */
#define UNKNOWN_WORDS 256 /* size of the text of unknown_words(), in bytes */

struct unknown {
	size_t n;     /* unknown items found */
	size_t names; /* names kept */
	/* The first names, without repeats. */
	char name[UNKNOWN_NAMES][UNKNOWN_ROOM + 1];
	int more; /* there are other names, which are not kept */
	int odd; /* a name seems to be a list in another notation, or its part */
};

/* Counts one more unknown item, called name. */
void unknown_add(struct unknown *, struct slice name);

/* Adds the counts and names of b, which may be NULL, to a. */
void unknown_join(struct unknown *a, const struct unknown *b);

/* Writes the names as "'a', 'b', 'c', ...", with a hint if one is odd. */
void unknown_words(const struct unknown *, char words[UNKNOWN_WORDS]);

#endif
