/*
 * net - the two towers and their parameters.
 *
 * Query tower: rows of the table query_embedding [V+1,D], the encoder's layers
 * one on the other, with dropout before and after each that has none inside, the
 * hidden layers, and where what comes out has not D columns a projection to D.
 * Fields of events come in below the first of the encoder's layers that sees
 * sequences, fields of queries at the first hidden layer or else the projection,
 * which there is for them in any case (nn/field_lookups).
 * Item tower: rows of candidate_embedding [V+1,D], or of
 * the same table, and perhaps a bias for each item.  Row 0 of a table is the
 * unknown item and the pad.  Fields of items are added to their rows in both towers
 * (nn/item_sums).
 *
 * A score is the product of two rows of E columns: of the query [q,1], and of
 * the candidate [c,bias]; without bias E = D.  With `normalize` both q and c are
 * divided by their length first; c is also divided by the temperature.
 *
 * Letters: V items, D embedding size.
 */
/* SPDX-License-Identifier: MIT */
#ifndef NN_NET_H
#define NN_NET_H

#include "base/base.h"

struct batch_limits;
struct fields;
struct item_sums;
struct item_values;
struct optimizer;
struct param;
struct params;
struct tower;

#define NET_WIDEST 65536     /* most columns of an embedding */
#define NET_FIELDS 48        /* most fields, of all places */
#define NET_ITEM_FIELDS 16   /* of these of items */
#define NET_WORDS 256        /* bytes of a list of layers, see nn/encoder.h */
#define NET_POSITIONS 100000 /* most */

/* A field: its table has so many rows and columns. */
struct net_field_shape {
	int place;         /* enum field_place */
	char name[48];     /* as event_field0 */
	size_t rows, size; /* without row 0 */
	int is_number;     /* no table: rows are numbers, of one column */
	int is_item;       /* no table: rows are items */
};

struct net_shape {
	size_t items, dim;       /* V, D */
	char encoder[NET_WORDS]; /* layers over events */
	char hidden[NET_WORDS];  /* dense ones over queries; "": none */
	size_t init;             /* of their tables: params_init_at() */
	size_t heads, positions; /* of attention: see nn/layer.h */
	int norm;                /* enum layer_norm */
	int tied;                /* one table for both towers */
	int item_bias;           /* candidates have one */
	int normalize;           /* rows are divided by their length */
	double temperature;
	int fill_context; /* a context shorter than K ends in items 0 */
	struct net_field_shape field[NET_FIELDS]; /* [nfields] */
	size_t nfields;
	int only_fields; /* all items have row 0 for their own */
};

/* What makes rows of a field's values: a product. */
struct net_field {
	struct tower *tower;
	size_t table; /* the parameter; of a number any */
};

/* Zero it first. */
struct net {
	struct net_shape is;
	struct params *params;
	struct tower *query, *item;
	size_t query_table, item_table; /* parameters that are looked up in */
	size_t item_bias;               /* the parameter; if there is one */
	struct net_field field[NET_FIELDS]; /* [is.nfields] */
	/* [.] those of items again, of the query tower, if it has a table of its
	 * own */
	struct net_field event_item_field[NET_ITEM_FIELDS];
	struct item_values *values; /* of its items; NULL: no such fields */
	size_t widest;              /* columns of the encoder's widest layer */
	int direct; /* a query is a row of its field, as it is */
	size_t event_fields, query_fields; /* how many */
	size_t longest; /* events that a query can look back over; 0: any */
};

/* The towers of a net of that shape, and their parameters declared, without
 * memory for them.  Freed by net_free() in any case. */
int net_declare(struct net *, const struct net_shape *, struct fail *);
void net_free(struct net *);

/* The same with memory: zeroed, with so many slots a weight. */
int net_alloc(
    struct net *, const struct net_shape *, size_t slots, struct fail *);

/* Sets the biases to the logarithms of the counts of v, an item that was never
 * counted as if it had been half a time: the net begins as the list of what is
 * popular.  Needs item_bias. */
void net_bias_from_counts(struct net *, const struct vocab *v);

/* The columns of scored rows, E. */
size_t net_columns(const struct net *);

/* What batches for the net are to be like. */
struct batch_limits net_limits(const struct net *);

/* Is row i of the candidates' table what is scored, as it is? */
int net_is_plain(const struct net *);

/* The candidates' table [V+1,D]. */
const struct param *net_candidates(const struct net *);

/* Where the fields of items begin, which are the last: how many others there are;
 * and are there any? */
size_t net_item_fields(const struct net_shape *);
int net_has_items(const struct net *);

/* The sums of rows for the items of events, or for candidates too; with tied tables
 * for both.  Needs fields of items, and their values.  NULL without memory. */
struct item_sums *net_item_sums(
    const struct net *, int candidates, struct fail *);

/* Candidates first .. first + rows - 1 as they are scored at retrieval, with
 * the temperature taken in: out [rows,E].  -1 without memory. */
int net_fold(
    const struct net *, size_t first, size_t rows, real *out, struct fail *);

/* What the items of events begin as where items have fields: out [V+1,D], as
 * net_item_sums(). */
int net_event_items(const struct net *, real *out, struct fail *);

/* The fields of a shape are these; NULL: none. */
void net_set_fields(struct net_shape *, const struct fields *);

/* The net that a model holds, whose fields are these, with slots slots, see
 * params_load(); one that is borrowed makes queries, and its items are not checked.  Freed by
 * net_free(). */
int net_load(struct net *, struct model *, const struct fields *, size_t slots,
    struct fail *);

/*
 * Takes over the weights of a model of the same shape whose vocabulary, theirs,
 * may be another: rows go by token, and items that the model does not know keep
 * the rows they have.  *taken is how many items were known.
 */
int net_take(struct net *, const struct vocab *, struct model *,
    const struct vocab *theirs, size_t *taken, struct fail *);

/* Puts its numbers into the model, slots too, and the candidates as they are
 * scored.  Its shape is for the caller to say: net_load() reads it from the
 * settings encoder, hidden, heads, norm, positions, dim, tie_embeddings,
 * item_bias, normalize, temperature and fill_context. */
int net_save(const struct net *, struct model *, struct fail *);

#endif
