/*
 * wrap - shared by the sources of seqrec.h: objects that two sources use, and
 * the conversion of errors.
 */
/* SPDX-License-Identifier: MIT */
#ifndef API_WRAP_H
#define API_WRAP_H

#include "base/base.h"

struct seqrec_error;
struct seqrec_lists;

struct seqrec_vocab {
	struct vocab *v;
};

struct seqrec_model {
	struct model *m;
	struct seqrec_vocab vocab;   /* of m */
	const struct tensor *scored; /* [V+1,d] row 0 is the unknown item */
};

/* Copies the message to *e unless e is NULL; returns -1. */
int wrap_error(struct seqrec_error *e, const struct fail *);

/* Returns -1 if a list ends before it begins. */
int wrap_check_lists(const struct seqrec_lists *, struct fail *);

#endif
