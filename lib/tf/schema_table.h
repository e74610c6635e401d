/*
 * schema_table - prints a schema as a table with a line for each feature.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TF_SCHEMA_TABLE_H
#define TF_SCHEMA_TABLE_H

#include "base/base.h"

struct schema;

enum schema_table_form {
	SCHEMA_TSV,   /* all columns, with a header line */
	SCHEMA_SHORT, /* fewer columns, aligned for a terminal */
	SCHEMA_JSON,  /* one object: the number of records and the features */
};

/* Writes the schema in that form.  Lines of the short form have at most `width`
 * characters.  Returns -1 if memory runs out. */
int schema_table_put(const struct schema *, int form, size_t width,
    struct output *, struct fail *);

#endif
