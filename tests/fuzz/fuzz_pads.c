/*
 * fuzz_pads - padding that is found out.
 *
 * The bytes are tokens of lists, of one length or nearly so, each with a label;
 * an obvious reader must take the same token for padding, or none, and find the
 * same contexts.
 */
/* SPDX-License-Identifier: MIT */
#include "data/examples.h"

#include "base/fail.h"
#include "data/pads.h"
#include "data/vocab.h"
#include "fuzz.h"
#include "io/input.h"

#define MOST_ROWS 200
#define MOST_LENGTH 5

/* Tokens; the usual ones first. */
static const char *const tokens[] = {
    "0", "-1", "UNK", "PAD", "[PAD]", "<pad>", "", "a", "b", "c", "00", "PAD2"};

struct plain_row {
	size_t n;
	const char *token[MOST_LENGTH];
	const char *label; /* not empty */
};

struct plain_data {
	struct plain_row row[MOST_ROWS];
	size_t rows, longest;
};

/* Rows from bytes: that of a label, which at times says that the list is of
 * another length, and those of its tokens. */
static void
make_rows(struct plain_data *d, size_t length, const uint8_t *p, size_t n)
{
	while (d->rows < MOST_ROWS && n > MOST_LENGTH) {
		struct plain_row *r = &d->row[d->rows++];
		size_t k;

		r->label = tokens[*p % COUNTOF(tokens)];
		if (!*r->label)
			r->label = "d";
		r->n = *p == 255 ? MOST_LENGTH : length;
		for (k = 0; k < r->n; k++)
			r->token[k] = tokens[p[k + 1] % COUNTOF(tokens)];
		d->longest = r->n > d->longest ? r->n : d->longest;
		p += r->n + 1;
		n -= r->n + 1;
	}
}

static const char *
write_rows(const struct plain_data *d)
{
	char *text = fuzz_need(malloc(d->rows * (MOST_LENGTH + 1) * 8 + 1));
	char *to = text;
	const char *path;
	size_t i, k;

	for (i = 0; i < d->rows; i++) {
		for (k = 0; k < d->row[i].n; k++)
			to += sprintf(
			    to, "%s%s", k ? "," : "", d->row[i].token[k]);
		to += sprintf(to, "\t%s\n", d->row[i].label);
	}
	path = fuzz_file(0, text, (size_t)(to - text));
	free(text);
	return path;
}

/* Does token fill lists up to their ends wherever it stands, and is no
 * label? */
static int
may_be_pad(const struct plain_data *d, const char *token)
{
	size_t i, k, seen = 0;

	for (i = 0; i < d->rows; i++) {
		const struct plain_row *r = &d->row[i];

		if (!strcmp(r->label, token) || r->n != d->row[0].n)
			return 0;
		for (k = 0; k < r->n; k++) {
			seen += !strcmp(r->token[k], token);
			if (k && !strcmp(r->token[k - 1], token) &&
			    strcmp(r->token[k], token))
				return 0;
		}
	}
	return seen && d->row[0].n > 1;
}

/* Is token in a list, and no padding? */
static int
is_item(const struct plain_data *d, const char *token, const char *pad)
{
	size_t i, k;

	for (i = 0; i < d->rows && (!pad || strcmp(pad, token)); i++)
		for (k = 0; k < d->row[i].n; k++)
			if (!strcmp(d->row[i].token[k], token))
				return 1;
	return 0;
}

static int
is_token(const struct vocab *v, int32_t id, const char *token)
{
	struct slice t = vocab_token(v, id);

	return t.n == strlen(token) && !memcmp(t.s, token, t.n);
}

static void
check_rows(const struct plain_data *d, const struct examples *e,
    const struct vocab *v, const char *pad)
{
	size_t i, k, n, pads = 0;

	CLAIM(e->n == d->rows && e->k == d->longest);
	CLAIM(!strcmp(e->pad, pad ? pad : PADS_NONE));
	for (i = 0; i < e->n; i++) {
		const int32_t *x = e->context + i * e->k;

		for (n = k = 0; k < d->row[i].n; k++) {
			if (pad && !strcmp(d->row[i].token[k], pad))
				pads++;
			else
				CLAIM(is_token(v, x[n++], d->row[i].token[k]));
		}
		CLAIM((size_t)e->length[i] == n);
		for (; n < e->k; n++)
			CLAIM(!x[n]);
		CLAIM(is_token(v, e->label[i], d->row[i].label));
	}
	CLAIM(e->pads == pads && e->guessed == (pads > 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct examples_columns columns = {
	    .context = "1", .label = "2"};
	size_t length = fuzz_byte(p, &n) % MOST_LENGTH + 1, k;
	struct plain_data *d = fuzz_need(calloc(1, sizeof(*d)));
	struct fail f = {0};
	struct vocab *v = fuzz_need(vocab_new(&f));
	const char *pad = NULL, *path;
	struct examples e;
	struct input *in;
	int many = 0, failed;

	make_rows(d, length, p, n);
	for (k = 0; k < PADS_USUAL; k++) {
		if (!may_be_pad(d, tokens[k]))
			continue;
		many |= pad != NULL;
		pad = tokens[k];
	}
	path = write_rows(d);
	in = fuzz_need(input_open(&path, 1, NULL, &f));
	failed = examples_read(&e, in, &columns, v, 1, &f);
	if (many || is_item(d, "", pad))
		CLAIM(failed);
	if (!failed)
		check_rows(d, &e, v, pad);
	else
		CLAIM(!d->rows || many || is_item(d, "", pad));
	if (!failed)
		examples_free(&e);
	input_close(in);
	vocab_free(v);
	free(d);
	return 0;
}
