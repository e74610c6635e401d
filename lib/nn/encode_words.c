/* encode_words - reports on the data that was encoded. */
/* SPDX-License-Identifier: MIT */
#include "nn/encode.h"

#include <stdio.h>

#include "base/num.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "data/unknown.h"

void
encode_say(const struct encode_data *d, const struct encode_columns *c,
    int is_baseline, void (*say)(int warning, const char *words))
{
	char names[FIELD_WORDS], first[UNKNOWN_WORDS], words[1024];
	struct unknown all = {0};
	size_t n;

	unknown_join(&all, d->x->items);
	unknown_join(&all, d->s->unknown);
	if (all.n) {
		unknown_words(&all, first);
		(void)snprintf(words, sizeof(words),
		    "%zu items are not in the model: %s (%s)", all.n,
		    d->row0 && !is_baseline ? "row 0" : "left out", first);
		say(1, words);
	}
	n = c->fields ? fields_missing(c->fields, names) : 0;
	if (n) {
		(void)snprintf(words, sizeof(words),
		    n > 1 ? "there are no columns %s: these values are missing"
			  : "there is no column %s: these values are missing",
		    names);
		say(1, words);
	}
	for (n = 0; c->fields && n < c->fields->n; n++)
		if (field_unknown(&c->fields->field[n], words))
			say(1, words);
	if (d->x->nlost) {
		(void)snprintf(words, sizeof(words),
		    "%zu context%s without a known item: no query, that is, "
		    "NaN or \\N",
		    d->x->nlost, num_s(d->x->nlost));
		say(1, words);
	}
}
