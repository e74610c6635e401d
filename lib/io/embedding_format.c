/* embedding_format - the output formats of embeddings. */
/* SPDX-License-Identifier: MIT */
#include "io/embedding_format.h"

#include <stdio.h>
#include <string.h>

#include "io/mat.h"
#include "io/output.h"

static void
f32_row(struct output *o, struct slice name, size_t d, const float *x)
{
	(void)name; /* the row's position identifies it */
	mat_put(o, 1, d, x);
}

/*
 * NumPy's format 1.0: a magic, the length of the header, and a header in Python
 * syntax.  Blanks pad the header, so that the numbers begin at a multiple of 64
 * bytes.
 */
static void
npy_begin(struct output *o, size_t n, size_t d, int header)
{
	char text[128];
	int len;

	(void)header; /* npy always has a header */
	len = snprintf(text, sizeof(text),
	    "{'descr': '<f4', 'fortran_order': False, 'shape': (%zu, %zu), }",
	    n, d);
	output_put(o, "\x93NUMPY\x01\x00\x76\x00", 10); /* 0x76 + 10 = 128 */
	output_printf(o, "%s%*s\n", text, 0x76 - 1 - len, "");
}

/* fvecs (INRIA): each row is its number of columns, then the numbers. */
static void
fvecs_row(struct output *o, struct slice name, size_t d, const float *x)
{
	int32_t n = (int32_t)d;

	(void)name; /* the row's position identifies it */
	output_put(o, &n, sizeof(n));
	mat_put(o, 1, d, x);
}

static void
put_numbers(struct output *o, char between, size_t d, const float *x)
{
	size_t i;

	for (i = 0; i < d; i++) {
		output_char(o, between);
		output_float(o, x[i]);
	}
	output_char(o, '\n');
}

static void
word2vec_begin(struct output *o, size_t n, size_t d, int header)
{
	(void)header; /* word2vec always has a header */
	output_printf(o, "%zu %zu\n", n, d);
}

/* A space ends a word in this format, so spaces in tokens become '_'. */
static void
word2vec_row(struct output *o, struct slice name, size_t d, const float *x)
{
	size_t i;

	for (i = 0; i < name.n; i++)
		output_char(o, name.s[i] == ' ' ? '_' : name.s[i]);
	put_numbers(o, ' ', d, x);
}

static void
tsv_begin(struct output *o, size_t n, size_t d, int header)
{
	size_t i;

	(void)n;
	if (!header)
		return;
	output_string(o, "row");
	for (i = 1; i <= d; i++)
		output_printf(o, "\tx%zu", i);
	output_char(o, '\n');
}

static void
tsv_row_of(struct output *o, struct slice name, size_t d, const float *x)
{
	output_put(o, name.s, name.n);
	put_numbers(o, '\t', d, x);
}

static const struct embedding_format formats[] = {
    {"f32", "raw little-endian float32, row after row", 1, NULL, f32_row},
    {"npy", "NumPy", 1, npy_begin, f32_row},
    {"fvecs", "number of columns and float32s, as faiss reads", 1, NULL,
	fvecs_row},
    {"word2vec", "word2vec's text, as gensim reads", 0, word2vec_begin,
	word2vec_row},
    {"tsv",
	"of items: the item, a column a number; of queries: user, context, "
	"query",
	0, tsv_begin, tsv_row_of},
};

struct choice
embedding_format_choice(size_t k)
{
	return CHOICE_OF(k < COUNTOF(formats) ? &formats[k] : NULL);
}

const struct embedding_format *
embedding_format_find(const char *name)
{
	size_t k;

	for (k = 0; k < COUNTOF(formats); k++) {
		if (!strcmp(formats[k].name, name))
			return &formats[k];
	}
	return NULL;
}
