/* run_prepare - from settings as given to a run that can begin. */
/* SPDX-License-Identifier: MIT */
#include "nn/run.h"

#include <string.h>

#include "base/fail.h"
#include "data/field.h"
#include "model/model.h"
#include "nn/net.h"
#include "nn/settings.h"

/* Refuses contradictory options before the work; copies the options about
 * reading to the sources. */
static int
check(const struct settings *given, struct run_sources *s, struct fail *f)
{
	struct settings_parts *parts;
	struct settings p = *given;
	struct fields fields = {0};
	int r;

	r = run_parse_fields(&fields, s, f);
	fields_free(&fields);
	if (r)
		return -2;
	if (s->cache && (!*s->cache || !strcmp(s->cache, "-")))
		return fail_set(f, "--cache: rows are read again and again, so "
				   "it must be a file"),
		       -2;
	settings_auto_suppose(&p, s);
	r = settings_make(&p, s, &parts, f);
	if (r)
		return r == -1 ? -2 : -1;
	settings_free(parts);
	if (!given->layout)
		s->sequences = -1;
	return 0;
}

int
run_prepare(struct run *run, struct settings *p, struct run_sources *s,
    const char *const *files, size_t n, struct settings_parts **parts,
    struct fail *f)
{
	struct settings_facts is;
	int r;

	settings_auto_layout(p, s);
	if ((r = check(p, s, f)))
		return r;
	if (run_open(run, s, files, n, f))
		return -1;
	if (!p->layout)
		p->layout = run->reads_sequences ? "sequences" : "windows";
	if ((r = check(p, s, f)))
		return r;
	if (run_read(run, s, f))
		return -1;
	run_facts(run, s, &is);
	if (run->known &&
	    model_number(run->known, "dim", NET_WIDEST, &is.dim, f))
		return -1;
	settings_auto(p, &is);
	r = settings_make(p, s, parts, f);
	if (r)
		return r == -1 ? -2 : -1;
	if (run_begin(
		run, s, p, settings_options(*parts), settings_shape(*parts), f))
		return -1;
	settings_set_items(*parts, run->net->is.items);
	return 0;
}
