/*
 * unknown - items that a vocabulary lacks: what becomes of them, how many there
 * were, and what the first of them are called.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_UNKNOWN_H
#define DATA_UNKNOWN_H

#include "base/base.h"

enum unknown_way {
	UNKNOWN_DROP,  /* they are left out of contexts and sequences */
	UNKNOWN_ERROR, /* the first ends the reading */
	UNKNOWN_ROW0,  /* they are item 0, the tutorial's way */
};

/* The k-th way: "drop" and so on. */
struct choice unknown_choice(size_t k);

/* The way of that name, which is one of the choices. */
enum unknown_way unknown_find(const char *name);

#define UNKNOWN_NAMES 3
#define UNKNOWN_ROOM 40   /* bytes of a name that are kept */
#define UNKNOWN_WORDS 256 /* bytes of the names in words, at most */

struct unknown {
	size_t n; /* times that there was an unknown one */
	size_t names;
	char name[UNKNOWN_NAMES][UNKNOWN_ROOM + 1]; /* the first, different */
	int more;                                   /* there are others */
	int blank; /* one begins or ends with a blank */
};

/* There was one more, called name. */
void unknown_add(struct unknown *, struct slice name);

/* What is in b, which may be NULL, comes to a too. */
void unknown_join(struct unknown *a, const struct unknown *b);

/* Its names, "'a', 'b', 'c', ...", and the hint if one has a blank. */
void unknown_words(const struct unknown *, char words[UNKNOWN_WORDS]);

#endif
