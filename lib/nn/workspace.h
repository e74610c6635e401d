/*
 * workspace - the memory of a training step, which nn/step alone uses.
 *
 * Letters: B examples, U different labels, I different context items, D
 * embedding size, H units, G gates.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_WORKSPACE_H
#define NN_WORKSPACE_H

#include "base/base.h"

#define GROUPS 8       /* of tiles; more threads find no more to do */
#define GROUP_ROWS 256 /* at least, since a group has sums to clear and add */

struct batch;
struct loss;
struct net;

/* Memory that grows to what a batch needs and is then kept. */
struct space {
	real *p;
	size_t n;
};

/* The sums of a group of tiles; kernel and recurrent stand one after the other.
 * The biases' have a term for every row and step. */
struct group {
	struct space candidate; /* [U,H] */
	struct space table;     /* [I,GH] */
	real *kernel;           /* [D,GH] */
	real *recurrent;        /* [H,GH] */
	double *bias;           /* [2,GH] */
	double loss;
};

struct step {
	const struct net *net;
	struct space embedded;   /* [I,D] the query rows of the batch's items */
	struct space table;      /* [I,GH] those times the kernel, + bias */
	struct space candidates; /* [U,H] the rows of the batch's labels */
	struct space packed;     /* the same for mm_scores() */
	struct space query;      /* [I,D] gradient */
	struct space *scratch;   /* [threads] a tile's */
	int threads;
	real *transposed; /* [GH,H] of the recurrent kernel */
	real *bias;       /* [2,GH] gradient */
	struct group group[GROUPS];
	size_t groups; /* in use for the batch */

	/* The batch under way. */
	const struct batch *batch;
	const struct loss *loss; /* NULL: none asked */
	int backward;
	real *q; /* [B,H] or NULL: where query embeddings go */
};

/* NULL without memory; freed by workspace_free(), for which NULL is fine. */
struct step *workspace_new(const struct net *, struct fail *);
void workspace_free(struct step *);

/* Room for s->batch, forward or as s->backward says; -1 without memory. */
int workspace_room(struct step *, struct fail *);

/* GH, the columns of the kernels. */
size_t workspace_gates(const struct step *);

/* Parts of a tile's scratch memory: numbers of the cell's, then the state [tile
 * rows,H], then scores, whose rows stand ld apart, then [tile rows] the labels'
 * own gradients. */
size_t workspace_cell(const struct step *);
size_t workspace_state(const struct step *);
size_t workspace_ld(const struct step *);

#endif
