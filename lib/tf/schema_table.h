/*
 * schema_table - a schema for people and programs: a line for each feature.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_SCHEMA_TABLE_H
#define TF_SCHEMA_TABLE_H

#include "base/base.h"

struct schema;

enum schema_table_form {
	SCHEMA_TSV,   /* with a header line: all there is to say */
	SCHEMA_SHORT, /* set in fewer columns for a terminal */
	SCHEMA_JSON,  /* an object: the number of records, the features */
};

/* Puts the schema in that form; the short form in lines of width characters.  -1: no
 * memory. */
int schema_table_put(const struct schema *, int form, size_t width,
    struct output *, struct fail *);

#endif
