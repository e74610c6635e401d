/*
 * itemfiles - the vocabulary files of the TensorFlow example generator.
 *
 * Byte for byte as the Python program example_generation_movielens writes them
 * for the same items and log.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ITEMFILES_H
#define DATA_ITEMFILES_H

#include "base/base.h"

struct itemlist; /* data/itemlist */

#define ITEMFILES 3

/* Their names, k < ITEMFILES. */
const char *itemfiles_name(size_t k);

/*
 * Writes each to its out [ITEMFILES]:
 *
 *   movie_vocab.json       a list of [id, title, genres, how often counts has
 *                          it], the most frequent first, others as in the list
 *   movie_year_vocab.txt   0, then the years, those of most items first, others
 *                          as they first appear
 *   movie_genre_vocab.txt  UNK, then the genres, likewise
 *
 * -1: no memory.
 */
int itemfiles_put(struct outf *const *out, const struct itemlist *,
    const struct vocab *counts, struct fail *);

#endif
