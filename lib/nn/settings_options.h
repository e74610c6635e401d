/*
 * settings_options - the settings as options of a command line: their names,
 * ranges and words.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SETTINGS_OPTIONS_H
#define NN_SETTINGS_OPTIONS_H

#include "base/base.h"

struct cli_option;
struct settings;

#define SETTINGS_OPTIONS 42

/* The rows [SETTINGS_OPTIONS] that lead into *p, which must outlive them. */
void settings_options_make(struct settings *p, struct cli_option *rows);

#endif
