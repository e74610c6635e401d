/*
 * small_linear - few sessions, baselines fitted to them, and their scores.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SMALL_LINEAR_H
#define SMALL_LINEAR_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/sequences.h"
#include "data/vocab.h"
#include "linear/fit.h"
#include "linear/linear_settings.h"
#include "linear/method.h"
#include "linear/scorer.h"
#include "model/model.h"

#define MOST 64 /* items, and sessions */
#define EVENTS 1024

static size_t start[MOST + 1];
static int32_t item[EVENTS];
static struct sequences sessions = {.start = start, .item = item};

static void
add_session(const char *text)
{
	char *end;
	long id;

	for (; (id = strtol(text, &end, 10)) > 0; text = end)
		item[sessions.events++] = (int32_t)id;
	start[++sessions.n] = sessions.events;
}

/* A vocabulary of items 1 .. n as they are numbered, with the counts of
 * events. */
static struct vocab *
counted(size_t n)
{
	struct fail f;
	struct vocab *v = vocab_new(&f);
	char name[24];
	size_t i, p;

	for (i = 1; i <= n; i++) {
		uint64_t count = 0;

		(void)snprintf(name, sizeof(name), "%zu", i);
		(void)vocab_add(v, name, strlen(name), &f);
		for (p = 0; p < sessions.events; p++)
			count += (size_t)item[p] == i;
		vocab_set_count(v, (int32_t)i, count);
	}
	return v;
}

/* A model of n items by the method, with settings as "name=value ..." on top of
 * its own; or NULL. */
static struct model *
fit(const char *name, const char *words, size_t n, const float *first,
    struct fail *f)
{
	const struct method *method = method_find(name);
	struct linear_settings given, set;
	const struct fit_data data = {
	    .s = &sessions, .items = n, .set = &set, .start = first};
	struct model *m = model_new(f);

	m->vocab = counted(n);
	if (linear_settings_make(&given, words, NULL, f) ||
	    linear_settings_make(&set, method->settings, &given, f) ||
	    method_fit(method, &data, m, f)) {
		model_free(m);
		return NULL;
	}
	return m;
}

/* Scores x [n] of the query; vectors are multiplied with the items'. */
static void
ask(struct model *m, struct scorer *s, const char *query, size_t n, double *x)
{
	const struct tensor *t = model_tensor(m, "candidate_embedding");
	double q[MOST] = {0};
	int32_t ids[MOST];
	size_t l = 0, i, k;
	char *end;
	long id;

	for (; (id = strtol(query, &end, 10)) > 0; query = end)
		ids[l++] = (size_t)id <= n ? (int32_t)id : 0;
	if (!t) {
		scorer_answer(s, 0, l, ids, x);
		return;
	}
	scorer_answer(s, 0, l, ids, q);
	for (i = 0; i < n; i++) {
		x[i] = 0;
		for (k = 0; k < t->cols; k++)
			x[i] += q[k] * (double)t->x[(i + 1) * t->cols + k];
	}
}

#endif
