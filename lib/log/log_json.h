/*
 * log_json - what to do with a log that is JSON: the command of jq that turns
 * it into columns, by the names of its keys.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_JSON_H
#define LOG_LOG_JSON_H

#include "base/base.h"

struct input_mode; /* io/input */

/*
 * Explains the JSON that begins with those n bytes: lines of objects or an
 * array of them, which may have a list of objects, such as the events of a
 * session.  Returns -1; or 0, nothing set, if the keys name no user and item.
 */
int log_json_explain(
    const unsigned char *p, size_t n, const char *file, struct fail *);

/* input_of_logs (io/input) that explains JSON so. */
extern const struct input_mode log_json_input;

#endif
