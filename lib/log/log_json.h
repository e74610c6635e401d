/*
 * log_json - suggests a command of jq that turns a log in JSON into columns, by
 * the names of its keys.
 */
/* SPDX-License-Identifier: MIT */
#ifndef LOG_LOG_JSON_H
#define LOG_LOG_JSON_H

#include "base/base.h"

struct input_mode; /* io/input */

/*
 * Explains what to do with JSON that begins with the n bytes at p: objects, one
 * per line or in an array, each perhaps with a list of objects, such as the
 * events of a session.  Sets the message and returns -1; returns 0 without a
 * message if the keys do not name a user and an item.
 */
int log_json_explain(
    const unsigned char *p, size_t n, const char *file, struct fail *);

/* Like input_of_logs (io/input), with this explanation for JSON. */
extern const struct input_mode log_json_input;

#endif
