/*
 * net - the two towers and their parameters.
 *
 * The query tower consists of rows of the table query_embedding [V+1,D]; the
 * layers of the encoder, with dropout before and after each layer that has none
 * inside; the hidden layers; and a projection to D columns if the output has
 * another width.  Fields of events enter below the first encoder layer that
 * sees sequences.  Fields of queries enter at the first hidden layer.  If there
 * is none, they enter at the projection or, without a projection, are added to
 * the query itself (nn/field_lookups).  The item tower has rows of
 * candidate_embedding [V+1,D], or of the query tower's table; hidden layers and
 * a projection of its own; and optionally a bias for each item.  Row 0 of a
 * table is the unknown item and the padding.
 *
 * Fields of items are added to the item's rows in both towers (nn/item_sums).
 * If the item tower has hidden layers, and its rows are not those of events
 * too, fields of candidates enter at the first hidden layer instead.
 *
 * A score is the product of two rows of E columns: the query [q,1] and the
 * candidate [c,bias]; without bias E = D.  With `normalize`, q and c are first
 * divided by their norms, and c also by the temperature.
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
#define NET_FIELDS 48        /* most fields of all places together */
#define NET_ITEM_FIELDS 16   /* most fields of items */
#define NET_WORDS 256        /* bytes of a list of layers, see nn/encoder.h */
#define NET_POSITIONS 100000 /* most */

/* The shape of a field's table. */
struct net_field_shape {
	int place;         /* enum field_place */
	char name[48];     /* such as event_field0 */
	size_t rows, size; /* without row 0 */
	int is_number;     /* no table: each row is a number, one column */
	int is_item;       /* no table: each row is an item's */
};

struct net_shape {
	size_t items, dim;       /* V, D */
	char encoder[NET_WORDS]; /* layers over events */
	/* dense layers over queries, over candidates; "": none */
	char hidden[NET_WORDS], item_hidden[NET_WORDS];
	size_t init;             /* distribution of the tables' first values:
                                    params_init_at() */
	size_t heads, positions; /* of attention: see nn/layer.h */
	int placed;              /* as in nn/layer.h */
	int norm;                /* enum layer_norm */
	int tied;                /* one table serves both towers */
	int item_bias;           /* each candidate has a bias */
	int normalize;           /* q and c are divided by their norms */
	double temperature;
	int fill_context; /* a context shorter than K is filled up with items
                             0 */
	struct net_field_shape field[NET_FIELDS]; /* [nfields] */
	size_t nfields;
	int only_fields; /* all items use row 0 of the item tables */
};

/* A field in a net: the dense layer over its values, and its table. */
struct net_field {
	struct tower *tower;
	size_t table; /* the parameter; not used for numbers */
};

/* Zero this before use. */
struct net {
	struct net_shape is;
	struct params *params;
	struct tower *query, *item;
	struct tower *item_own; /* the layers of the items' own rows before
                                   fields are added; then follows `item` */
	size_t query_table, item_table; /* the parameters that item ids index */
	size_t item_bias;               /* the parameter, if is.item_bias */
	struct net_field field[NET_FIELDS]; /* [is.nfields] */
	/* [.] the fields of items in the query tower, if it has its own
	 * table */
	struct net_field event_item_field[NET_ITEM_FIELDS];
	struct item_values *values; /* of the items; NULL: no fields of items */
	size_t widest;              /* columns of the encoder's widest layer */
	int direct; /* the query is the row of its only query field,
                       unchanged */
	size_t event_fields, query_fields; /* numbers of fields */
	size_t longest; /* how many events a query sees; 0: all */
};

/* Declares the towers and parameters of a net of that shape, without allocating
 * the parameters.  Free it with net_free(), even after a failure. */
int net_declare(struct net *, const struct net_shape *, struct fail *);
void net_free(struct net *);

/* net_declare(), and allocates the parameters: zeros, with that many slots for
 * each weight. */
int net_alloc(
    struct net *, const struct net_shape *, size_t slots, struct fail *);

/* Sets the biases to the logarithms of the counts of v; an item with count 0
 * gets log 0.5.  The net thus begins as a popularity ranking.  Needs
 * item_bias. */
void net_bias_from_counts(struct net *, const struct vocab *v);

/* Returns E, the columns of scored rows. */
size_t net_columns(const struct net *);

/* What the net requires of batches. */
struct batch_limits net_limits(const struct net *);

/* Returns 1 if row i of the candidates' table is scored unchanged. */
int net_is_plain(const struct net *);

/* The candidates' table [V+1,D]. */
const struct param *net_candidates(const struct net *);

/* Declares the tables and dense layers of the fields, for net_declare(). */
int net_declare_fields(struct net *, struct fail *);

/* net_item_fields() returns the index of the first field of items; these come
 * last. net_has_items() returns 1 if items have fields. */
size_t net_item_fields(const struct net_shape *);
int net_has_items(const struct net *);

/* Makes the sums of rows for the items of events or, with candidates, for
 * candidates; for both if the tables are tied.  The net must have fields of
 * items and their values.  Returns NULL if memory runs out. */
struct item_sums *net_item_sums(
    const struct net *, int candidates, struct fail *);

/* Computes the rows of candidates first .. first + rows - 1 as retrieval scores
 * them, divided by the temperature: out [rows,E].  Returns -1 if memory runs
 * out. */
int net_fold(
    const struct net *, size_t first, size_t rows, real *out, struct fail *);

/* Computes the input rows of the items of events when items have fields: out
 * [V+1,D], as by net_item_sums(). */
int net_event_items(const struct net *, real *out, struct fail *);

/* Sets the fields of a shape; NULL: none. */
void net_set_fields(struct net_shape *, const struct fields *);

/* Loads the net of a model with these fields and that many slots, see
 * params_load().  A net with PARAMS_BORROWED can only compute queries, and its
 * item tables are not checked.  Free it with net_free(). */
int net_load(struct net *, struct model *, const struct fields *, size_t slots,
    struct fail *);

/*
 * Copies the weights of a model of the same shape.  Its vocabulary, `theirs`,
 * may differ: rows are matched by token, and an item that the model lacks keeps
 * its row.  *taken counts the matched items.
 */
int net_take(struct net *, const struct vocab *, struct model *,
    const struct vocab *theirs, size_t *taken, struct fail *);

/* Stores the parameters, their slots, and the candidates as they are scored in
 * the model.  The caller stores the shape: net_load() reads the settings
 * encoder, hidden, item_hidden, heads, norm, positions, position_embedding, dim,
 * tie_embeddings, item_bias, normalize, temperature and fill_context. */
int net_save(const struct net *, struct model *, struct fail *);

#endif
