/*
 * model - a trained model as a directory: settings, vocabulary, tensors.
 *
 * seq-model(5) describes the files.  Loading compares shapes and sizes with
 * tensors.tsv and maps the tensors.  model_need() checks the checksum of a
 * tensor, and that its numbers are finite, on first use, so that unused tensors
 * cost no time.
 *
 * Letters: V items, D embedding size, H units, K context length.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/base.h"

#define MODEL_MAX_TENSORS 4096 /* more than any net has */
#define MODEL_FORMAT \
	"2"           /* format of the directory: the first line of
                            settings.tsv */
#define MODEL_NAME 48 /* bytes of a name, including its NUL */

/* Tensors called state/x hold the state of training; the others are the
 * model. */
struct tensor {
	char name[MODEL_NAME];
	size_t rows, cols;
	float *x;       /* [rows,cols] */
	const char *as; /* the equal tensor whose file this one shares; NULL: it
                           has its own file */
	struct model_map *map; /* the file that x is mapped from; NULL: x is
                                  allocated */
};

/* A line of settings.tsv.  Names and values are plain words. */
struct setting {
	char name[MODEL_NAME];
	char value[256];
};

/* The values of a field, in a file of their own: list.tsv. */
struct model_list {
	char name[MODEL_NAME];
	struct vocab *vocab; /* freed with the model; see model_add_list() */
};

struct model {
	/* A hash of the files' names, shapes and checksums, so that different
	 * models have different ones.  0: the model was not loaded. */
	uint64_t fingerprint;
	struct vocab *vocab;      /* counts: how often each item was a label */
	struct model_list *lists; /* [nlists] of fields */
	size_t nlists, lists_room;
	struct setting *settings;
	size_t nsettings, settings_room;
	struct tensor *tensors;
	size_t ntensors, tensors_room;
};

/* An empty model, without a vocabulary.  Returns NULL if memory runs out. */
struct model *model_new(struct fail *);
void model_free(struct model *); /* also frees vocab; NULL is allowed */

/* Reads the directory dir, except the tensors under state/.  All files are open
 * before model_load() returns, so replacing the directory later has no effect.
 * Returns NULL if a file is missing, a size differs from tensors.tsv, or
 * settings or vocabulary are damaged; the message names the file. */
struct model *model_load(const char *dir, struct fail *);

/* Reads the directory with the tensors under state/, to continue training;
 * checks every tensor. */
struct model *model_load_state(const char *dir, struct fail *);

/* Checks all tensors that are still unchecked.  Returns -1 if one is damaged;
 * the message names file and place. */
int model_check(struct model *, struct fail *);

/*
 * Writes m as the directory dir, whole or not at all: writes beside dir, syncs,
 * and then swaps the new directory in.  Refuses to replace anything but a
 * model.
 */
int model_save(const struct model *m, const char *dir, struct fail *);

/* Removes the model dir, if it exists. */
int model_remove(const char *dir, struct fail *);

/* Returns 0 if a model may replace dir, because dir does not exist or is a
 * model; otherwise -1. */
int model_replaceable(const char *dir, struct fail *);

/* Returns the tensor of that name, or NULL.  The pointer is valid until the
 * next model_add().  The numbers may be unchecked. */
struct tensor *model_tensor(struct model *, const char *name);

/* Returns the tensor of that name; NULL if it is missing, has another shape (0:
 * any) or is damaged. */
struct tensor *model_need(
    struct model *, const char *name, size_t rows, size_t cols, struct fail *);

/* model_need() without a check of the numbers, which may be damaged; see
 * model_check(). */
struct tensor *model_shaped(
    struct model *, const char *name, size_t rows, size_t cols, struct fail *);

/* Returns 1 if the name belongs to a list: event_field, query_field or
 * item_field with a number. */
int model_is_list(const char *name);

/* The list of that name, or NULL. */
struct model_list *model_list(struct model *, const char *name);

/* Adds a list, which is freed with the model unless its pointer is set to NULL
 * first.  On failure the caller still owns the list. */
int model_add_list(
    struct model *, const char *name, struct vocab *, struct fail *);

/* Adds a tensor of zeros.  Returns NULL if memory runs out, the name is too
 * long, or there are already MODEL_MAX_TENSORS. */
struct tensor *model_add(
    struct model *, const char *name, size_t rows, size_t cols, struct fail *);

/* Adds a tensor with the numbers x of the file map; the model then owns map. */
struct tensor *model_add_mapped(struct model *, const char *name, size_t rows,
    size_t cols, struct model_map *map, float *x, struct fail *);

/* The value of a setting, or NULL. */
const char *model_setting(const struct model *, const char *name);

/* Reads a setting that is a whole number up to `most`.  Returns -1 if the
 * setting is missing, or not such a number. */
int model_number(const struct model *, const char *name, size_t most, size_t *x,
    struct fail *);

int model_set(struct model *, const char *name, struct fail *, const char *fmt,
    ...) PRINTF(4, 5);

/* model_set() stores a setting, formatted as by printf().  model_real() stores
 * a number, with enough digits to read back the same number. */
int model_real(struct model *, const char *name, double x, struct fail *);

#endif
