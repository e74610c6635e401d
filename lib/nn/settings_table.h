/*
 * settings_table - the table of settings; nn/settings_words walks it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SETTINGS_TABLE_H
#define NN_SETTINGS_TABLE_H

#include "cli/options.h"
#include "nn/settings.h"

struct settings_row {
	struct cli_option option; /* to: the setting in the defaults; or a
                                     heading, without a setting */

	/* What this setting requires: "name=value", or "name" for a value other
	 * than 0; NULL: nothing. */
	const char *only;
	int free;      /* a resumed run may change it */
	int validates; /* the setting is about validation, which a run need not
                          have */
};

extern const struct settings_row settings_table[SETTINGS_ROWS];

#endif
