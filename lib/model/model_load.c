/*
 * model_load - opens a model directory.
 *
 * The directory may be hostile.  Nothing outside it is read: names have no
 * slash except state/, and links are not followed.  Sizes are compared with the
 * files before anything is mapped, and no number is used before the checksum of
 * its file agrees.
 */
/* SPDX-License-Identifier: MIT */
#include "model/model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/num.h"
#include "data/vocab.h"
#include "io/input.h"
#include "io/tsv.h"
#include "model/model_file.h"
#include "model/model_map.h"
#include "model/model_stamp.h"

#define MAX_SETTINGS 1000
#define EXCHANGES \
	10 /* how often the directory may be replaced during
                        loading */

/* A row of tensors.tsv. */
struct model_load_row {
	char name[MODEL_NAME];
	char file[MODEL_NAME + 8];
	size_t rows, cols; /* 0, 0: not a tensor but settings or vocabulary */
	uint32_t crc;
};

struct model_loading {
	const char *dir;
	int state; /* read the tensors under state/ too */
	struct model *m;
};

/* A plain word, or state/ and a plain word: letters, digits, _ and ., beginning
 * with a letter, so that it is neither a hidden file nor a path out of the
 * directory. */
static int
is_file_name(const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";

	if (model_file_is_state(s))
		s += 6;
	return ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z')) &&
	       s[strspn(s, plain)] == '\0';
}

static int
map_tensor(
    struct model_loading *l, const struct model_load_row *r, struct fail *f)
{
	struct model_map *map;
	uint64_t size;
	size_t n, bytes;
	float *x;
	int fd = model_file_open(l->dir, r->file, &size, f);

	if (fd < 0)
		return -1;
	if (size_mul(r->rows, r->cols, &n) ||
	    size_mul(n, sizeof(float), &bytes) || size != bytes) {
		(void)close(fd); /* only read from */
		return fail_set(f,
		    "%s/%s: %llu byte%s where tensors.tsv says "
		    "%zu x %zu floats",
		    l->dir, r->file, (unsigned long long)size, num_s(size),
		    r->rows, r->cols);
	}
	map = model_map_open(l->dir, r->file, fd, n, r->crc, &x, f);
	if (!map)
		return -1;
	if (!model_add_mapped(l->m, r->name, r->rows, r->cols, map, x, f)) {
		model_map_close(map);
		return -1;
	}
	return 0;
}

/* Copies a cell that must be shorter than size. */
static int
copy(struct slice cell, char *to, size_t size)
{
	if (cell.n >= size || memchr(cell.s, '\0', cell.n))
		return -1;
	memcpy(to, cell.s, cell.n);
	to[cell.n] = '\0';
	return 0;
}

/* Rows of items fit an int32; a row of state, which may hold all weights, is
 * limited by the file size. */
static int
fits(uint64_t rows, uint64_t cols, int state)
{
	if (state)
		return cols <= INT64_MAX / sizeof(float) / rows;
	return rows <= INT32_MAX && cols <= INT32_MAX;
}

/* Parses "rows,columns", or "-" for 0 and 0. */
static int
parse_shape(struct slice s, int state, size_t *rows, size_t *cols)
{
	const char *comma = s.n ? memchr(s.s, ',', s.n) : NULL;
	size_t n = comma ? (size_t)(comma - s.s) : 0;
	uint64_t a, b;

	if (s.n == 1 && *s.s == '-') {
		*rows = *cols = 0;
		return 0;
	}
	if (!comma || num_get_count(s.s, n, 1, INT64_MAX, &a) ||
	    num_get_count(comma + 1, s.n - n - 1, 1, INT64_MAX, &b) ||
	    !fits(a, b, state))
		return -1;
	*rows = (size_t)a;
	*cols = (size_t)b;
	return 0;
}

/* A file that is not a tensor has its own name. */
static int
is_text_file(const struct model_load_row *r)
{
	size_t n = strlen(r->name);

	return !strncmp(r->file, r->name, n) && !strcmp(r->file + n, ".tsv");
}

static int
parse_row(const struct slice *cells, size_t n, struct model_load_row *r)
{
	char digits[9];
	uint64_t crc;

	if (n != 4 || copy(cells[0], r->name, sizeof(r->name)) ||
	    copy(cells[2], r->file, sizeof(r->file)) ||
	    !is_file_name(r->name) || !is_file_name(r->file) ||
	    parse_shape(
		cells[1], model_file_is_state(r->name), &r->rows, &r->cols) ||
	    (!r->rows && !is_text_file(r)) ||
	    copy(cells[3], digits, sizeof(digits)) ||
	    strspn(digits, "0123456789abcdef") != 8 ||
	    num_get_hex(digits, 8, &crc))
		return -1;
	r->crc = (uint32_t)crc;
	return 0;
}

/* Checks that the header of `in` is `header`, and returns its rows; or NULL. */
static struct tsv *
open_tsv(struct input *in, const char *header, struct fail *f)
{
	struct tsv *t = tsv_open(in, 1, f);
	const struct slice *h = t ? tsv_header(t) : NULL;

	if (!t)
		return NULL;
	if (h[0].n + 1 > strlen(header) ||
	    strncmp(h[0].s, header, strlen(header)) || h[0].s[strlen(header)]) {
		(void)fail_set(f,
		    "%s: the header line is not '%s': this is not a model",
		    input_name(in), header);
		tsv_close(t);
		return NULL;
	}
	return t;
}

/* Checks the first setting: other formats have other settings and tensors. */
static int
check_format(const char *name, const char *value, struct fail *f)
{
	if (!strcmp(name, "format") && !strcmp(value, MODEL_FORMAT))
		return 0;
	return fail_set(f,
	    "the model has format %s, but this program reads "
	    "format " MODEL_FORMAT ": train the model again",
	    strcmp(name, "format") ? "unknown" : value);
}

static int
load_setting(
    struct model_loading *l, const struct slice *c, int first, struct fail *f)
{
	char name[MODEL_NAME], value[256];

	if (copy(c[0], name, sizeof(name)) ||
	    copy(c[1], value, sizeof(value)) || l->m->nsettings == MAX_SETTINGS)
		return fail_set(f, "not a setting");
	if (first && check_format(name, value, f))
		return -1;
	if (model_setting(l->m, name))
		return fail_set(f, "a repeated setting");
	return model_set(l->m, name, f, "%s", value);
}

static int
load_settings(struct model_loading *l, struct input *in, struct fail *f)
{
	struct tsv *t = open_tsv(in, "name\tvalue", f);
	const struct slice *c;
	int r = t ? 0 : -1, first = 1;
	size_t n;

	while (!r && (r = tsv_row(t, &c, &n, f)) > 0) {
		r = load_setting(l, c, first, f)
		        ? fail_at(f, "%s", tsv_where(t))
		        : 0;
		first = 0;
	}
	tsv_close(t);
	return r ? -1 : 0;
}

static int
load_text(
    struct model_loading *l, const struct model_load_row *r, struct fail *f)
{
	char path[MODEL_FILE_PATH];
	struct input *in = model_file_text(l->dir, r->file, &r->crc, path, f);
	int failed = 0;

	if (!in)
		return -1;
	if (!strcmp(r->name, "settings")) {
		failed = load_settings(l, in, f);
	} else if (!strcmp(r->name, "vocab")) {
		l->m->vocab = vocab_read_input(in, f);
		failed = !l->m->vocab;
	} else if (model_is_list(r->name)) {
		struct vocab *v = vocab_read_input(in, f);

		failed = !v || model_add_list(l->m, r->name, v, f);
		if (failed)
			vocab_free(v);
	}
	input_close(in);
	return failed ? -1 : 0;
}

/* FNV-1a over the row, which contains the checksum of its file. */
static uint64_t
add_fingerprint(uint64_t h, const struct model_load_row *r)
{
	char text[2 * MODEL_NAME + 80];
	const char *s;

	(void)snprintf(text, sizeof(text), "%s\t%zu\t%zu\t%08x\n", r->name,
	    r->rows, r->cols, (unsigned)r->crc);
	h = h ? h : 0xcbf29ce484222325u;
	for (s = text; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	return h ? h : 1;
}

static int
load_row(
    struct model_loading *l, const struct model_load_row *r, struct fail *f)
{
	if (!model_file_is_state(r->name))
		l->m->fingerprint = add_fingerprint(l->m->fingerprint, r);
	else if (!l->state)
		return 0;
	return r->rows ? map_tensor(l, r, f) : load_text(l, r, f);
}

/* Returns 1 if a row of that name was loaded before. */
static int
is_there(struct model *m, const char *name)
{
	return model_tensor(m, name) != NULL || model_list(m, name) != NULL ||
	       (m->nsettings && !strcmp(name, "settings")) ||
	       (m->vocab && !strcmp(name, "vocab"));
}

static int
load_rows(struct model_loading *l, struct fail *f)
{
	char path[MODEL_FILE_PATH];
	struct input *in =
	    model_file_text(l->dir, "tensors.tsv", NULL, path, f);
	struct tsv *t =
	    in ? open_tsv(in, "name\tshape\tfile\tcrc32c", f) : NULL;
	struct model_load_row row;
	const struct slice *c;
	size_t n;
	int r = t ? 0 : -1;

	while (!r && (r = tsv_row(t, &c, &n, f)) > 0) {
		r = parse_row(c, n, &row);
		if (r)
			(void)fail_set(
			    f, "%s: not a row for a tensor", tsv_where(t));
		else if (is_there(l->m, row.name))
			r = fail_set(
			    f, "%s: %s is repeated", tsv_where(t), row.name);
		else
			r = load_row(l, &row, f);
	}
	tsv_close(t);
	input_close(in);
	return r ? -1 : 0;
}

/* Returns -1 if dir is no model at all. */
static int
look(const char *dir, struct fail *f)
{
	char path[MODEL_FILE_PATH];
	struct stat st;
	int n;

	if (stat(dir, &st))
		return errno != ENOENT
		           ? 0 /* the failure to open is reported later */
		           : fail_set(f,
				 "%s: no such model; train one with seq-train, "
				 "or give the directory of one",
				 dir);
	n = snprintf(path, sizeof(path), "%s/tensors.tsv", dir);
	if (S_ISDIR(st.st_mode) && n >= 0 && (size_t)n < sizeof(path) &&
	    (!stat(path, &st) || errno != ENOENT))
		return 0;
	return fail_set(f,
	    "%s is not a model: a model is a directory with a file "
	    "tensors.tsv; train one with seq-train, or give the directory of "
	    "one",
	    dir);
}

static struct model *
load_once(const char *dir, int state, struct fail *f)
{
	struct model_loading l = {.dir = dir, .state = state};

	if (look(dir, f))
		return NULL;
	l.m = model_new(f);
	if (!l.m)
		return NULL;
	if (load_rows(&l, f)) {
		model_free(l.m);
		return NULL;
	}
	if (!l.m->vocab || !l.m->nsettings) {
		(void)fail_set(f, "%s/tensors.tsv: has no row for %s", dir,
		    l.m->vocab ? "settings" : "vocabulary");
		model_free(l.m);
		return NULL;
	}
	if (state && model_check(l.m, f)) {
		model_free(l.m);
		return NULL;
	}
	return l.m;
}

/* Loads the directory again if it was replaced while its files were opened. */
static struct model *
load(const char *dir, int state, struct fail *f)
{
	struct model_stamp stamp = {0};
	struct model *m;
	int known, i;

	for (i = 0; i < EXCHANGES; i++) {
		known = !model_stamp_take(&stamp, dir);
		m = load_once(dir, state, f);
		if (m || !known || !model_stamp_differs(&stamp, dir))
			return m;
	}
	return NULL;
}

struct model *
model_load(const char *dir, struct fail *f)
{
	return load(dir, 0, f);
}

struct model *
model_load_state(const char *dir, struct fail *f)
{
	return load(dir, 1, f);
}
