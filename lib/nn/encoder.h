/*
 * encoder - the layers of towers in words, for --encoder, --hidden and
 * --item-hidden.
 *
 *   KIND[:WIDTH][,KIND[:WIDTH]]...   layers over the events, from the bottom up
 *   none                             the net sees no events
 *   WIDTH[:relu][,WIDTH[:relu]]...   dense layers over queries or candidates
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_ENCODER_H
#define NN_ENCODER_H

#include "base/base.h"

struct layer_kind;

#define ENCODER_LAYERS 8     /* most layers of each list */
#define ENCODER_WIDEST 65536 /* most columns */
#define ENCODER_WORDS 256    /* bytes of a list in words, with NUL */

struct encoder_layer {
	const struct layer_kind *kind;
	size_t width;
};

/* Zero this before use. */
struct encoder {
	size_t layers;
	struct encoder_layer layer[ENCODER_LAYERS];
};

struct encoder_hidden {
	size_t layers;
	struct {
		size_t width;
		int relu;
	} layer[ENCODER_LAYERS];
};

/* Parses a list of layers; "none" gives 0 layers.  The default width is dim.
 * Returns -1 if the list is malformed; the message names the wrong word. */
int encoder_parse(
    struct encoder *, const char *words, size_t dim, struct fail *);

/* Parses a list of dense layers; "" and "none" give none.  The message names
 * the option. */
int encoder_parse_hidden(struct encoder_hidden *, const char *option,
    const char *words, struct fail *);

/* Writes the list in words, with all widths: to [ENCODER_WORDS]. */
void encoder_put(const struct encoder *, char *to);
void encoder_put_hidden(const struct encoder_hidden *, char *to);

/* Returns the columns of the widest layer over events. */
size_t encoder_widest(const struct encoder *);

/* Returns 1 if the encoder has a layer of this kind. */
int encoder_has(const struct encoder *, const struct layer_kind *);

/* The first layer that looks back over the events (see nn/layer.h), or NULL. */
const struct layer_kind *encoder_looks_back(const struct encoder *);

#endif
