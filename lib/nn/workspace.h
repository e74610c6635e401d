/*
 * workspace - the memory of a training step, which nn/step and nn/apply use.
 *
 * Letters: U candidates, I different items, D embedding size, E columns of
 * scored rows, H units, G gates, L layers.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_WORKSPACE_H
#define NN_WORKSPACE_H

#include "base/base.h"

#define GROUPS 8 /* of tiles, at most; more threads find no more to do */

/* Rows of a table that are one task: whole panels of math/mm. */
#define WORKSPACE_BLOCK 128

static inline size_t
workspace_blocks(size_t rows)
{
	return (rows + WORKSPACE_BLOCK - 1) / WORKSPACE_BLOCK;
}

struct batch;
struct dropout;
struct params;
struct objective;

/* Memory that grows to what a batch needs and is then kept. */
struct step_space {
	real *p;
	size_t n;
};

/* The sums of a group of tiles.  Those of biases have a term for every event,
 * and are made in double. */
struct step_group {
	struct step_space candidate; /* [U,E] */
	struct step_space table;     /* [I,GH] */
	real **g;     /* [PARAM_COUNT] dense parameters; NULL: tables */
	real *dense;  /* what these point into, one after the other */
	double *bias; /* [L][2,GH], then [D] of the projection */
	double loss;
};

/* A row of a table, and its gradient; NULL: 0. */
struct step_row {
	int32_t row;
	real *g;
};

struct step {
	const struct params *net;
	struct step_space
	    embedded;            /* [I,D] the query rows of the batch's items */
	struct step_space mask;  /* [I,D] what dropout left of them */
	struct step_space table; /* [I,GH] those times the kernel, + bias */
	struct step_space
	    candidates; /* [U,E] the rows of the batch's candidates */
	struct step_space divisor;  /* [U] what they were divided by */
	struct step_space packed;   /* the rows for mm_scores() */
	struct step_space query;    /* [I,D] gradient */
	struct step_space *scratch; /* [threads] a tile's */
	int threads;
	real **transposed; /* [PARAM_COUNT] dense matrices, turned; or NULL */
	real *turned;      /* what these point into */
	struct step_group *group; /* [GROUPS] */
	size_t groups;            /* in use for the batch */
	size_t ndense, nbias;     /* of a group */
	struct step_row *row;     /* [rows] of nn/apply */
	size_t rows;

	/* The batch under way. */
	const struct batch *batch;
	const struct objective *objective; /* NULL: none asked */
	const struct dropout *dropout;     /* NULL: none */
	int backward;
	real *q; /* [Q,E] or NULL: where query embeddings go */
};

/* NULL without memory; freed by workspace_free(), for which NULL is fine. */
struct step *workspace_new(const struct params *, struct fail *);
void workspace_free(struct step *);

/* How many groups s->batch is worth: by the data alone, not the threads. */
size_t workspace_groups(const struct step *);

/* Room for s->batch, forward or as s->backward says; -1 without memory. */
int workspace_room(struct step *, struct fail *);

/* Room for n rows in s->row. */
int workspace_rows(struct step *, size_t n, struct fail *);

/* GH, the columns of the kernels. */
size_t workspace_gates(const struct step *);

/* The parts of a thread's scratch memory: the tower's, then q and dq [Q,E] of a
 * tile, then scores of so many rows, which stand ld apart, then what the
 * objective needs. */
size_t workspace_tower(const struct step *);
size_t workspace_queries(const struct step *);
size_t workspace_score_rows(const struct step *);
size_t workspace_ld(const struct step *);

#endif
