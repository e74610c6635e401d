/* safetensors - a whole model as one file for other software. */
/* SPDX-License-Identifier: MIT */
#include "model/safetensors.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "io/buffer.h"
#include "io/json.h"
#include "io/mat.h"
#include "io/output.h"
#include "io/utf8.h"
#include "model/model.h"

#define ALIGN 8 /* data begins at a multiple of this */

static void
put_string(struct buffer *t, const char *s)
{
	json_add_string(t, (struct slice){s, strlen(s)});
}

/* Adds ,"name":{...} for a tensor that begins at *at, and moves *at to its end.
 * dims: its shape as text. */
static void
put_entry(struct buffer *t, const char *name, const char *dtype,
    const char *dims, uint64_t size, uint64_t *at)
{
	char s[256];
	int n;

	buffer_char(t, ',');
	put_string(t, name);
	n = snprintf(s, sizeof(s),
	    ":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%" PRIu64
	    ",%" PRIu64 "]}",
	    dtype, dims, *at, *at + size);
	buffer_put(t, s, (size_t)n); /* it fits: dims are two numbers at most */
	*at += size;
}

static int
put_settings(struct buffer *t, const struct model *m, struct fail *f)
{
	size_t i;

	for (i = 0; i < m->nsettings; i++) {
		const struct setting *s = &m->settings[i];

		if (!utf8_valid((struct slice){s->value, strlen(s->value)}))
			return fail_set(f,
			    "the setting %s is not UTF-8, as safetensors must "
			    "be",
			    s->name);
		if (i)
			buffer_char(t, ',');
		put_string(t, s->name);
		buffer_char(t, ':');
		put_string(t, s->value);
	}
	return 0;
}

/* How many bytes vocab_put() will write. */
static uint64_t
vocab_bytes(const struct vocab *v)
{
	size_t i, n = vocab_size(v);
	char number[NUM_MAX];
	uint64_t sum = 0;

	for (i = 1; i <= n; i++) {
		char *end =
		    num_put_int(number, (int64_t)vocab_count(v, (int32_t)i));

		sum +=
		    vocab_token(v, (int32_t)i).n + 2 + (uint64_t)(end - number);
	}
	return sum;
}

/* The bytes of a list as a tensor called name.tsv. */
static void
put_list(
    struct buffer *t, const char *name, const struct vocab *v, uint64_t *at)
{
	const uint64_t bytes = vocab_bytes(v);
	char file[MODEL_NAME + sizeof(".tsv")], dims[24];

	(void)snprintf(file, sizeof(file), "%s.tsv", name);
	(void)snprintf(dims, sizeof(dims), "%" PRIu64, bytes);
	put_entry(t, file, "U8", dims, bytes, at);
}

/* The JSON object, padded. */
static int
put_header(struct buffer *t, const struct model *m, struct fail *f)
{
	static const char begin[] = "{\"__metadata__\":{";
	char dims[48];
	uint64_t at = 0;
	size_t i;

	buffer_put(t, begin, sizeof(begin) - 1);
	if (put_settings(t, m, f))
		return -1;
	buffer_char(t, '}');
	for (i = 0; i < m->ntensors; i++) {
		const struct tensor *x = &m->tensors[i];

		(void)snprintf(dims, sizeof(dims), "%zu,%zu", x->rows, x->cols);
		put_entry(t, x->name, "F32", dims,
		    (uint64_t)x->rows * x->cols * sizeof(*x->x), &at);
	}
	put_list(t, "vocab", m->vocab, &at);
	for (i = 0; i < m->nlists; i++)
		put_list(t, m->lists[i].name, m->lists[i].vocab, &at);
	buffer_char(t, '}');
	while (!t->failed && t->n % ALIGN)
		buffer_char(t, ' ');
	return t->failed ? fail_memory(f) : 0;
}

int
safetensors_put(struct output *o, struct model *m, struct fail *f)
{
	struct buffer header = {0};
	uint64_t n;
	size_t i;

	if (model_check(m, f))
		return -1;
	if (put_header(&header, m, f)) {
		buffer_free(&header);
		return -1;
	}
	n = header.n; /* little-endian, the only byte order supported */
	output_put(o, &n, sizeof(n));
	output_put(o, header.p, header.n);
	for (i = 0; i < m->ntensors; i++)
		mat_put(
		    o, m->tensors[i].rows, m->tensors[i].cols, m->tensors[i].x);
	vocab_put(o, m->vocab);
	for (i = 0; i < m->nlists; i++)
		vocab_put(o, m->lists[i].vocab);
	output_mark(o);
	buffer_free(&header);
	return 0;
}
