/* shuffle - the order in which an epoch sees n things. */
/* SPDX-License-Identifier: MIT */
#include "nn/shuffle.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/num.h"
#include "base/rng.h"

struct shuffle {
	struct shuffle_options is;
	size_t n;
	size_t next;    /* input things taken so far */
	struct rng rng; /* SHUFFLE_BUFFER */
	size_t held;    /* of these, the number in kept */
	int32_t *kept;  /* the buffer, or the whole permutation */
};

static const char *const names[] = {[SHUFFLE_NONE] = "none",
    [SHUFFLE_BUFFER] = "buffer",
    [SHUFFLE_EPOCH] = "epoch"};

const char *
shuffle_name(enum shuffle_kind k)
{
	return names[k];
}

int
shuffle_parse(struct shuffle_options *o, const char *how)
{
	uint64_t n;

	o->buffer = 0;
	if (!strcmp(how, "none")) {
		o->kind = SHUFFLE_NONE;
	} else if (!strcmp(how, "epoch")) {
		o->kind = SHUFFLE_EPOCH;
	} else {
		if (strncmp(how, "buffer:", 7) ||
		    num_get_count(how + 7, strlen(how + 7), 1, INT32_MAX, &n))
			return -1;
		o->kind = SHUFFLE_BUFFER;
		o->buffer = (size_t)n;
	}
	return 0;
}

struct shuffle *
shuffle_new(const struct shuffle_options *is, size_t n, struct fail *f)
{
	struct shuffle *o = calloc(1, sizeof(*o));
	size_t kept = is->kind == SHUFFLE_NONE     ? 0
	              : is->kind == SHUFFLE_BUFFER ? size_min(is->buffer, n)
	                                           : n;

	if (!o) {
		(void)fail_memory(f);
		return NULL;
	}
	*o = (struct shuffle){.is = *is, .n = n, .held = kept};
	o->kept = malloc((kept ? kept : 1) * sizeof(*o->kept));
	if (!o->kept) {
		(void)fail_memory(f);
		shuffle_free(o);
		return NULL;
	}
	shuffle_begin(o, 0);
	return o;
}

void
shuffle_free(struct shuffle *o)
{
	if (!o)
		return;
	free(o->kept);
	free(o);
}

/* Fisher-Yates, with one random stream an epoch. */
static void
permute(struct shuffle *o, size_t epoch)
{
	size_t i, j;

	rng_seed(&o->rng, o->is.seed, (uint64_t)epoch << 8 | 3);
	for (i = o->n; i > 1; i--) {
		int32_t was = o->kept[i - 1];

		j = (size_t)rng_below(&o->rng, i);
		o->kept[i - 1] = o->kept[j];
		o->kept[j] = was;
	}
}

void
shuffle_begin(struct shuffle *o, size_t epoch)
{
	size_t i;

	o->next = 0;
	if (o->is.kind == SHUFFLE_BUFFER)
		o->held = size_min(o->is.buffer, o->n);
	for (i = 0; i < o->held; i++)
		o->kept[i] = (int32_t)i;
	if (o->is.kind == SHUFFLE_EPOCH)
		permute(o, epoch);
	else
		rng_seed(&o->rng, o->is.seed, 2); /* the same in all epochs */
}

/* Takes a random thing from the buffer and refills the buffer, until input and
 * buffer are empty. */
static int32_t
draw(struct shuffle *o)
{
	size_t j = (size_t)rng_below(&o->rng, o->held);
	size_t entering = o->next + size_min(o->is.buffer, o->n);
	int32_t out = o->kept[j];

	o->kept[j] = entering < o->n ? (int32_t)entering : o->kept[--o->held];
	return out;
}

void
shuffle_next(struct shuffle *o, size_t m, int32_t *to)
{
	size_t i;
	int32_t x;

	for (i = 0; i < m; i++, o->next++) {
		x = o->is.kind == SHUFFLE_NONE     ? (int32_t)o->next
		    : o->is.kind == SHUFFLE_BUFFER ? draw(o)
		                                   : o->kept[o->next];
		if (to)
			to[i] = x;
	}
}
