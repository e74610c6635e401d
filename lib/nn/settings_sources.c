/* settings_sources - checks the settings against the sources. */
/* SPDX-License-Identifier: MIT */
#include "nn/settings.h"

#include <string.h>

#include "base/fail.h"
#include "data/examples.h"
#include "data/field.h"
#include "data/sequences.h"
#include "nn/run.h"

int
settings_check_sources(
    const struct settings *p, const struct run_sources *s, struct fail *f)
{
	const struct examples_columns *x = s->examples_columns;
	int windows = !strcmp(p->layout, "windows");

	if (x->pad && (strlen(x->pad) > 200 || strpbrk(x->pad, "\t\n\r")))
		return fail_set(f, "--pad: not a token, as TSV escapes it");
	if (s->resume && s->init_from)
		return fail_set(
		    f, "--resume and --init-from cannot be used together");
	if ((x->k || x->context || s->field[FIELD_EVENT].n) &&
	    !strcmp(p->encoder, "none"))
		return fail_set(f,
		    "--context, --context-length and --event-field need an "
		    "encoder over events, not --encoder=none");
	if (x->k && !windows)
		return fail_set(f,
		    "--context-length applies only to --layout=windows%s",
		    strcmp(p->layout, "sequences")
			? ""
			: "; use --max-length instead");
	if (p->weight && !windows)
		return fail_set(f,
		    "--weight has one number a row, and a row of "
		    "--layout=%s has many predictions: train on examples, "
		    "which seq-examples writes without --sequences",
		    p->layout);
	if (s->items && !s->field[FIELD_ITEM].n)
		return fail_set(f, "--items needs --item-field");
	if (s->field[FIELD_ITEM].n && !s->items && !s->resume && !s->init_from)
		return fail_set(f, "--item-field needs --items");
	if (s->sequences_columns->items && windows)
		return fail_set(
		    f, "--sequence needs --layout=sequences or sessions");
	if ((x->context || x->label) && !windows && !s->valid_file)
		return fail_set(f,
		    "--context and --label need --layout=windows or --valid");
	if ((p->exclude_context || p->mask_context) &&
	    !strcmp(p->encoder, "none"))
		return fail_set(f,
		    "--%s needs contexts, and --encoder=none reads none",
		    p->exclude_context ? "exclude-context" : "mask-context");
	if (p->hold_out && s->valid_file)
		return fail_set(
		    f, "--hold-out and --valid cannot be used together");
	if ((p->metric || p->patience || p->valid_batch != SETTINGS_UNSET) &&
	    !s->valid_file && !p->hold_out)
		return fail_set(f,
		    "--metric, --patience and --valid-batch need "
		    "--valid or --hold-out");
	return 0;
}
