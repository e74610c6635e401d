/*
 * settings - the settings of a training run, in words and numbers, and their
 * conversion to the options of nn/train.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SETTINGS_H
#define NN_SETTINGS_H

#include "base/base.h"

struct cli_option;
struct net_shape;
struct run_sources;
struct train_options;

/* The values of seq-train's options.  NULL, NAN, SETTINGS_UNSET, and -1 for a
 * flag, mean that an option was not given. */
struct settings {
	const char *layout, *embedding_init, *encoder, *hidden, *item_hidden,
	    *norm, *loss, *optimizer, *shuffle, *schedule;
	const char *activation, *sampler, *metric, *unknown, *weight;
	size_t dim, heads, positions, epochs, batch, max_length, negatives;
	size_t hold_out, valid_batch, warmup, patience, seed;
	double rate, momentum, beta1, beta2, epsilon, decay, clip, clip_each;
	double dropout, dropout_embedding, item_dropout, temperature, smoothing;
	double regularisation, calibration, negative_power, logq;
	int last_piece, placed, tied, item_bias, bias_from_counts, normalize,
	    fill_context, mask_accidental, mask_context, exclude_context, lazy;
	int mean;
	int by_data; /* settings that were not given follow from the data */
};

#define SETTINGS_UNSET SIZE_MAX

/* The tutorial's settings; those that depend on other choices are not given. */
extern const struct settings settings_default;

#define SETTINGS_ROWS 61   /* 56 settings, 5 headings of groups */
#define SETTINGS_WORDS 256 /* most bytes of a setting in words */

/*
 * The table of settings.  Each row defines an option, its default and range,
 * the choice that it requires, and its line in a model's settings.tsv.
 * settings_rows() writes the rows, with the headings of their groups, as
 * options [SETTINGS_ROWS] that store into *p, which must outlive them.
 */
void settings_rows(struct settings *p, struct cli_option *options);

/* Calls put_row with every setting, as in settings.tsv, until put_row returns
 * nonzero. */
int settings_each(const struct settings *,
    int (*put_row)(
	void *ctx, const char *name, const char *value, struct fail *),
    void *ctx, struct fail *);

/* Returns -1 if a setting is given without the choice that it requires. */
int settings_check(const struct settings *, struct fail *);

/* Returns -1 if the sources do not suit the layout or the encoder, or if a
 * setting requires validation data and there are none. */
int settings_check_sources(
    const struct settings *, const struct run_sources *, struct fail *);

/* Returns 1 if a resumed run may change this line of settings.tsv. */
int settings_is_free(const char *name);

/* Sets one setting by its option's name; value must outlive p; "auto" means not
 * given.  Returns -1 if there is no such setting, or it is not a number where a
 * number is required. */
int settings_set(struct settings *p, const char *name, const char *value);

/*
 * Sets *p to the settings of a model, except those of validation.
 * value_of(ctx, name) returns the value of a line of settings.tsv; the values
 * must outlive p.  Returns -1 if a setting is missing or out of range.
 */
int settings_take(struct settings *p,
    const char *(*value_of)(void *ctx, const char *name), void *ctx,
    struct fail *);

/* Writes the complete settings that follow from the given ones to standard
 * output as TSV, name and value.  Settings that depend on the data are "auto".
 * Returns -1 on failure, and -2 if the settings contradict each other. */
int settings_print(const struct settings *given, struct run_sources *,
    int header, struct fail *);

/* settings_preset() sets *p to a preset; returns -1 if there is no preset of
 * that name.  settings_preset_choice() returns the k-th name. */
int settings_preset(struct settings *p, const char *name);
struct choice settings_preset_choice(size_t k);

/* Facts about the data that settings can follow from. */
struct settings_facts {
	int sequences;      /* data are sequences, else examples */
	size_t rows;        /* sequences or examples */
	size_t predictions; /* predictions of all rows */
	size_t items;
	size_t dim; /* of the initial model; 0: none */
	int valid;  /* there is a validation file */
};

/*
 * For settings with by_data.  settings_auto_layout() chooses the layout if
 * other options imply it.  settings_auto() chooses all settings that were not
 * given, to suit the data.  settings_auto_suppose() chooses them as if there
 * were many examples, so that the given settings can be checked before the data
 * are read.
 */
void settings_auto_layout(struct settings *, const struct run_sources *);
void settings_auto(struct settings *, const struct settings_facts *);
void settings_auto_suppose(struct settings *, const struct run_sources *);

struct settings_parts;

/*
 * Completes the settings, with the help of the sources unless they are NULL,
 * and makes the parts: options of nn/train and the shape of the net.  Returns
 * -1 if settings contradict each other, with a message that names the options;
 * -2 if memory runs out.  The parts are valid until settings_free().
 */
int settings_make(struct settings *, struct run_sources *,
    struct settings_parts **, struct fail *);
void settings_free(struct settings_parts *);

const struct train_options *settings_options(const struct settings_parts *);
const struct net_shape *settings_shape(const struct settings_parts *);

/* Sets the number of items, once it is known. */
void settings_set_items(struct settings_parts *, size_t items);

#endif
