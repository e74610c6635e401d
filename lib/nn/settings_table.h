/*
 * settings_table - the table of settings; for what walks it, nn/settings_words.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SETTINGS_TABLE_H
#define NN_SETTINGS_TABLE_H

#include "cli/options.h"
#include "nn/settings.h"

struct settings_row {
	struct cli_option option; /* to: the setting in the defaults; or a
				     heading, which is no setting */

	/* What else must be chosen where this is given: "name=value", or "name"
	 * that is not 0; NULL: nothing. */
	const char *only;
	int free; /* a run that goes on may be told another */
};

extern const struct settings_row settings_table[SETTINGS_ROWS];

#endif
