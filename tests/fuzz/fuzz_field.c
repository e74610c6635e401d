/*
 * fuzz_field - a field as it is given, in the first line, and values of it.
 *
 * What is understood is the same when it is read in its own words.  Values
 * become rows of the field's table, and every bag has some; read again, when
 * the field has learnt, they are the same.
 */
/* SPDX-License-Identifier: MIT */
#include "data/field.h"

#include <math.h>

#include "base/fail.h"
#include "data/bags.h"
#include "data/vocab.h"
#include "fuzz.h"

#define MOST 64 /* values */

static const char *const items[] = {"a", "b"};

/* The lines as values [n]; -1: one is refused. */
static int
take(struct field *k, const char *s, const char *end, int32_t *id, size_t *n,
    struct fail *f)
{
	for (*n = 0; s < end && *n < MOST; s++) {
		const char *eol = memchr(s, '\n', (size_t)(end - s));

		eol = eol ? eol : end;
		id[*n] =
		    field_value(k, (struct slice){s, (size_t)(eol - s)}, f);
		if (id[*n] < 0 || field_is_wrong(k, id[*n]))
			return -1;
		*n += 1;
		s = eol;
	}
	return 0;
}

/* Are values id [n] rows, and bags of rows? */
static void
check(const struct field *k, const int32_t *id, size_t n)
{
	size_t i, j;

	for (i = 0; i < n; i++) {
		CLAIM(id[i] >= 0 && (size_t)id[i] <= field_values(k));
		if (!k->bags)
			continue;
		CLAIM(k->bags->start[id[i]] < k->bags->start[id[i] + 1]);
		for (j = k->bags->start[id[i]]; j < k->bags->start[id[i] + 1];
		     j++)
			CLAIM((size_t)k->bags->row[j] <= field_rows(k));
	}
}

static void
check_words(const struct fields *p)
{
	char words[FIELD_WORDS], again[FIELD_WORDS];
	const char *one = words;
	struct fields q = {0};
	struct fail f;

	field_words(&p->field[0], words);
	CLAIM(!fields_parse(&q, p->field[0].place, &one, 1, &f));
	field_words(&q.field[0], again);
	CLAIM(!strcmp(words, again) && q.field[0].kind == p->field[0].kind &&
	      q.field[0].size == p->field[0].size);
	fields_free(&q);
}

static void
try_values(struct field *k, const char *s, const char *end)
{
	int32_t id[MOST], again[MOST];
	struct vocab *v;
	struct fail f;
	size_t n, m, i;

	if (take(k, s, end, id, &n, &f))
		return;
	v = fuzz_need(vocab_new(&f));
	for (i = 0; i < COUNTOF(items); i++)
		CLAIM(vocab_add(v, items[i], 1, &f) > 0);
	if (!field_settle(k, v, id, n, 1, NULL, &f)) {
		check(k, id, n);
		CLAIM(!take(k, s, end, again, &m, &f) && m == n);
		CLAIM(!field_settle(k, v, again, m, 1, NULL, &f));
		CLAIM(!memcmp(id, again, n * sizeof(*id)));
	}
	vocab_free(v);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const unsigned how = fuzz_byte(p, &n);
	const char *s = (const char *)p, *eol;
	char words[400];
	const char *one = words;
	struct fields fields = {0};
	struct fail f = {0};
	size_t length;

	/* fuzz_byte() takes the last one. */
	eol = n ? memchr(s, '\n', n) : NULL;
	length = eol ? (size_t)(eol - s) : n;
	if (length >= sizeof(words) || memchr(s, '\0', length))
		return 0;
	memcpy(words, s, length);
	words[length] = '\0';
	if (fields_parse(
		&fields, how % 2 ? FIELD_QUERY : FIELD_EVENT, &one, 1, &f)) {
		CLAIM(*f.msg != '\0');
	} else {
		check_words(&fields);
		if (eol)
			try_values(&fields.field[0], eol + 1, s + n);
	}
	fields_free(&fields);
	return 0;
}
