/*
 * sessions_file - the sessions of training as tensors of a model.
 *
 * session_length [N,1] and session_item [C,1], items from 1, one session after the
 * other, oldest first.
 *
 * Letters: N sessions, C events of all.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SESSIONS_FILE_H
#define LINEAR_SESSIONS_FILE_H

#include "base/base.h"

int sessions_file_save(const struct sequences *, struct model *, struct fail *);

/* Freed by sequences_free(), also where it failed. */
int sessions_file_load(struct sequences *, struct model *, struct fail *);

#endif
