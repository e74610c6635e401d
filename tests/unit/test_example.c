/* test_example - Examples as bytes: both readers, the writer, and bytes that
 * are not Examples. */
/* SPDX-License-Identifier: MIT */
#include "tf/example.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/rng.h"
#include "tf/feature.h"
#include "tf/wire.h"
#include "example.pb-c.h"
#include "slow_example.h"
#include "tap.h"

static void
make_values(struct rng *r, struct arena *a, struct feature *f)
{
	struct slice *bytes;
	int64_t *ints;
	float *floats;
	size_t i;

	f->n = (size_t)rng_below(r, 5);
	f->kind = (enum feature_kind)(1 + rng_below(r, 3));
	f->bytes = bytes = arena_alloc(a, f->n * sizeof(*bytes));
	ints = (int64_t *)(void *)bytes;
	floats = (float *)(void *)bytes;
	for (i = 0; i < f->n; i++) {
		if (f->kind == FEATURE_INT64) {
			ints[i] = (int64_t)(rng_next(r) >> rng_below(r, 64));
		} else if (f->kind == FEATURE_FLOAT) {
			floats[i] = (float)rng_normal(r);
		} else {
			bytes[i].n = (size_t)rng_below(r, 200);
			bytes[i].s = arena_alloc(a, bytes[i].n);
			memset((char *)bytes[i].s, 'x', bytes[i].n);
		}
	}
}

static void
make_key(struct arena *a, struct feature *f, size_t i)
{
	char key[2] = {(char)i, (char)('a' + i)}; /* the first has a NUL */

	f->key = (struct slice){arena_copy(a, key, 2), 2};
}

static void
make_example(struct rng *r, struct arena *a, struct example *e, int lists)
{
	size_t i, k;

	e->nfeatures = (size_t)rng_below(r, 6);
	e->features = arena_alloc(a, e->nfeatures * sizeof(*e->features));
	for (i = 0; i < e->nfeatures; i++) {
		make_values(r, a, &e->features[i]);
		make_key(a, &e->features[i], i);
	}
	e->nlists = lists ? (size_t)rng_below(r, 4) : 0;
	e->lists = arena_alloc(a, e->nlists * sizeof(*e->lists));
	for (i = 0; i < e->nlists; i++) {
		struct feature *f = &e->lists[i];

		make_key(a, f, i);
		f->kind = FEATURE_STEPS;
		f->n = (size_t)rng_below(r, 4);
		f->steps = arena_alloc(a, f->n * sizeof(*f->steps));
		for (k = 0; k < f->n; k++) {
			make_values(r, a, &f->steps[k]);
			f->steps[k].key = (struct slice){NULL, 0};
		}
	}
}

static struct arena *made, *read1, *read2, *read3;

/* Do all readers agree on these bytes? */
static int
agree(const unsigned char *p, size_t n)
{
	struct example e1, e2, e3;
	struct fail f;
	int r1 = example_read(&e1, p, n, read1, &f);
	int r2 = example_read_any(&e2, p, n, read2, &f);
	int r3;

	arena_reset(read3);
	r3 = slow_example(&e3, p, n, read3);
	return r1 == r2 && (r1 || slow_same(&e1, &e2)) && r1 == r3 &&
	       (r1 || slow_same(&e1, &e3));
}

/* Does protobuf-c, after reading these bytes, write the same bytes? */
static int
is_usual(const unsigned char *p, size_t n)
{
	Tf__SequenceExample *m = tf__sequence_example__unpack(NULL, n, p);
	size_t size = m ? tf__sequence_example__get_packed_size(m) : 0;
	unsigned char *q = arena_alloc(made, size);
	int same = m && size == n && q &&
	           tf__sequence_example__pack(m, q) == n && !memcmp(p, q, n);

	if (m)
		tf__sequence_example__free_unpacked(m, NULL);
	return same;
}

static void
test_random(void)
{
	struct rng r;
	struct example e, back;
	struct fail f;
	unsigned char *p;
	size_t n, k;
	int i, exact = 1, usual = 1, both = 1, broken = 1;

	rng_seed(&r, 1, 0);
	for (i = 0; i < 5000; i++) {
		arena_reset(made);
		make_example(&r, made, &e, i % 2);
		p = wire_write(&e, i % 2, made, &n);
		exact &= p && !example_read(&back, p, n, read1, &f) &&
		         slow_same(&e, &back);
		usual &= p && is_usual(p, n);
		both &= p && agree(p, n);
		for (k = 0; p && n && k < 20; k++) {
			unsigned char *x = &p[rng_below(&r, n)], was = *x;

			*x ^= (unsigned char)(1 << rng_below(&r, 8));
			broken &= agree(p, n);
			broken &= agree(p, (size_t)rng_below(&r, n));
			*x = was;
		}
	}
	ok(exact, "what is written is read");
	ok(usual, "and is what protobuf-c writes");
	ok(both, "the fast reader reads what protobuf-c reads");
	ok(broken, "and of damaged records they think alike");
}

static int
try(const char *bytes, size_t n, struct example *e, struct fail *f)
{
	return example_read(e, (const unsigned char *)bytes, n, read1, f);
}

#define TRY(s) try(s, sizeof(s) - 1, &e, &f)

static void
test_by_hand(void)
{
	struct example e;
	struct fail f;

	ok(!TRY("") && !e.nfeatures && !e.nlists,
	    "an empty record is an Example of nothing");
	ok(!TRY("\12\0") && !e.nfeatures, "so is one of no features");
	ok(!TRY("\12\14\12\12\12\1a\22\5\32\3\12\1\7") && e.nfeatures == 1 &&
		e.features[0].kind == FEATURE_INT64 && e.features[0].n == 1 &&
		e.features[0].ints[0] == 7,
	    "a: int64 7");
	ok(!TRY("\12\13\12\11\12\1a\22\4\32\2\10\7") && e.nfeatures == 1 &&
		e.features[0].ints[0] == 7,
	    "numbers that are not packed");
	ok(!TRY("\12\17\12\15\12\1a\22\10\32\6\12\1\7\12\1\10") &&
		e.features[0].n == 2 && e.features[0].ints[1] == 8,
	    "numbers packed in two pieces");
	ok(!TRY("\12\14\12\12\22\5\32\3\12\1\7\12\1a") && e.nfeatures == 1 &&
		e.features[0].ints[0] == 7,
	    "the value before the key");
	ok(!TRY("\12\30\12\12\12\1a\22\5\32\3\12\1\7"
		"\12\12\12\1a\22\5\12\3\12\1x") &&
		e.nfeatures == 1 && e.features[0].kind == FEATURE_BYTES,
	    "the last of equal keys counts");
	ok(!TRY("\12\14\12\12\12\1b\22\5\32\3\12\1\7"
		"\12\14\12\12\12\1a\22\5\32\3\12\1\10") &&
		e.nfeatures == 2 && e.features[0].key.s[0] == 'a' &&
		e.features[1].ints[0] == 7,
	    "Examples one after the other merge, keys in order");
	ok(!TRY("\12\7\12\5\12\1a\22\0") && e.nfeatures == 1 &&
		e.features[0].kind == FEATURE_NONE,
	    "a Feature of no kind is unset");
	ok(!TRY("\12\11\12\7\12\1a\22\2\32\0") && e.nfeatures == 1 &&
		e.features[0].kind == FEATURE_INT64 && e.features[0].n == 0,
	    "an empty list is present");
	ok(!TRY("\22\0") && !e.nlists, "a SequenceExample of nothing");
}

static void
test_refused(void)
{
	static const char event[] = "\11\0\0\200o\362\335\326A\32\15"
				    "brain.Event:2";
	struct example e;
	struct fail f;

	ok(TRY("hello, world") &&
		strstr(f.msg, "neither a tf.train.Example nor"),
	    "a line of text: %s", f.msg);
	ok(try(event, sizeof(event) - 1, &e, &f), "a TensorBoard event");
	ok(TRY("\30\1\42\1x"), "fields that no Example has, and no other");
	ok(TRY("\12\0\200\0\1"), "a field of number 0");
	ok(TRY("\12\2\20\1"), "a Features message with a second field");
	ok(TRY("\12\11\12\7\12\1a\22\2\42\0"), "a fourth kind of list");
	ok(TRY("\12\14\12\12\12\1a\22\5\32\3\12\1"), "a cut one");
	ok(TRY("\12\15\12\13\12\1a\22\6\22\4\12\2ab"),
	    "half a float in a list of them");
}

/* Appends a field of that number with the bytes that follow to m [n].
 * Returns the new length. */
static size_t
add_field(unsigned char *m, size_t n, unsigned number, const void *p, size_t k)
{
	m[n] = (unsigned char)(number << 3 | 2);
	m[n + 1] = (unsigned char)k;
	memcpy(m + n + 2, p, k);
	return n + 2 + k;
}

/* Fields of all four types, numbered from 4. */
#define OTHERS "\40\1\51abcdefgh\62\2xy\75abcd"

/* Is the feature a = 7 (int64) still read, with OTHERS before and after the
 * content of each depth? */
static void
test_passed_over(void)
{
	static const unsigned numbers[] = {1, 3, 2, 1, 1};
	unsigned char m[200], was[200];
	size_t depth, d, n, k;
	struct example e;
	struct fail f;

	for (depth = 0; depth < 5; depth++) {
		m[0] = 7;
		n = 1;
		for (d = 0; d < 5; d++) {
			memcpy(was, m, k = n);
			n = 0;
			if (d == 2)
				n = add_field(m, n, 1, "a", 1);
			if (d == depth) {
				memcpy(m + n, OTHERS, sizeof(OTHERS) - 1);
				n += sizeof(OTHERS) - 1;
			}
			n = add_field(m, n, numbers[d], was, k);
			if (d == depth) {
				memcpy(m + n, OTHERS, sizeof(OTHERS) - 1);
				n += sizeof(OTHERS) - 1;
			}
		}
		ok(!example_read(&e, m, n, read1, &f) && e.nfeatures == 1 &&
			e.features[0].ints[0] == 7 && agree(m, n),
		    "fields of others are passed over, %zu deep", 5 - depth);
	}
}

/* An ExampleListWithContext: examples are field 1, the context is field 2. */
static void
test_ranked(void)
{
	static const char one[] = "\12\14\12\12\12\1a\22\5\32\3\12\1\7";
	static const char none[] = "\12\7\12\5\12\1a\22\0";
	unsigned char m[200];
	size_t n;
	struct example e;
	struct fail f;

	n = add_field(m, 0, 1, one, sizeof(one) - 1);
	n = add_field(m, n, 1, one, sizeof(one) - 1);
	ok(example_read(&e, m, n, read1, &f) && agree(m, n) &&
		strstr(f.msg, "is an ExampleListWithContext"),
	    "two examples to rank: %s", f.msg);
	n = add_field(m, n, 2, one, sizeof(one) - 1);
	ok(example_read(&e, m, n, read1, &f) && agree(m, n) &&
		strstr(f.msg, "is an ExampleListWithContext"),
	    "and with their context");
	n = add_field(m, 0, 2, one, sizeof(one) - 1);
	ok(example_read(&e, m, n, read1, &f) && agree(m, n) &&
		strstr(f.msg, "is an ExampleListWithContext"),
	    "a context alone");
	n = add_field(m, 0, 1, none, sizeof(none) - 1);
	ok(example_read(&e, m, n, read1, &f) && agree(m, n) &&
		strstr(f.msg, "is an ExampleListWithContext"),
	    "an example whose feature is unset");
	ok(!TRY("\12\15\12\13\12\11\12\1a\22\4xxxx") && e.nfeatures == 1,
	    "a key that looks like an entry, but of no Feature, is a key");
}

static void
test_memory(void)
{
	struct arena *small = arena_new(1000);
	struct example e = {0};
	struct feature many[200];
	unsigned char *p;
	struct fail f;
	size_t i, n;

	for (i = 0; i < COUNTOF(many); i++) {
		many[i] = (struct feature){.kind = FEATURE_INT64};
		make_key(made, &many[i], i);
	}
	e.features = many;
	e.nfeatures = COUNTOF(many);
	p = wire_write(&e, 0, made, &n);
	ok(p && example_read(&e, p, n, small, &f) == -1,
	    "more than the arena allows: %s", f.msg);
	ok(p && example_read_any(&e, p, n, small, &f) == -1,
	    "and by protobuf-c: %s", f.msg);
	arena_free(small);
}

static void
test_settle(void)
{
	struct feature f[3000];
	struct rng r;
	size_t i, n = COUNTOF(f);
	static int64_t last[256];
	int right = 1;
	static char keys[COUNTOF(f)];

	rng_seed(&r, 1, 0);
	for (i = 0; i < n; i++) {
		keys[i] = (char)rng_below(&r, 256);
		f[i] = (struct feature){
		    .key = {&keys[i], 1}, .kind = FEATURE_INT64, .n = i};
		last[(unsigned char)keys[i]] = (int64_t)i;
	}
	arena_reset(made);
	right = !feature_settle(f, &n, made) && n == 256;
	for (i = 0; i < n; i++)
		right &= (unsigned char)f[i].key.s[0] == i &&
		         (int64_t)f[i].n == last[i];
	ok(right, "of 3000 features with 256 keys the last are left, sorted");
}

int
main(void)
{
	made = arena_new((size_t)1 << 30);
	read1 = arena_new(EXAMPLE_MEMORY);
	read2 = arena_new(EXAMPLE_MEMORY);
	read3 = arena_new(EXAMPLE_MEMORY);
	test_random();
	test_by_hand();
	test_refused();
	test_passed_over();
	test_ranked();
	test_memory();
	test_settle();
	arena_free(made);
	arena_free(read1);
	arena_free(read2);
	arena_free(read3);
	return done();
}
