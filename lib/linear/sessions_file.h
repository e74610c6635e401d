/*
 * sessions_file - the training sessions as tensors of a model.
 *
 * session_length [N,1] and session_item [C,1], items from 1, session after
 * session, oldest first.
 *
 * Letters: N sessions, C events of all sessions.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LINEAR_SESSIONS_FILE_H
#define LINEAR_SESSIONS_FILE_H

#include "base/base.h"

int sessions_file_save(const struct sequences *, struct model *, struct fail *);

/* Freed by sequences_free(), also after a failure. */
int sessions_file_load(struct sequences *, struct model *, struct fail *);

#endif
