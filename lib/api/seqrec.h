/*
 * seqrec - the library: trained models, their items, and exact recommendations.
 *
 * The library opens a model that seq-train has made.  An encoder turns
 * contexts, lists of items from oldest to newest, into query embeddings.  An
 * index finds the items with the highest scores for these queries, exactly.
 * There are also vocabularies, text in columns, files that are written whole or
 * not at all, and random numbers that repeat.  A recommendation, with the
 * checks for errors left out:
 *
 *   struct seqrec_model *m = seqrec_model_open("model", &e);
 *   struct seqrec_encoder *n = seqrec_encoder_new(m, &e);
 *   struct seqrec_index *x = seqrec_index_of_model(m, SEQREC_PRODUCT, &e);
 *
 *   seqrec_encoder_run(n, &contexts, q, &e);
 *   seqrec_index_search(x, contexts.n, q, 10, &contexts, item, score, &e);
 *
 * Letters: V items, m queries, n candidates, d columns, k places of a list.
 *
 * An item's number is its line in the vocabulary, from 1; 0 is an unknown item.
 * Matrices are floats row by row, [rows,columns].
 *
 * Errors: a function that can fail takes a struct seqrec_error last, which may
 * be NULL; on failure it fills the struct in and returns NULL or -1.  Functions
 * that return an int and have nothing to count return 0 on success.  No
 * function prints, ends the process or reads the environment.
 *
 * Ownership: an object made by _new, _open or _read is freed by the _free or
 * _close of the same name, which accepts NULL.  Any other pointer that a
 * function returns belongs to the object passed to the function, and lives as
 * long as that object.
 *
 * Threads: a function computes on the calling thread.  An object is for one
 * thread at a time, but any number of threads may call functions that take it
 * as const.  So threads can share a model, and each has its own encoder and
 * index. The same input gives the same bytes.
 */
/* SPDX-License-Identifier: MIT */
#ifndef SEQREC_H
#define SEQREC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __GNUC__
#define SEQREC_PRINTF(f, a) __attribute__((__format__(__printf__, f, a)))
#else
#define SEQREC_PRINTF(f, a)
#endif

/* The version of the linked library, as in "0.2.0". */
const char *seqrec_version(void);

/* A message for people: the place first, no newline at the end. */
struct seqrec_error {
	char message[1024];
};

/* A run of bytes owned by another object; it does not end with NUL. */
struct seqrec_text {
	const char *s;
	size_t n; /* bytes */
};

/* n lists of items; list i is item[start[i]] .. item[start[i+1] - 1]. */
struct seqrec_lists {
	size_t n;
	const size_t *start; /* [n+1] ascending */
	const int32_t *item; /* [start[n]] */
};

/*
 * A vocabulary: tokens, their numbers, and their counts.  A token is the text
 * of an item as in a TSV, including escapes (see below); tokens are compared
 * byte by byte.
 */
struct seqrec_vocab;

/* seqrec_vocab_new(): an empty vocabulary.  seqrec_vocab_read(): a vocabulary
 * from a file, "token<TAB>count" a line, see vocab-tsv(5); "-" is standard
 * input. */
struct seqrec_vocab *seqrec_vocab_new(struct seqrec_error *);
struct seqrec_vocab *seqrec_vocab_read(const char *path, struct seqrec_error *);
void seqrec_vocab_free(struct seqrec_vocab *);

/* Writes a file of this format, whole or not at all. */
int seqrec_vocab_write(
    const struct seqrec_vocab *, const char *path, struct seqrec_error *);

/* Returns V; the items are 1 .. V. */
size_t seqrec_vocab_size(const struct seqrec_vocab *);

/* Returns the item with token s [n]; 0 if there is none. */
int32_t seqrec_vocab_find(const struct seqrec_vocab *, const char *s, size_t n);

/* Returns the item with token s [n]; a new token becomes item V + 1.  Returns
 * -1 if s [n] is not a token (it is empty, or has an unescaped TAB, comma or
 * line end), or memory runs out. */
int32_t seqrec_vocab_add(
    struct seqrec_vocab *, const char *s, size_t n, struct seqrec_error *);

/* Adds `times` to the count of an item in 1 .. V. */
void seqrec_vocab_tally(struct seqrec_vocab *, int32_t item, uint64_t times);

/* The token and the count of an item; NULL and 0 for an item not in 1 .. V.
 * The token is valid until the next one is added. */
struct seqrec_text seqrec_vocab_token(
    const struct seqrec_vocab *, int32_t item);
uint64_t seqrec_vocab_count(const struct seqrec_vocab *, int32_t item);

/* A model in memory: a directory written by seq-train, see seq-model(5). */
struct seqrec_model;

/* Returns NULL if a file is missing or damaged, judged by shape, size and
 * checksum, or if a number is not finite. */
struct seqrec_model *seqrec_model_open(const char *dir, struct seqrec_error *);
void seqrec_model_free(struct seqrec_model *);

/* The model's items; the count of an item is how often it was a label. */
const struct seqrec_vocab *seqrec_model_vocab(const struct seqrec_model *);

/* The value of a line of settings.tsv, such as "loss" or "epochs".  Returns
 * NULL if there is no such line. */
const char *seqrec_model_setting(const struct seqrec_model *, const char *name);

/* The vectors of the candidates [V,d]: row i is item i + 1. */
const float *seqrec_model_candidates(const struct seqrec_model *);
size_t seqrec_model_items(const struct seqrec_model *);   /* V */
size_t seqrec_model_columns(const struct seqrec_model *); /* d */

/* An encoder computes the query embeddings of contexts, as seq-embed does. */
struct seqrec_encoder;

/* Allocates about 10 to 100 MB.  The encoder does not need the model
 * afterwards. */
struct seqrec_encoder *seqrec_encoder_new(
    const struct seqrec_model *, struct seqrec_error *);
void seqrec_encoder_free(struct seqrec_encoder *);

/*
 * Computes the query embeddings of n contexts, oldest item first: q [n,d].
 * Only the last items of a context count if it is longer than the model's
 * contexts.  Item 0 stands for an item that the model does not know; leave it
 * out to ignore it.  Returns -1 if a number is not an item, an embedding is not
 * finite, or memory runs out.
 */
int seqrec_encoder_run(struct seqrec_encoder *,
    const struct seqrec_lists *contexts, float *q, struct seqrec_error *);

/* An index finds the candidates with the highest scores by computing all
 * scores. */
struct seqrec_index;

enum seqrec_score {
	SEQREC_PRODUCT, /* q . c, the score of training */
	SEQREC_COSINE   /* cosine of the angle; 0 for a row of zeros */
};

/*
 * An index over a model's candidates, or over other vectors x [n,d], whose row
 * i is item i + 1.  The model or x must outlive the index, unchanged.  An index
 * takes about 5 MB; SEQREC_COSINE also takes a copy of the candidates.  If the
 * last column of a model is an item bias, cosines ignore that column in
 * candidates and queries.  Returns NULL if n or d is 0, n does not fit 31 bits,
 * a number is not finite, or memory runs out.
 */
struct seqrec_index *seqrec_index_of_model(
    const struct seqrec_model *, enum seqrec_score, struct seqrec_error *);
struct seqrec_index *seqrec_index_new(size_t n, size_t d, const float *x,
    enum seqrec_score, struct seqrec_error *);
void seqrec_index_free(struct seqrec_index *);

/*
 * For each query q [m,d], finds the k best items: item [m,k] and score [m,k],
 * highest score first; of equal scores, the lower item first.  exclude, unless
 * NULL, has m lists of items to leave out, in any order; numbers that are no
 * items are ignored.  If fewer than k items are left, the rest of the row is
 * item 0 with score minus infinity.  Returns -1 if a query is not finite or so
 * large that a score could overflow, exclude does not have m lists, or memory
 * runs out.
 */
int seqrec_index_search(struct seqrec_index *, size_t m, const float *q,
    size_t k, const struct seqrec_lists *exclude, int32_t *item, float *score,
    struct seqrec_error *);

/*
 * Text in columns: rows end with a newline, and TABs separate cells.  A cell
 * may be a list whose elements are separated by commas.  The escapes \t \n \r
 * \\ \, \; and \xHH stand for bytes that would otherwise separate or end
 * something.  See examples-tsv(5).
 */
struct seqrec_tsv;

/*
 * Opens a file; "-" is standard input; gzip is inflated.  With header, the
 * first line names the columns.  Returns NULL if the file is empty.
 * seqrec_tsv_row() refuses rows of different lengths, and a last line without a
 * newline, which a producer leaves when it fails.
 */
struct seqrec_tsv *seqrec_tsv_open(
    const char *path, int header, struct seqrec_error *);
void seqrec_tsv_close(struct seqrec_tsv *);

/* The index of a column, from 0, by its name or by its number from 1; returns
 * -1 if there is no such column. */
int seqrec_tsv_column(
    const struct seqrec_tsv *, const char *name, struct seqrec_error *);

/* Reads the next row.  Returns 1, and its cells [*n], which are valid until the
 * next call; 0 at the end; -1 on an error. */
int seqrec_tsv_row(struct seqrec_tsv *, const struct seqrec_text **cells,
    size_t *n, struct seqrec_error *);

/* The place of the last row, for messages: "file:line 7". */
const char *seqrec_tsv_where(struct seqrec_tsv *);

/* Takes the next element from *rest, which is a whole list cell at first.  The
 * element keeps its escapes, like a token.  Returns 1, or 0 if no element is
 * left. */
int seqrec_tsv_element(struct seqrec_text *rest, struct seqrec_text *element);

/* Unescapes an element, or a cell that is not a list, into out, which needs
 * room for the n bytes of the text.  Returns the number of bytes written, or -1
 * if an escape is invalid. */
int64_t seqrec_tsv_unescape(struct seqrec_text, char *out);

/*
 * A text file that appears whole or not at all: it is written beside its place,
 * and gets its name when it is committed.  Standard output lacks its last
 * newline until then.  The commit also reports earlier errors of writing.
 */
struct seqrec_output;

/* "-" is standard output.  The function sets the umask for a moment in order to
 * read it, so no other thread should create files meanwhile. */
struct seqrec_output *seqrec_output_open(
    const char *path, struct seqrec_error *);

void seqrec_output_put(struct seqrec_output *, const char *s, size_t n);
void seqrec_output_printf(struct seqrec_output *, const char *fmt, ...)
    SEQREC_PRINTF(2, 3);

/* Writes s [n] as an element, or as a cell that is not a list: escaped where
 * necessary. */
void seqrec_output_escaped(struct seqrec_output *, const char *s, size_t n);

/* Returns 1 if a write has failed, so that a long loop can end early. */
int seqrec_output_failed(const struct seqrec_output *);

/* Commits n complete files: syncs all of them, and then gives them their names.
 * Frees them, even on failure. */
int seqrec_output_commit(
    struct seqrec_output *const *, size_t n, struct seqrec_error *);

/* Discards the file: nothing appears.  Frees it; NULL is allowed. */
void seqrec_output_abandon(struct seqrec_output *);

/*
 * Random numbers that repeat: xoshiro256**.  A seed has many independent
 * streams, so a new use of random numbers does not change the others.
 */
struct seqrec_random {
	uint64_t state[4];
};

void seqrec_random_seed(struct seqrec_random *, uint64_t seed, uint64_t stream);

uint64_t seqrec_random_below(struct seqrec_random *, uint64_t n); /* 0 .. n-1 */
double seqrec_random_uniform(struct seqrec_random *);             /* [0, 1) */
double seqrec_random_normal(struct seqrec_random *); /* mean 0, variance 1 */

#ifdef __cplusplus
}
#endif

#endif
