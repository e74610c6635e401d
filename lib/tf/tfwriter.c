/* tfwriter - writes TFRecord files: one or N shards, compressed or not. */
/* SPDX-License-Identifier: MIT */
#include "tf/tfwriter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/deflate.h"
#include "io/output.h"
#include "tf/tfrecord.h"

struct tfwriter_shard {
	struct output *out; /* NULL once committed */
	struct deflate *z;  /* NULL: not compressed */
	char *path;         /* NULL: standard output */
};

struct tfwriter {
	struct tfwriter_shard *shards; /* [n] */
	size_t n, turn;                /* turn: the shard of the next record */
};

struct choice
tfwriter_packing(size_t k)
{
	static const struct choice packings[] = {
	    {"none", NULL, "not compressed"},
	    {"gzip", NULL, "RFC 1952"},
	    {"zlib", NULL, "RFC 1950"},
	};

	return k < COUNTOF(packings) ? packings[k] : (struct choice){0};
}

const char *
tfwriter_packing_of(const char *path, const char *wish)
{
	static const char *const endings[] = {
	    ".tfrecord", ".tfrecords", ".tfrec", ".tfr"};
	size_t n = path ? strlen(path) : 0, k, m;
	const char *packing = "none";

	if (n > 3 && !strcmp(path + n - 3, ".gz")) {
		n -= 3;
		packing = "gzip";
	}
	for (k = 0; k < COUNTOF(endings); k++) {
		m = strlen(endings[k]);
		if (n >= m && !memcmp(path + n - m, endings[k], m))
			return strcmp(wish, "auto") ? wish : packing;
	}
	return NULL;
}

/* Returns NAME, or NAME-00002-of-00005, for shard i. */
static char *
shard_path(const char *name, size_t i, size_t shards)
{
	size_t room = strlen(name) + 64;
	char *path = malloc(room);

	if (!path)
		return NULL;
	if (shards)
		(void)snprintf(
		    path, room, "%s-%05zu-of-%05zu", name, i, shards);
	else
		(void)snprintf(path, room, "%s", name);
	return path;
}

static int
open_shard(struct tfwriter_shard *s, const char *name, size_t i, size_t shards,
    const char *packing, struct fail *f)
{
	if (name && !(s->path = shard_path(name, i, shards)))
		return fail_memory(f);
	s->out = output_open(s->path, OUTPUT_BINARY, f);
	if (!s->out)
		return -1;
	if (!strcmp(packing, "none"))
		return 0;
	s->z = deflate_new(!strcmp(packing, "gzip"), f);
	return s->z ? 0 : -1;
}

struct tfwriter *
tfwriter_open(
    const char *path, size_t shards, const char *packing, struct fail *f)
{
	struct tfwriter *w = calloc(1, sizeof(*w));
	size_t i;

	if (!w)
		goto memory;
	w->n = shards ? shards : 1;
	w->shards = calloc(w->n, sizeof(*w->shards));
	if (!w->shards)
		goto memory;
	for (i = 0; i < w->n; i++) {
		if (open_shard(&w->shards[i], path, i, shards, packing, f)) {
			tfwriter_abandon(w);
			return NULL;
		}
	}
	return w;
memory:
	free(w);
	(void)fail_memory(f);
	return NULL;
}

void
tfwriter_put(struct tfwriter *w, const void *p, size_t n)
{
	struct tfwriter_shard *s = &w->shards[w->turn];
	unsigned char head[TFRECORD_HEAD], foot[TFRECORD_FOOT];

	w->turn = w->turn + 1 < w->n ? w->turn + 1 : 0;
	tfrecord_head(head, n);
	tfrecord_foot(foot, p, n);
	if (s->z) {
		deflate_put(s->z, s->out, head, sizeof(head));
		deflate_put(s->z, s->out, p, n);
		deflate_put(s->z, s->out, foot, sizeof(foot));
		return;
	}
	output_put(s->out, head, sizeof(head));
	output_put(s->out, p, n);
	output_put(s->out, foot, sizeof(foot));
	output_mark(s->out);
}

/* Returns the first shard whose output has failed, or n. */
static size_t
failed_shard(const struct tfwriter *w)
{
	size_t i;

	for (i = 0; i < w->n && !output_failed(w->shards[i].out); i++)
		;
	return i;
}

int
tfwriter_failed(const struct tfwriter *w)
{
	return failed_shard(w) < w->n;
}

static void
release(struct tfwriter *w)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		output_abandon(w->shards[i].out);
		deflate_free(w->shards[i].z);
		free(w->shards[i].path);
	}
	free(w->shards);
	free(w);
}

/* Renames shard i into place. */
static int
commit_shard(struct tfwriter *w, size_t i, struct fail *f)
{
	struct output *o = w->shards[i].out;

	w->shards[i].out = NULL;
	return output_commit(o, f);
}

/*
 * All shards are on disk before the first is renamed.  So a full disk is
 * noticed before any file is visible.
 */
int
tfwriter_commit(struct tfwriter *w, struct fail *f)
{
	size_t i;
	int r = 0;

	for (i = 0; i < w->n; i++) {
		if (w->shards[i].z)
			deflate_end(w->shards[i].z, w->shards[i].out);
		if (w->n > 1)
			output_settle(w->shards[i].out);
	}
	i = failed_shard(w);
	if (i < w->n)
		r = commit_shard(w, i, f);
	for (i = 0; i < w->n && !r; i++)
		r = commit_shard(w, i, f);
	release(w);
	return r;
}

void
tfwriter_abandon(struct tfwriter *w)
{
	if (w)
		release(w);
}
