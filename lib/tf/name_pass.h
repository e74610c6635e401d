/*
 * name_pass - finds the feature names of all records quickly.
 *
 * The pass reads only the names and types of features, no values.  A record
 * whose names are all known costs one pass over its tags.  So the columns of a
 * file are known before its first row is written, even if a feature occurs
 * late.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_NAME_PASS_H
#define TF_NAME_PASS_H

#include "base/base.h"

struct schema;
struct tfrecord_reader;

/*
 * Adds the names of all features of all records to the schema.  Skips records
 * that are damaged or not Examples, and stops at a read error: later reading
 * reports both.  Returns -1 if memory runs out.
 */
int name_pass(struct tfrecord_reader *, struct schema *, struct fail *);

/*
 * name_pass() for files, if all of them can be read twice; packing and salvage
 * as for tfrecord_open() and tfrecord_salvage().  Standard input, if it is a
 * file, is rewound to its old offset.  Does nothing if one of the inputs is a
 * pipe.  Returns -1 if a file cannot be opened, or if memory runs out.
 */
int name_pass_files(const char *const *paths, size_t n, const char *packing,
    int salvage, struct schema *, struct fail *);

#endif
