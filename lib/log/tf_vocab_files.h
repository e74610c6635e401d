/*
 * tf_vocab_files - the vocabulary files of the TensorFlow example generator.
 *
 * The files equal, byte for byte, those of the Python program
 * example_generation_movielens for the same items and log.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_TF_VOCAB_FILES_H
#define LOG_TF_VOCAB_FILES_H

#include "base/base.h"

struct items; /* log/items */

#define TF_VOCAB_FILES 3

/* Makes the folder dir, and sets paths [TF_VOCAB_FILES] to the names of the
 * files in it, which are static strings.  Returns -1 if the folder cannot be
 * made. */
int tf_vocab_files_begin(const char *dir, const char **paths, struct fail *);

/*
 * Writes file i to out[i], i < TF_VOCAB_FILES:
 *
 *   movie_vocab.json       a list of [id, title, genres, count], the most
 *                          frequent first, others in the order of the list
 *   movie_year_vocab.txt   0, then the years, those of most items first, others
 *                          in order of first appearance
 *   movie_genre_vocab.txt  UNK, then the genres, likewise
 *
 * Returns -1 if memory runs out.
 */
int tf_vocab_files_put(struct output *const *out, const struct items *,
    const struct vocab *counts, struct fail *);

#endif
