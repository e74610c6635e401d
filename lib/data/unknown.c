/* unknown - counts items that a vocabulary lacks, and names some of them. */
/* SPDX-License-Identifier: MIT */
#include "data/unknown.h"

#include <stdio.h>
#include <string.h>

static const struct choice ways[] = {
    [UNKNOWN_DROP] = {"drop", NULL, "leave them out"},
    [UNKNOWN_ERROR] = {"error", NULL, "refuse the input"},
    [UNKNOWN_ROW0] = {"row0", NULL, "treat them as one item, row 0"},
};

struct choice
unknown_choice(size_t k)
{
	return k < COUNTOF(ways) ? ways[k] : (struct choice){0};
}

enum unknown_way
unknown_find(const char *name)
{
	size_t k = 0;

	while (k + 1 < COUNTOF(ways) && strcmp(ways[k].name, name) != 0)
		k++;
	return (enum unknown_way)k;
}

void
unknown_add(struct unknown *u, struct slice name)
{
	size_t i, n = size_min(name.n, UNKNOWN_ROOM);

	u->n++;
	if (u->more && u->names == UNKNOWN_NAMES)
		return;
	for (i = 0; i < u->names; i++) {
		if (strlen(u->name[i]) == n && !memcmp(u->name[i], name.s, n))
			return;
	}
	if (n && (name.s[0] == ' ' || name.s[name.n - 1] == ' '))
		u->odd = 1;
	if (u->names == UNKNOWN_NAMES) {
		u->more = 1;
		return;
	}
	memcpy(u->name[u->names], name.s, n);
	u->name[u->names++][n] = '\0';
}

void
unknown_join(struct unknown *a, const struct unknown *b)
{
	const size_t n = a->n + (b ? b->n : 0);
	size_t i;

	if (!b)
		return;
	for (i = 0; i < b->names; i++)
		unknown_add(a, (struct slice){b->name[i], strlen(b->name[i])});
	a->n = n;
	a->more |= b->more;
	a->odd |= b->odd;
}

void
unknown_words(const struct unknown *u, char words[UNKNOWN_WORDS])
{
	size_t i, at = 0;

	words[0] = '\0';
	for (i = 0; i < u->names; i++)
		at += (size_t)snprintf(words + at, UNKNOWN_WORDS - at, "%s'%s'",
		    i ? ", " : "", u->name[i]);
	(void)snprintf(words + at, UNKNOWN_WORDS - at, "%s%s",
	    u->more ? ", ..." : "",
	    u->odd ? "; commas without blanks separate items" : "");
}
