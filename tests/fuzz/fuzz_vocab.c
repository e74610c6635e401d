/*
 * fuzz_vocab - vocabulary files, and vocabularies in every order.
 *
 * What is read is written as text and read again, and is the same; sorted, it
 * has the same tokens with the same counts, and every token is found.
 */
/* SPDX-License-Identifier: MIT */
#include "data/vocab.h"

#include "base/fail.h"
#include "fuzz.h"
#include "io/buffer.h"

static int
same(struct slice a, struct slice b)
{
	return a.n == b.n && !memcmp(a.s, b.s, a.n);
}

static void
check_found(const struct vocab *v)
{
	size_t id;

	for (id = 1; id <= vocab_size(v); id++) {
		struct slice t = vocab_token(v, (int32_t)id);

		CLAIM(t.n > 0 && vocab_find(v, t.s, t.n) == (int32_t)id);
		CLAIM(vocab_count(v, (int32_t)id) <= VOCAB_MAX_COUNT);
	}
	CLAIM(vocab_find(v, "", 0) == 0);
}

/* v as the text of a file, read again: as it was. */
static void
check_file(const struct vocab *v)
{
	struct buffer t = {0};
	struct fail f = {0};
	const char *path;
	struct vocab *back;
	char count[32];
	size_t id;

	for (id = 1; id <= vocab_size(v); id++) {
		struct slice s = vocab_token(v, (int32_t)id);

		buffer_put(&t, s.s, s.n);
		(void)snprintf(count, sizeof(count), "\t%llu\n",
		    (unsigned long long)vocab_count(v, (int32_t)id));
		buffer_put(&t, count, strlen(count));
	}
	if (*t.p == 037) { /* it could look like gzip */
		buffer_free(&t);
		return;
	}
	path = fuzz_file(1, t.p, t.n);
	buffer_free(&t);
	back = vocab_read(path, &f);
	CLAIM(back && vocab_size(back) == vocab_size(v));
	for (id = 1; id <= vocab_size(v); id++) {
		CLAIM(same(vocab_token(v, (int32_t)id),
		    vocab_token(back, (int32_t)id)));
		CLAIM(vocab_count(v, (int32_t)id) ==
		      vocab_count(back, (int32_t)id));
	}
	vocab_free(back);
}

/* Sorts v; its map says where each token went, and those counted too rarely
 * are gone. */
static void
check_sorted(const char *path, enum vocab_order order, uint64_t least)
{
	struct fail f = {0};
	struct vocab *was = fuzz_need(vocab_read(path, &f));
	struct vocab *v = fuzz_need(vocab_read(path, &f));
	size_t id, kept = 0;
	int32_t *map, to;

	CLAIM(!vocab_sort(v, order, least, &map, &f) && map[0] == 0);
	for (id = 1; id <= vocab_size(was); id++) {
		to = map[id];
		CLAIM(to >= 0 && (size_t)to <= vocab_size(v));
		CLAIM(!to == (vocab_count(was, (int32_t)id) < least));
		if (!to)
			continue;
		kept++;
		CLAIM(same(vocab_token(was, (int32_t)id), vocab_token(v, to)));
		CLAIM(vocab_count(was, (int32_t)id) == vocab_count(v, to));
		CLAIM(order != VOCAB_COUNT || to == 1 ||
		      vocab_count(v, to - 1) >= vocab_count(v, to));
	}
	CLAIM(kept == vocab_size(v));
	check_found(v);
	free(map);
	vocab_free(v);
	vocab_free(was);
}

/* Every line of a file that is not packed is a token. */
static void
check_lines(const struct vocab *v, const uint8_t *p, size_t n)
{
	size_t i, lines = 0;

	for (i = 0; i < n; i++)
		lines += p[i] == '\n';
	CLAIM(*p == 037 || vocab_size(v) == lines);
}

/* What v is, NULL where the file is none, is what it is when it stays on disk
 * (in a build for the fuzzer, where files of a byte are large). */
static void
check_disk(const struct vocab *v, const char *path)
{
	struct fail f = {0};
	struct vocab *d = vocab_open(path, &f);
	struct buffer t = {0};
	size_t id;

	if (!v) {
		CLAIM(!d || vocab_index(d, &f));
		vocab_free(d);
		return;
	}
	CLAIM(d && !vocab_index(d, &f) && vocab_size(d) == vocab_size(v));
	for (id = 1; id <= vocab_size(v); id++) {
		struct slice s = vocab_token(v, (int32_t)id);

		t.n = 0;
		vocab_put_token(d, (int32_t)id, &t);
		CLAIM(same(s, (struct slice){t.p, t.n}));
		CLAIM(vocab_find(d, s.s, s.n) == (int32_t)id);
		CLAIM(
		    vocab_count(d, (int32_t)id) == vocab_count(v, (int32_t)id));
	}
	CLAIM(vocab_find(d, "", 0) == 0 && !vocab_check(d, &f));
	buffer_free(&t);
	vocab_free(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	unsigned how = fuzz_byte(p, &n);
	struct fail f = {0};
	const char *path = fuzz_file(0, p, n);
	struct vocab *v = vocab_read(path, &f);

	check_disk(v, path);
	if (!v) {
		CLAIM(*f.msg != '\0');
		return 0;
	}
	CLAIM(vocab_size(v) > 0);
	check_lines(v, p, n);
	check_found(v);
	check_file(v);
	check_sorted(path, (enum vocab_order)(how % 4), how / 4 % 8);
	vocab_free(v);
	return 0;
}
