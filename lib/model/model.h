/*
 * model - a trained model as a directory: settings, vocabulary, tensors.
 *
 * seq-model(5) describes the files.  Loading compares shapes and sizes with
 * tensors.tsv and maps the tensors; model_need() checks a tensor's checksum and
 * that its numbers are finite when it is first asked for, so that nobody waits
 * for what nobody uses.
 *
 * Letters: V items, D embedding size, H units, K context length.
 */
/* SPDX-License-Identifier: MIT */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/base.h"

#define MODEL_MAX_TENSORS 4096 /* more than any net of ours has */
#define MODEL_FORMAT "2" /* of a directory; the first line of settings.tsv */
#define MODEL_NAME 48    /* bytes of a name with its NUL */

/* A tensor called state/x belongs to the training, not to the model proper. */
struct tensor {
	char name[MODEL_NAME];
	size_t rows, cols;
	float *x;       /* [rows,cols] */
	const char *as; /* whose file it shares, being the same; NULL: none's */
	struct model_map *map; /* the file that x is; NULL: x is memory */
};

/* A setting: one line of settings.tsv.  Names and values are plain words. */
struct setting {
	char name[MODEL_NAME];
	char value[256];
};

/* Values of a field, in a file of their own: list.tsv. */
struct model_list {
	char name[MODEL_NAME];
	struct vocab *vocab; /* the model's, but see model_add_list() */
};

struct model {
	/* A number of the files' names, shapes and checksums: two models that
	 * differ have different ones.  0: it was not loaded. */
	uint64_t fingerprint;
	struct vocab *vocab;      /* counts: how often an item was a label */
	struct model_list *lists; /* [nlists] of fields */
	size_t nlists, lists_room;
	struct setting *settings;
	size_t nsettings, settings_room;
	struct tensor *tensors;
	size_t ntensors, tensors_room;
};

/* An empty model, without vocabulary.  NULL without memory. */
struct model *model_new(struct fail *);
void model_free(struct model *); /* frees vocab too; NULL is fine */

/* Reads the directory dir, all but the tensors under state/.  All files are open
 * before it returns: a directory that is exchanged later changes nothing.  NULL,
 * and a message that names the file, if a file is missing, a size is not that of
 * tensors.tsv, or settings or vocabulary are damaged. */
struct model *model_load(const char *dir, struct fail *);

/* The same with the tensors under state/, to go on training; every tensor is
 * checked. */
struct model *model_load_state(const char *dir, struct fail *);

/* Checks all tensors that model_need() has not.  -1 and a message that names
 * file and place. */
int model_check(struct model *, struct fail *);

/*
 * Writes m as the directory dir, whole or not at all: beside it, synced, and
 * then exchanged with the one that is there.  Refuses to replace anything but
 * a model of ours.
 */
int model_save(const struct model *m, const char *dir, struct fail *);

/* Removes the model dir, if it is there. */
int model_remove(const char *dir, struct fail *);

/* May dir be replaced by a model (it is not there, or is one)? */
int model_replaceable(const char *dir, struct fail *);

/* The tensor called name, NULL if there is none; where it is until the next
 * model_add().  Its numbers may be unchecked. */
struct tensor *model_tensor(struct model *, const char *name);

/* The same, which must be there, of that shape (0: any), and sound. */
struct tensor *model_need(
    struct model *, const char *name, size_t rows, size_t cols, struct fail *);

/* The same, unchecked: its numbers may be damaged, see model_check(). */
struct tensor *model_shaped(
    struct model *, const char *name, size_t rows, size_t cols, struct fail *);

/* Does name begin as that of a list: event_field, query_field, item_field? */
int model_is_list(const char *name);

/* The list called so; NULL: there is none. */
struct model_list *model_list(struct model *, const char *name);

/* Adds a list; it is freed with the model, unless the pointer is set to NULL
 * before.  On failure it stays the caller's. */
int model_add_list(
    struct model *, const char *name, struct vocab *, struct fail *);

/* Adds a tensor of zeros.  NULL: no memory, the name is too long, or there are
 * MODEL_MAX_TENSORS already. */
struct tensor *model_add(
    struct model *, const char *name, size_t rows, size_t cols, struct fail *);

/* Adds a tensor whose numbers x are the file map, which is then the model's. */
struct tensor *model_add_mapped(struct model *, const char *name, size_t rows,
    size_t cols, struct model_map *map, float *x, struct fail *);

/* A setting's value, or NULL. */
const char *model_setting(const struct model *, const char *name);

/* A setting that is a whole number of at most most; -1 if it is missing or not
 * that. */
int model_number(const struct model *, const char *name, size_t most, size_t *x,
    struct fail *);

int model_set(struct model *, const char *name, struct fail *, const char *fmt,
    ...) PRINTF(4, 5);

/* The same of a number, with as many digits as it takes to read it back. */
int model_real(struct model *, const char *name, double x, struct fail *);

#endif
