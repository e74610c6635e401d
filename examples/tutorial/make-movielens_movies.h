/*
 * make-movielens_movies - the movies of an invented MovieLens: ids, popularity,
 * quality, circles, titles and genres.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MAKE_MOVIELENS_MOVIES_H
#define MAKE_MOVIELENS_MOVIES_H

#include <stddef.h>
#include <stdint.h>

#include <seqrec.h>

#define CIRCLE 25 /* movies in a circle; the last circle may have fewer */
#define SUCCESSORS 3

struct movie {
	int id;
	double weight;  /* popularity */
	double quality; /* moves its ratings; standard normal times 0.6 */
	size_t next[SUCCESSORS];
	size_t listed; /* index of the movie whose line is here, not of this
                          movie */
};

/* Random streams, so that the number of users does not change the movies. */
enum { MOVIES_FOR_MOVIES, MOVIES_FOR_TITLES, MOVIES_FOR_USERS };

/* Makes n movies: popularity (1 / (rank + 8), in random order), quality,
 * successors, and random ids, which do not reveal the circles.  The caller
 * frees them.  Returns NULL if memory runs out. */
struct movie *movies_make(size_t n, uint64_t seed, struct seqrec_error *);

/* The number of movies in a circle, of n movies in all; movie i is in circle
 * i / CIRCLE. */
size_t movies_in_circle(size_t n, size_t circle);

/* Writes movies.dat.  Returns -1 if memory runs out. */
int movies_put(struct seqrec_output *, const struct movie *, size_t n,
    uint64_t seed, struct seqrec_error *);

/* Sets the message "out of memory".  Returns -1. */
int movies_no_memory(struct seqrec_error *);

#endif
