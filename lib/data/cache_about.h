/*
 * cache_about - what a cache has beside its rows: what they were made from, the
 * vocabulary, what fields have learnt, and what reading them had to say.
 *
 * As text, a name and a value a line:
 *
 *   by NAME    what rows follow from: the input, and the options that read it
 *   NAME       a number
 *   vocab N    then N lines of items and how often they are labels, or events
 *   field WORDS  then numbers, and the texts that were its values, with their counts
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_CACHE_ABOUT_H
#define DATA_CACHE_ABOUT_H

#include "base/base.h"

struct buffer;
struct field;
struct fields;

struct cache_about {
	const char *path;  /* of the cache */
	struct buffer *by; /* what it must have been made from: lines */
	const char *pad;   /* as told, or NULL */
	size_t asked; /* items of a context; 0: as many as the longest has */
	int grows;    /* the vocabulary is to be that of the rows */
	struct examples
	    *x; /* these have what reading had to say; one of both */
	struct sequences *s;
	struct vocab *v;
	struct fields *fields; /* those beside the data */
	int strangers;         /* see examples_strangers() */
};

/* What training learnt of the field, as one number. */
uint64_t cache_about_learnt(const struct field *);

/* Adds "by NAME VALUE". */
void cache_about_by(struct buffer *, const char *name, const char *value);

/* Puts the text. */
void cache_about_put(struct buffer *, const struct cache_about *);

/*
 * Takes the text p [n], which it writes over, of a cache with contexts of k items: the
 * vocabulary is filled, or must be the same, and so with what fields have learnt.  -1:
 * the cache was made from something else, which the message tells.
 */
int cache_about_take(
    struct cache_about *, char *p, size_t n, size_t k, struct fail *);

#endif
