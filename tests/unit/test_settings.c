/*
 * test_settings - the table of settings: rows, texts, presets.
 */
/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fail.h"
#include "cli/options.h"
#include "data/examples.h"
#include "data/sequences.h"
#include "nn/run.h"
#include "nn/settings.h"

#include "tap.h"

static struct fail f;

/* The setting of that name as text. */
struct settings_wanted {
	const char *name;
	char value[SETTINGS_WORDS];
	size_t rows;
};

static int
look(void *ctx, const char *name, const char *value, struct fail *fail)
{
	struct settings_wanted *w = ctx;

	(void)fail;
	w->rows++;
	if (!strcmp(name, w->name))
		strcpy(w->value, value);
	return 0;
}

static int
is(const struct settings *p, const char *name, const char *value)
{
	struct settings_wanted w = {.name = name};

	return !settings_each(p, look, &w, &f) && w.rows > 0 &&
	       !strcmp(w.value, value);
}

/* Every row refers to the given settings, not to the defaults. */
static void
test_rows(void)
{
	struct cli_option rows[SETTINGS_ROWS];
	struct settings p = settings_default;
	size_t i;
	int inside = 1;

	settings_rows(&p, rows);
	for (i = 0; i < SETTINGS_ROWS; i++)
		inside &= rows[i].kind == CLI_GROUP ||
		          ((char *)rows[i].to >= (char *)&p &&
			      (char *)rows[i].to < (char *)(&p + 1));
	ok(inside, "rows lead into the settings");
	ok(!settings_set(&p, "batch-size", "77") && p.batch == 77 &&
		!settings_set(&p, "logq", "0.5") && p.logq == 0.5 &&
		!settings_set(&p, "lazy", "1") && p.lazy == 1 &&
		!settings_set(&p, "lazy", "0") && p.lazy == 0 &&
		!settings_set(&p, "loss", "bpr") && !strcmp(p.loss, "bpr"),
	    "a setting of every kind is set by its name");
	ok(settings_set(&p, "colour", "1") && settings_set(&p, "epochs", "x") &&
		settings_set(&p, "logq", "1x") &&
		settings_set(&p, "lazy", "no"),
	    "no other name, and no other number");
	ok(is(&p, "batch_size", "77") && is(&p, "logq", "0.5") &&
		is(&p, "lazy", "0") && is(&p, "loss", "bpr") &&
		is(&p, "metric", "none"),
	    "in words each is as settings.tsv has it");
}

static void
test_check(void)
{
	struct settings p = settings_default;

	ok(!settings_check(&p, &f), "the defaults go together");
	p.calibration = 0.5;
	ok(settings_check(&p, &f) &&
		!strcmp(f.msg,
		    "--calibration applies only to --loss=gbce, not softmax"),
	    "%s", f.msg);
	p.loss = "gbce";
	ok(!settings_check(&p, &f), "with the choice it needs it is taken");
	p.negative_power = 1;
	ok(settings_check(&p, &f) &&
		!strcmp(f.msg, "--negative-power applies only to --negatives"),
	    "%s", f.msg);
	p.negatives = 3;
	ok(!settings_check(&p, &f), "a number that is not 0 will do");
}

static struct examples_columns no_examples;
static struct sequences_columns no_sequences;

/* Settings that follow from the data change with the data. */
static void
test_auto(void)
{
	const struct settings_facts few = {.rows = 1999,
					.predictions = 1999,
					.items = 50},
				    some = {.rows = 2000,
					.predictions = 2000,
					.items = 50},
				    many = {.sequences = 1,
					.rows = 100000,
					.predictions = 400000,
					.items = 40000};
	const struct run_sources none = {.examples_columns = &no_examples,
	    .sequences_columns = &no_sequences};
	struct settings p;

	(void)settings_preset(&p, "recommended");
	settings_auto(&p, &few);
	ok(!strcmp(p.layout, "windows") && p.hold_out == 0 && !p.metric &&
		p.patience == 0 && p.fill_context == 0 &&
		p.bias_from_counts == 1 && !strcmp(p.sampler, "all") &&
		p.negatives == 0 && p.lazy == 0 && p.batch == 32,
	    "of fewer than 2,000 examples none is held back");
	(void)settings_preset(&p, "recommended");
	settings_auto(&p, &some);
	ok(p.hold_out == 200 && !strcmp(p.metric, "ndcg@10") && p.patience == 3,
	    "of 2,000 there are 200, and the metric chooses the epoch");
	(void)settings_preset(&p, "recommended");
	p.batch = 7;
	settings_auto(&p, &many);
	ok(!strcmp(p.layout, "sequences") && p.hold_out == 5000 &&
		p.fill_context == 0 && p.negatives == 2048 && p.logq == 1 &&
		p.lazy == 1 && p.batch == 7,
	    "of many 5,000; a large catalogue is sampled; what is given stays");
	(void)settings_preset(&p, "recommended");
	p.max_length = 9;
	settings_auto_suppose(&p, &none);
	ok(!strcmp(p.layout, "sequences"), "an option can tell the layout");
	(void)settings_preset(&p, "tutorial");
	settings_auto(&p, &many);
	ok(!strcmp(p.layout, "windows") && p.hold_out == 0 && p.dim == 32,
	    "other presets do not follow the data");
}

/* Every preset is a choice whose settings fit together. */
static void
test_presets(void)
{
	const struct settings_facts data = {
	    .rows = 5000, .predictions = 5000, .items = 100};
	struct settings_parts *parts;
	struct settings p;
	const char *name;
	size_t k;

	for (k = 0; (name = settings_preset_choice(k).name); k++) {
		ok(!settings_preset(&p, name) &&
			(settings_auto(&p, &data), 1) &&
			!settings_make(&p, NULL, &parts, &f),
		    "preset %s", name);
		settings_free(parts);
	}
	ok(k > 1 && settings_preset(&p, "no such"), "no other preset");
	(void)settings_preset(&p, "gru4rec");
	ok(p.negatives == 2048 && p.rate == 0.2 && p.mean == 1 &&
		p.epochs == 10 && !strcmp(p.layout, "sessions"),
	    "gru4rec has its authors' parameters");
	ok(settings_is_free("epochs") && settings_is_free("patience") &&
		!settings_is_free("batch_size") && !settings_is_free("no such"),
	    "a run that goes on may be told other epochs, not another batch");
}

int
main(void)
{
	test_rows();
	test_check();
	test_auto();
	test_presets();
	return done();
}
