/*
 * settings - a training run as its user puts it, in words and numbers, and what
 * nn/train makes of it.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_SETTINGS_H
#define NN_SETTINGS_H

#include "base/base.h"

struct cli_option;
struct net_shape;
struct run_sources;
struct train_options;

/* As given to seq-train; NULL, NAN, UNSET and of a flag -1: not given. */
struct settings {
	const char *layout, *embedding_init, *encoder, *hidden, *norm, *loss,
	    *optimizer, *shuffle, *schedule;
	const char *activation, *sampler, *metric, *unknown, *weight;
	size_t dim, heads, positions, epochs, batch, max_length, negatives;
	size_t hold_out, valid_batch, warmup, patience, seed;
	double rate, momentum, beta1, beta2, epsilon, decay, clip, clip_each;
	double dropout, dropout_embedding, item_dropout, temperature, smoothing;
	double regularisation, calibration, negative_power, logq;
	int last_piece, tied, item_bias, bias_from_counts, normalize,
	    fill_context, mask_accidental, lazy;
	int mean;
	int by_data; /* what is not given follows from the data */
};

#define SETTINGS_UNSET SIZE_MAX

/* The tutorial's, with what depends on other choices not given. */
extern const struct settings settings_default;

#define SETTINGS_ROWS 57   /* 52 settings, 5 headings of groups */
#define SETTINGS_WORDS 256 /* bytes of a setting in words, at most */

/*
 * The table of settings: from a row come the option, its default and range, the
 * choice that it needs, and its line in a model's settings.tsv.
 *
 * As options [SETTINGS_ROWS] that lead into *p, which must outlive them, with
 * the headings of their groups.
 */
void settings_rows(struct settings *p, struct cli_option *options);

/* Calls put_row with every setting, as settings.tsv has it, until it does not
 * return 0. */
int settings_each(const struct settings *,
    int (*put_row)(
	void *ctx, const char *name, const char *value, struct fail *),
    void *ctx, struct fail *);

/* Was a setting given where the choice that it needs was not made? */
int settings_check(const struct settings *, struct fail *);

/* Does what is to be read go with the layout and the encoder, and is there a
 * validation if it is told about? */
int settings_check_sources(
    const struct settings *, const struct run_sources *, struct fail *);

/* May a run that goes on be told another value of this line of settings.tsv? */
int settings_is_free(const char *name);

/* Sets one by its option's name; value must outlive p, "auto" is as if it had
 * not been given.  -1: no such setting, or not a number where one is wanted. */
int settings_set(struct settings *p, const char *name, const char *value);

/* Writes what those given come to, to standard output as TSV, name and value.
 * What follows from the data is "auto".  -1: failed; -2: they do not go
 * together. */
int settings_print(const struct settings *given, struct run_sources *,
    int header, struct fail *);

/* Sets *p to the preset of that name, -1 if there is none; the names. */
int settings_preset(struct settings *p, const char *name);
struct choice settings_preset_choice(size_t k);

/* What is known of the data when settings are to follow from them. */
struct settings_facts {
	int sequences;      /* data are sequences, else examples */
	size_t rows;        /* sequences or examples */
	size_t predictions; /* what comes next, in all of them */
	size_t items;
	size_t dim; /* of the model begun from; 0: none */
	int valid;  /* there is a file to validate on */
};

/*
 * Where settings are by_data: the layout, if other options tell it; for all that
 * was not given, what suits such data; and the same as if there were many
 * examples, to see whether the others go together.
 */
void settings_auto_layout(struct settings *, const struct run_sources *);
void settings_auto(struct settings *, const struct settings_facts *);
void settings_auto_suppose(struct settings *, const struct run_sources *);

struct settings_parts;

/*
 * Fills in what was not given, and what the sources, which may be NULL, have of
 * it: the shape is that of the parts.  Checks that all goes together: -1, and a
 * message that names the options, if it does not; -2: no memory.  The parts
 * live until settings_free().
 */
int settings_make(struct settings *, struct run_sources *,
    struct settings_parts **, struct fail *);
void settings_free(struct settings_parts *);

const struct train_options *settings_options(const struct settings_parts *);
const struct net_shape *settings_shape(const struct settings_parts *);

/* How many items there are, once that is known. */
void settings_set_items(struct settings_parts *, size_t items);

#endif
