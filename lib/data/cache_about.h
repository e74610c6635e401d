/*
 * cache_about - the text about a cache: what its rows were made from, the
 * vocabulary, what fields have learnt, and notes of the reader.
 *
 * Each line has a name and a value:
 *
 *   by NAME    what determines the rows: the input and the options of reading
 *   NAME       a number
 *   vocab N    then N lines: items with their counts as labels, or events
 *   field WORDS  then numbers, and the texts of its values with their counts
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_ABOUT_H
#define DATA_CACHE_ABOUT_H

#include "base/base.h"

struct buffer;
struct field;
struct fields;

struct cache_about {
	const char *path;  /* the file of the cache */
	struct buffer *by; /* lines with the input and the options that the
                              rows must have been made from */
	const char *pad;   /* the padding token that the user gave, or NULL */
	size_t asked;      /* required items of a context; 0: as in the longest
                         context */
	int grows;         /* the vocabulary is made from the rows */
	/* x or s gets the notes of the reader; the other is NULL. */
	struct examples *x;
	struct sequences *s;
	struct vocab *v;
	struct fields *fields; /* the fields beside the data */
	int strangers;         /* see examples_strangers() */
};

/* Returns what training learnt about the field, as one number. */
uint64_t cache_about_learnt(const struct field *);

/* Adds a line "by NAME VALUE". */
void cache_about_by(struct buffer *, const char *name, const char *value);

/* Writes the text. */
void cache_about_put(struct buffer *, const struct cache_about *);

/*
 * Reads the text p [n], which it overwrites, of a cache with contexts of k
 * items.  Fills the vocabulary if it is empty; otherwise checks that the cache
 * has the same vocabulary.  Fills or checks what fields have learnt in the same
 * way.  Returns -1 if the cache was made from something else; the message names
 * the difference.
 */
int cache_about_take(
    struct cache_about *, char *p, size_t n, size_t k, struct fail *);

#endif
