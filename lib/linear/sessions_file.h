/*
 * sessions_file - the training sessions as tensors of a model.
 *
 * The tensors are session_length [N,1] and session_item [C,1]: items counted
 * from 1, session after session, oldest first.
 *
 * Letters: N sessions, C events of all sessions.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SESSIONS_FILE_H
#define LINEAR_SESSIONS_FILE_H

#include "base/base.h"

int sessions_file_save(const struct sequences *, struct model *, struct fail *);

/* Returns -1 if a tensor is missing or damaged, or memory runs out.  Free the
 * sequences with sequences_free(), even after a failure. */
int sessions_file_load(struct sequences *, struct model *, struct fail *);

#endif
