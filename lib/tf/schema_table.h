/*
 * schema_table - a schema for people and programs: a line for each feature.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_SCHEMA_TABLE_H
#define TF_SCHEMA_TABLE_H

#include "base/base.h"

struct buffer;
struct schema;

/* As TSV, with a header line: all there is to say. */
void schema_table_tsv(const struct schema *, struct buffer *);

/* The same as TSV with fewer columns, to be set for a terminal. */
void schema_table_short(const struct schema *, struct buffer *);

/* As one JSON object: the number of records, and an array of the features. */
void schema_table_json(const struct schema *, struct buffer *);

#endif
