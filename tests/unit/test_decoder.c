/*
 * test_decoder - the readers of lib/tf against a second, slow reader.
 *
 * The test makes records that use all freedoms of the encoding (order,
 * repetition, pieces, longer varints) and some forbidden forms, and then
 * damages them.  Both readers must accept the same records and find the same
 * content.  So must the reader of lib/tf without its fast path.
 *
 * DECODE_CASES in the environment sets the number of records.
 */
/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/rng.h"
#include "tf/example.h"
#include "slow_example.h"
#include "tap.h"

#define CASES 250000
#define ROOM 1024    /* limit of a message, in bytes */
#define LARGE 200000 /* bytes of a large record */
#define TIMES 128    /* limit of the memory to unpack it, as a multiple */

struct message {
	size_t n;
	unsigned char p[ROOM];
};

static struct rng rng;

/* True once in n times. */
static int
once_in(uint64_t n)
{
	return rng_below(&rng, n) == 0;
}

static void
put(struct message *m, const void *p, size_t n)
{
	if (n && n <= ROOM - m->n) {
		memcpy(m->p + m->n, p, n);
		m->n += n;
	}
}

/* Writes x as a varint with so many bytes more than necessary. */
static void
put_slack(struct message *m, uint64_t x, size_t slack)
{
	unsigned char b[16];
	size_t n = 0;

	for (; x >= 128 || slack; x >>= 7) {
		slack -= x < 128;
		b[n++] = (unsigned char)(128 | (x & 127));
	}
	b[n++] = (unsigned char)x;
	put(m, b, n);
}

static void
put_varint(struct message *m, uint64_t x)
{
	put_slack(m, x, once_in(60) ? (size_t)rng_below(&rng, 5) : 0);
}

static void
put_bytes(struct message *m, uint64_t number, const void *p, size_t n)
{
	put_varint(m, number << 3 | 2);
	put_varint(m, n);
	put(m, p, n);
}

static void
put_message(struct message *m, uint64_t number, const struct message *inside)
{
	if (once_in(200))
		number = rng_below(&rng, 6);
	put_bytes(m, number, inside->p, inside->n);
}

static void
put_float(struct message *m)
{
	uint64_t bits = rng_next(&rng);

	put(m, &bits, 4);
}

static void
put_int(struct message *m)
{
	put_varint(m, rng_next(&rng) >> rng_below(&rng, 64));
}

/* Writes numbers packed or one by one, sometimes both. */
static void
make_numbers(struct message *m, int floats)
{
	size_t i, n;

	do {
		struct message run = {0};
		int packed = !once_in(4);

		n = (size_t)rng_below(&rng, 4);
		for (i = 0; i < n; i++) {
			if (!packed)
				put_varint(m, floats ? 1 << 3 | 5 : 1 << 3);
			(floats ? put_float : put_int)(packed ? &run : m);
		}
		if (packed)
			put_message(m, 1, &run);
	} while (once_in(8));
}

static void
make_feature(struct message *m)
{
	uint64_t kind;
	size_t i, n;

	if (once_in(10))
		return;
	do {
		struct message list = {0};

		kind = 1 + rng_below(&rng, 3);
		n = (size_t)rng_below(&rng, 4);
		for (i = 0; kind == 1 && i < n; i++)
			put_bytes(&list, 1, "some bytes", rng_below(&rng, 10));
		if (kind != 1)
			make_numbers(&list, kind == 2);
		put_message(m, kind, &list);
	} while (once_in(50));
}

static void
make_steps(struct message *m)
{
	size_t i, n = (size_t)rng_below(&rng, 4);

	for (i = 0; i < n; i++) {
		struct message feature = {0};

		make_feature(&feature);
		put_message(m, 1, &feature);
	}
}

/* Chooses from a few keys, so that some are equal. */
static void
make_entry(struct message *m, int lists)
{
	static const char keys[] = "\0\1aabbccddee\377";
	struct message key = {0}, value = {0};
	int i, swapped = once_in(10);

	put(&key, keys + rng_below(&rng, 10), (size_t)rng_below(&rng, 4));
	(lists ? make_steps : make_feature)(&value);
	for (i = 0; i < 2; i++) {
		int which = i ^ swapped;

		if (once_in(30))
			continue;
		do
			put_message(m, which ? 2 : 1, which ? &value : &key);
		while (once_in(60));
	}
}

static void
make_record(struct message *m)
{
	int lists;
	size_t i, n;

	for (lists = 0; lists < 2; lists++) {
		if (once_in(lists ? 2 : 8))
			continue;
		do {
			struct message entries = {0};

			n = (size_t)rng_below(&rng, 5);
			for (i = 0; i < n; i++) {
				struct message entry = {0};

				make_entry(&entry, lists);
				put_message(&entries, 1, &entry);
			}
			put_message(m, lists ? 2 : 1, &entries);
		} while (once_in(10));
	}
}

static void
damage(struct message *m)
{
	size_t at = (size_t)rng_below(&rng, m->n);
	size_t n = 1 + (size_t)rng_below(&rng, m->n - at);

	switch (rng_below(&rng, 5)) {
	case 0:
		m->p[at] ^= (unsigned char)(1 << rng_below(&rng, 8));
		break;
	case 1:
		m->p[at] = (unsigned char)rng_next(&rng);
		break;
	case 2:
		m->n = at;
		break;
	case 3:
		memmove(m->p + at, m->p + at + n, m->n - at - n);
		m->n -= n;
		break;
	case 4:
		put(m, m->p + at, n);
		break;
	}
}

static void
print_record(const struct message *m)
{
	size_t i;

	printf("# ");
	for (i = 0; i < m->n; i++)
		printf("%02x", m->p[i]);
	putchar('\n');
}

/* Compares three readers on a record.  Returns 1 if all read an Example, 0
 * if none does, -1 if they disagree. */
static int
judge(const struct message *m, struct arena *const *a)
{
	struct example slow, any, fast;
	struct fail f;
	int r;

	arena_reset(a[0]);
	r = slow_example(&slow, m->p, m->n, a[0]);
	if (example_read(&fast, m->p, m->n, a[1], &f) != r ||
	    example_read_any(&any, m->p, m->n, a[2], &f) != r)
		return -1;
	if (r)
		return 0;
	return slow_same(&slow, &fast) && slow_same(&slow, &any) ? 1 : -1;
}

/* Makes a record of the four bytes at unit, repeated, inside fields with
 * each of the tags, the innermost first. */
static unsigned char *
make_large(const char *unit, const char *tags, size_t *n)
{
	unsigned char *p = malloc(LARGE + 64), head[16];
	struct message m;
	size_t i;

	if (!p)
		abort();
	for (i = 0; i < LARGE; i++)
		p[i] = (unsigned char)unit[i % 4];
	for (*n = LARGE; *tags; tags++) {
		m.n = 0;
		put(&m, tags, 1);
		put_slack(&m, *n, 0);
		memcpy(head, m.p, m.n);
		memmove(p + m.n, p, *n);
		memcpy(p, head, m.n);
		*n += m.n;
	}
	return p;
}

/* The unpacked size of a record is a multiple of its size, not its square. */
static void
test_large(void)
{
	static const struct {
		const char *unit, *tags, *what;
	} cases[] = {
	    {"\12\2\12\0", "", "Features messages"},
	    {"\22\2\12\0", "", "FeatureLists messages"},
	    {"\12\0\12\0", "\12", "entries"},
	    {"\12\0\12\0", "\22", "entries of feature lists"},
	    {"\12\0\12\0", "\12\12", "keys of one entry"},
	    {"\22\2\32\0", "\12\12", "values of one entry"},
	    {"\12\0\12\0", "\22\12\22", "steps"},
	    {"\32\2\10\1", "\22\12\12", "lists of one Feature"},
	    {"\12\0\12\0", "\12\22\12\12", "values that are bytes"},
	    {"\10\1\10\1", "\32\22\12\12", "numbers one by one"},
	    {"\12\0\12\0", "\32\22\12\12", "runs of no numbers"},
	    {"\1\1\1\1", "\12\32\22\12\12", "numbers in a run"},
	};
	struct arena *a = arena_new(TIMES * LARGE);
	struct example e;
	struct fail f;
	size_t i, n;

	for (i = 0; i < COUNTOF(cases); i++) {
		unsigned char *p = make_large(cases[i].unit, cases[i].tags, &n);

		f.msg[0] = '\0';
		/* The cut has a reason. */
		(void)example_read_any(&e, p, n, a, &f);
		ok(!strstr(f.msg, "too large"), "%d bytes of %s fit in %d",
		    LARGE, cases[i].what, TIMES * LARGE);
		free(p);
	}
	arena_free(a);
}

int
main(void)
{
	const char *env = getenv("DECODE_CASES");
	long i, k, n = env ? atol(env) : CASES, counts[2][3] = {{0}};
	struct arena *a[3];

	for (i = 0; i < 3; i++)
		a[i] = arena_new((size_t)1 << 24);
	rng_seed(&rng, 1, 0);
	for (i = 0; i < n; i++) {
		struct message m = {0};
		int damaged = i % 2, verdict;

		make_record(&m);
		for (k = damaged ? 1 + (long)rng_below(&rng, 3) : 0; k; k--) {
			if (m.n)
				damage(&m);
		}
		verdict = judge(&m, a);
		if (verdict < 0 && counts[0][2] + counts[1][2] < 5)
			print_record(&m);
		counts[damaged][verdict < 0 ? 2 : verdict]++;
	}
	for (i = 0; i < 2; i++) {
		const char *what = i ? "damaged" : "made";

		ok(!counts[i][2], "on %ld %s records the readers agree",
		    counts[i][0] + counts[i][1] + counts[i][2], what);
		ok(counts[i][0] > n / 40 && counts[i][1] > n / 40,
		    "%ld %s ones are Examples, %ld are none", counts[i][1],
		    what, counts[i][0]);
	}
	for (i = 0; i < 3; i++)
		arena_free(a[i]);
	test_large();
	return done();
}
