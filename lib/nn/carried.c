/* carried - settings and fields of the initial model. */
/* SPDX-License-Identifier: MIT */
#include "nn/carried.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/field.h"
#include "model/model.h"
#include "nn/optimizer.h"
#include "nn/run.h"
#include "nn/settings.h"

struct carried {
	struct model *m;                  /* NULL: none */
	const char **words[FIELD_PLACES]; /* of its fields */
};

void
carried_free(struct carried *c)
{
	int place;

	if (!c)
		return;
	for (place = 0; place < FIELD_PLACES; place++)
		free(c->words[place]);
	model_free(c->m);
	free(c);
}

/* Clears settings that the model's optimiser does not use, although the model
 * stores numbers for them. */
static void
drop_numbers(struct settings *p, const char *optimizer)
{
	const struct optimizer *o = optimizer_find(p->optimizer);
	const int other = optimizer && strcmp(optimizer, p->optimizer) != 0;

	if (other)
		p->rate = NAN;
	if (other || isnan(o->own.momentum))
		p->momentum = NAN;
	if (other || isnan(o->own.beta1))
		p->beta1 = NAN;
	if (other || isnan(o->own.beta2))
		p->beta2 = NAN;
	if (other || isnan(o->own.epsilon))
		p->epsilon = NAN;
	if (other || isnan(o->own.decay))
		p->decay = NAN;
}

/* The value of a setting in the model at ctx. */
static const char *
value_of(void *ctx, const char *name)
{
	return model_setting(ctx, name);
}

/* Sets *p to the settings of the model in dir. */
static int
take(struct carried *c, struct settings *p, const char *dir, struct fail *f)
{
	const char *optimizer = p->optimizer;

	c->m = model_load(dir, f);
	if (!c->m)
		return -1;
	if (settings_take(p, value_of, c->m, f))
		return fail_at(f, "%s", dir);
	drop_numbers(p, optimizer);
	return 0;
}

struct carried *
carried_begin(struct settings *p, const char *preset, const char *init_from,
    struct fail *f)
{
	struct carried *c = calloc(1, sizeof(*c));

	if (!c) {
		(void)fail_memory(f);
	} else if (!init_from || preset) { /* the preset exists */
		(void)settings_preset(p, preset ? preset : "recommended");
	} else if (take(c, p, init_from, f)) {
		carried_free(c);
		return NULL;
	}
	return c;
}

static size_t
count_fields(const struct model *m, enum field_place place)
{
	char name[FIELD_CALLED];
	size_t n = 0;

	for (;; n++) {
		field_called(place, n, "", name);
		if (!model_setting(m, name))
			return n;
	}
}

int
carried_fields(struct carried *c, struct run_sources *s, struct fail *f)
{
	char name[FIELD_CALLED];
	size_t i, n;
	int place;

	for (place = 0; place < FIELD_PLACES; place++)
		if (!c->m || s->field[place].n)
			return 0;
	for (place = 0; place < FIELD_PLACES; place++) {
		n = count_fields(c->m, (enum field_place)place);
		if (!n)
			continue;
		c->words[place] = calloc(n, sizeof(*c->words[place]));
		if (!c->words[place])
			return fail_memory(f);
		for (i = 0; i < n; i++) {
			field_called((enum field_place)place, i, "", name);
			c->words[place][i] = model_setting(c->m, name);
		}
		s->field[place] = (struct run_words){c->words[place], n};
	}
	return 0;
}
