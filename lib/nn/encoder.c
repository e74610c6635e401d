/* encoder - the layers of towers: words to layers and back. */
/* SPDX-License-Identifier: MIT */
#include "nn/encoder.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "nn/layer.h"

/* Cuts the next word from *s, up to a comma or the end, and splits it at the
 * first colon.  0 at the end of the list. */
static int
next(const char **s, struct slice *word, struct slice *after)
{
	size_t n = strcspn(*s, ","), head = strcspn(*s, ":,");

	*word = (struct slice){*s, head};
	*after = (struct slice){*s + head + (head < n), n - head - (head < n)};
	if (head < n && !after->n)
		word->n = n; /* a colon without text behind it is an error */
	*s += n + ((*s)[n] != 0);
	return n != 0;
}

static int
width_of(struct slice s, size_t *width)
{
	uint64_t n;

	if (num_get_count(s.s, s.n, 1, ENCODER_WIDEST, &n))
		return -1;
	*width = (size_t)n;
	return 0;
}

int
encoder_parse(struct encoder *e, const char *words, size_t dim, struct fail *f)
{
	struct slice word, after;
	const char *s = words;
	char name[32];

	e->layers = 0;
	if (!strcmp(words, "none"))
		return 0;
	do {
		struct encoder_layer *l = &e->layer[e->layers];

		if (e->layers == ENCODER_LAYERS)
			return fail_set(
			    f, "--encoder: at most %d layers", ENCODER_LAYERS);
		(void)next(&s, &word, &after);
		(void)snprintf(name, sizeof(name), "%.*s",
		    (int)size_min(word.n, 31), word.s);
		l->kind = layer_find(name);
		l->width = dim;
		if (!l->kind || (after.n && width_of(after, &l->width)))
			return fail_set(f,
			    "--encoder: '%.*s' is not KIND or KIND:WIDTH, with "
			    "a kind from --encoder=help and a width from 1 to "
			    "%d",
			    (int)(word.n + after.n + (after.n != 0)), word.s,
			    ENCODER_WIDEST);
		e->layers++;
	} while (*s || s[-1] == ',');
	return 0;
}

int
encoder_parse_hidden(struct encoder_hidden *e, const char *option,
    const char *words, struct fail *f)
{
	struct slice word, after;
	const char *s = words;
	int relu;

	e->layers = 0;
	if (!*words || !strcmp(words, "none"))
		return 0;
	do {
		if (e->layers == ENCODER_LAYERS)
			return fail_set(f, "--%s: at most %d layers", option,
			    ENCODER_LAYERS);
		(void)next(&s, &word, &after);
		relu = after.n == 4 && !memcmp(after.s, "relu", 4);
		if (width_of(word, &e->layer[e->layers].width) ||
		    (after.n && !relu))
			return fail_set(f,
			    "--%s: '%.*s' is not WIDTH or WIDTH:relu, with "
			    "a width from 1 to %d",
			    option, (int)(word.n + after.n + (after.n != 0)),
			    word.s, ENCODER_WIDEST);
		e->layer[e->layers++].relu = relu;
	} while (*s || s[-1] == ',');
	return 0;
}

void
encoder_put(const struct encoder *e, char *to)
{
	size_t l, n = 0;

	if (!e->layers)
		(void)snprintf(to, ENCODER_WORDS, "none");
	for (l = 0; l < e->layers; l++)
		n += (size_t)snprintf(to + n, ENCODER_WORDS - n, "%s%s:%zu",
		    l ? "," : "", e->layer[l].kind->name, e->layer[l].width);
}

void
encoder_put_hidden(const struct encoder_hidden *e, char *to)
{
	size_t l, n = 0;

	if (!e->layers)
		(void)snprintf(to, ENCODER_WORDS, "none");
	for (l = 0; l < e->layers; l++)
		n += (size_t)snprintf(to + n, ENCODER_WORDS - n, "%s%zu%s",
		    l ? "," : "", e->layer[l].width,
		    e->layer[l].relu ? ":relu" : "");
}

size_t
encoder_widest(const struct encoder *e)
{
	size_t l, most = 1;

	for (l = 0; l < e->layers; l++)
		most = size_max(most, e->layer[l].width);
	return most;
}

int
encoder_has(const struct encoder *e, const struct layer_kind *kind)
{
	size_t l;

	for (l = 0; l < e->layers; l++)
		if (e->layer[l].kind == kind)
			return 1;
	return 0;
}

const struct layer_kind *
encoder_looks_back(const struct encoder *e)
{
	size_t l;

	for (l = 0; l < e->layers; l++)
		if (e->layer[l].kind->looks_back)
			return e->layer[l].kind;
	return NULL;
}
