/* small_model - a small model with all weights different, and files to
 * damage, for the tests of model directories. */
/* SPDX-License-Identifier: MIT */
#ifndef SMALL_MODEL_H
#define SMALL_MODEL_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "model/model.h"
#include "nn/layer.h"
#include "nn/net.h"
#include "nn/optimizer.h"
#include "nn/params.h"

#include "tap.h"

static struct fail f;

/* Runs system(), which must succeed. */
static inline void __attribute__((format(printf, 1, 2)))
sh(const char *fmt, ...)
{
	char command[1000];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(command, sizeof(command), fmt, ap);
	va_end(ap);
	if (system(command))
		abort();
}

static inline size_t
slurp(const char *path, unsigned char *p, size_t size)
{
	FILE *in = fopen(path, "rb");
	size_t n = in ? fread(p, 1, size, in) : 0;

	if (!in || fclose(in))
		abort();
	return n;
}

static inline void
spill(const char *path, const void *p, size_t n)
{
	FILE *out = fopen(path, "wb");

	if (!out || fwrite(p, 1, n, out) != n || fclose(out))
		abort();
}

/* 6 items, 4 columns, 3 units, all numbers different. */
static inline struct net
new_net(uint64_t seed)
{
	const struct net_shape is = {.items = 6,
	    .dim = 4,
	    .encoder = "gru:3",
	    .temperature = 1,
	    .fill_context = 1};
	struct net n;

	if (net_alloc(&n, &is, 1, &f) ||
	    params_init(n.params, optimizer_find("adagrad"), seed, &f))
		abort();
	return n;
}

static inline struct model *
new_model(const struct net *n)
{
	static const char *const tokens[] = {
	    "1193", "a", "caf\xc3\xa9", "a\\,b", "x y", "0"};
	struct model *m = model_new(&f);
	size_t i;

	if (!m || !(m->vocab = vocab_new(&f)))
		abort();
	for (i = 0; i < COUNTOF(tokens); i++) {
		if (vocab_tally(m->vocab, tokens[i], strlen(tokens[i]),
			7 * i + (i == 2) * (uint64_t)1e15, &f))
			abort();
	}
	if (model_set(m, "pad", &f, "%s", "") ||
	    model_set(m, "answer", &f, "%zu", (size_t)42) ||
	    model_set(m, "encoder", &f, "gru:3") ||
	    model_set(m, "hidden", &f, "none") ||
	    model_set(m, "item_hidden", &f, "none") ||
	    model_set(m, "heads", &f, "1") ||
	    model_set(m, "positions", &f, "0") ||
	    model_set(m, "norm", &f, "sasrec") ||
	    model_set(m, "dim", &f, "4") ||
	    model_set(m, "tie_embeddings", &f, "0") ||
	    model_set(m, "item_bias", &f, "0") ||
	    model_set(m, "normalize", &f, "0") ||
	    model_set(m, "temperature", &f, "1") ||
	    model_set(m, "fill_context", &f, "1") || net_save(n, m, &f))
		abort();
	return m;
}

static inline void
save_new(const char *dir, uint64_t seed)
{
	struct net n = new_net(seed);
	struct model *m = new_model(&n);

	if (model_save(m, dir, &f))
		ok(0, "%s: %s", dir, f.msg);
	model_free(m);
	net_free(&n);
}

#endif
