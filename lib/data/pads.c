/* pads - finds the padding token, which fills lists up to one length. */
/* SPDX-License-Identifier: MIT */
#include "data/pads.h"

#include "base/fail.h"

static const char usual[PADS_USUAL][6] = {
    "0", "-1", "UNK", "PAD", "[PAD]", "<pad>", ""};

void
pads_begin(struct pads *p, const char *told)
{
	*p = (struct pads){.told = told, .open = !told, .run = -1};
	if (told && strcmp(told, PADS_NONE) != 0)
		p->pad = (struct slice){told, strlen(told)};
}

const char *
pads_said(const struct pads *p)
{
	return p->pad.s ? p->pad.s : PADS_NONE;
}

struct slice
pads_token(size_t k)
{
	return (struct slice){usual[k], strlen(usual[k])};
}

int
pads_find(struct slice t)
{
	int k;

	for (k = 0; k < PADS_USUAL; k++) {
		if (strlen(usual[k]) == t.n && !memcmp(usual[k], t.s, t.n))
			return k;
	}
	return -1;
}

void
pads_next(struct pads *p, int k)
{
	if (p->run >= 0 && p->run != k)
		p->seen[p->run].item = 1;
	p->run = k;
	if (k >= 0)
		p->seen[k].n++;
}

void
pads_end_list(struct pads *p, size_t n)
{
	p->run = -1;
	if (p->lists++ == 0)
		p->length = n;
	if (n != p->length)
		p->open = 0;
}

void
pads_label(struct pads *p, int k)
{
	if (k >= 0)
		p->seen[k].item = 1;
}

int
pads_end(struct pads *p, struct fail *f)
{
	int k, found = -1;

	if (!p->open)
		return 0;
	p->open = 0;
	/* A list of one token has no room for padding. */
	for (k = 0; k < PADS_USUAL && p->length > 1; k++) {
		if (!p->seen[k].n || p->seen[k].item)
			continue;
		if (found >= 0)
			return fail_set(f,
			    "'%s' and '%s' both look like padding: choose "
			    "one with --pad=TOKEN, or --pad=" PADS_NONE,
			    usual[found], usual[k]);
		found = k;
	}
	if (found >= 0) {
		p->pad = pads_token((size_t)found);
		p->n = p->seen[found].n;
	}
	return 0;
}
