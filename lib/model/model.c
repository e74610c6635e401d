/* model - a trained model in memory: settings, vocabulary, tensors. */
/* SPDX-License-Identifier: MIT */
#include "model/model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "model/model_map.h"

struct model *
model_new(struct fail *f)
{
	struct model *m = calloc(1, sizeof(*m));

	if (!m)
		(void)fail_memory(f);
	return m;
}

void
model_free(struct model *m)
{
	size_t i;

	if (!m)
		return;
	vocab_free(m->vocab);
	for (i = 0; i < m->nlists; i++)
		vocab_free(m->lists[i].vocab);
	free(m->lists);
	free(m->settings);
	for (i = 0; i < m->ntensors; i++)
		if (m->tensors[i].map)
			model_map_close(m->tensors[i].map);
		else
			free(m->tensors[i].x);
	free(m->tensors);
	free(m);
}

int
model_is_list(const char *name)
{
	static const char *const begins[] = {
	    "event_field", "query_field", "item_field"};
	size_t i = 0;

	while (i < COUNTOF(begins) &&
	       strncmp(name, begins[i], strlen(begins[i])) != 0)
		i++;
	return i < COUNTOF(begins);
}

struct model_list *
model_list(struct model *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->nlists; i++)
		if (!strcmp(m->lists[i].name, name))
			return &m->lists[i];
	return NULL;
}

int
model_add_list(
    struct model *m, const char *name, struct vocab *v, struct fail *f)
{
	struct model_list *l;

	if (ARRAY_ROOM(&m->lists, &m->lists_room, m->nlists + 1, f))
		return -1;
	l = &m->lists[m->nlists++];
	l->vocab = v;
	(void)snprintf(l->name, sizeof(l->name), "%s", name); /* it fits */
	return 0;
}

struct tensor *
model_tensor(struct model *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->ntensors; i++) {
		if (!strcmp(m->tensors[i].name, name))
			return &m->tensors[i];
	}
	return NULL;
}

struct tensor *
model_shaped(
    struct model *m, const char *name, size_t rows, size_t cols, struct fail *f)
{
	struct tensor *t = model_tensor(m, name);

	if (!t) {
		(void)fail_set(f, "the model has no tensor %s", name);
		return NULL;
	}
	if ((rows && t->rows != rows) || (cols && t->cols != cols)) {
		(void)fail_set(f,
		    "the model's tensor %s is %zu x %zu, not "
		    "%zu x %zu",
		    name, t->rows, t->cols, rows ? rows : t->rows,
		    cols ? cols : t->cols);
		return NULL;
	}
	return t;
}

struct tensor *
model_need(
    struct model *m, const char *name, size_t rows, size_t cols, struct fail *f)
{
	struct tensor *t = model_shaped(m, name, rows, cols, f);

	return t && t->map && model_map_check(t->map, t->cols, f) ? NULL : t;
}

int
model_check(struct model *m, struct fail *f)
{
	size_t i;

	for (i = 0; i < m->ntensors; i++) {
		struct tensor *t = &m->tensors[i];

		if (t->map && model_map_check(t->map, t->cols, f))
			return -1;
	}
	return 0;
}

struct tensor *
model_add_mapped(struct model *m, const char *name, size_t rows, size_t cols,
    struct model_map *map, float *x, struct fail *f)
{
	struct tensor *t;

	if (strlen(name) >= MODEL_NAME) {
		(void)fail_set(f, "tensor %s: name too long", name);
		return NULL;
	}
	if (m->ntensors == MODEL_MAX_TENSORS) {
		(void)fail_set(f, "tensor %s is one too many", name);
		return NULL;
	}
	if (ARRAY_ROOM(&m->tensors, &m->tensors_room, m->ntensors + 1, f))
		return NULL;
	t = &m->tensors[m->ntensors];
	*t = (struct tensor){.rows = rows, .cols = cols, .x = x, .map = map};
	(void)snprintf(t->name, sizeof(t->name), "%s", name); /* it fits */
	m->ntensors++;
	return t;
}

struct tensor *
model_add(
    struct model *m, const char *name, size_t rows, size_t cols, struct fail *f)
{
	struct tensor *t;
	float *x;
	size_t n;

	if (size_mul(rows, cols, &n) || !(x = calloc(n + !n, sizeof(*x)))) {
		(void)fail_memory(f);
		return NULL;
	}
	t = model_add_mapped(m, name, rows, cols, NULL, x, f);
	if (!t)
		free(x);
	return t;
}

const char *
model_setting(const struct model *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->nsettings; i++) {
		if (!strcmp(m->settings[i].name, name))
			return m->settings[i].value;
	}
	return NULL;
}

int
model_number(const struct model *m, const char *name, size_t most, size_t *x,
    struct fail *f)
{
	const char *s = model_setting(m, name);
	uint64_t v;

	if (!s)
		return fail_set(f, "the model lacks the setting %s", name);
	if (num_get_count(s, strlen(s), 0, most, &v))
		return fail_set(f,
		    "the model's setting %s is '%s', not a "
		    "number up to %zu",
		    name, s, most);
	*x = (size_t)v;
	return 0;
}

int
model_set(
    struct model *m, const char *name, struct fail *f, const char *fmt, ...)
{
	struct setting *s = NULL;
	size_t i;
	va_list ap;
	int n;

	for (i = 0; i < m->nsettings; i++) {
		if (!strcmp(m->settings[i].name, name))
			s = &m->settings[i];
	}
	if (!s) {
		if (ARRAY_ROOM(
			&m->settings, &m->settings_room, m->nsettings + 1, f))
			return -1;
		s = &m->settings[m->nsettings];
		if (strlen(name) >= sizeof(s->name))
			return fail_set(f, "setting %s: name too long", name);
		(void)snprintf(s->name, sizeof(s->name), "%s", name); /* fits */
		m->nsettings++;
	}
	va_start(ap, fmt);
	n = vsnprintf(s->value, sizeof(s->value), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(s->value) ||
	    strpbrk(s->value, "\t\n\r"))
		return fail_set(f,
		    "setting %s: not a plain word of less than %zu bytes", name,
		    sizeof(s->value));
	return 0;
}

int
model_real(struct model *m, const char *name, double x, struct fail *f)
{
	char s[NUM_MAX + 1];

	*num_put_double(s, x) = '\0';
	return model_set(m, name, f, "%s", s);
}
