/* clock - the time, for people and for measuring. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/base.h"

/* Seconds of a clock that only goes forward. */
double clock_seconds(void);

/* Seconds since 1970, UTC. */
double clock_unix(void);

/* Writes the time in UTC, in the form 2026-11-30T17:05:09Z. */
#define CLOCK_STAMP 32
void clock_stamp(char to[CLOCK_STAMP]);

#endif
