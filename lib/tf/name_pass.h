/*
 * name_pass - which features the records of a file have, by a quick look.
 *
 * Only the names and types of fields are looked at, no values, and a record
 * whose names are all known costs a walk over its tags.  So the columns of a
 * file are known before its first row is written, however late a feature comes.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_NAME_PASS_H
#define TF_NAME_PASS_H

#include "base/base.h"

struct schema;
struct tfrecord_reader;

/*
 * Adds the names of all features of all records to the schema.  A record that
 * is damaged or no Example is passed over, and the reader's failure ends it:
 * who reads the records will tell.  -1: no memory.
 */
int name_pass(struct tfrecord_reader *, struct schema *, struct fail *);

/*
 * The same of files, packed and with salvage as tfrecord_open() and
 * tfrecord_salvage() have it, if all can be read twice; standard input, if it is
 * a file, is put back to where it stood.  Nothing is looked at where there is a
 * pipe among them.  -1: one cannot be opened; no memory.
 */
int name_pass_files(const char *const *paths, size_t n, const char *packing,
    int salvage, struct schema *, struct fail *);

#endif
