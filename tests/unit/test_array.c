/* test_array - arrays grow, keep their elements, and are unchanged by a
 * failure. */
/* SPDX-License-Identifier: MIT */
#include "base/array.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "tap.h"

#define MANY 1000000

struct test_array_record {
	double x;
	char tag;
};

static void
test_push(void)
{
	struct fail f = {""};
	struct test_array_record *a = NULL, *was;
	size_t room = 0, i, moves = 0;
	int good = 1, failed = 0;

	for (i = 0; i < MANY && !failed; i++) {
		was = a;
		failed = ARRAY_ROOM(&a, &room, i + 1, &f);
		good = good && room > i;
		moves += a != was;
		if (!failed)
			a[i] = (struct test_array_record){(double)i, 'x'};
	}
	for (i = 0; i < MANY && !failed; i++)
		good = good && (size_t)a[i].x == i && a[i].tag == 'x';
	ok(!failed && good, "a million records put in one by one are there");
	ok(moves < 40, "they were moved %zu times", moves);
	ok(room < MANY + MANY / 2 + 1, "there is room for half as many more");
	good = !ARRAY_RESIZE(&a, 3, 1, &f);
	ok(good && a[2].x == 2, "what fits stays when an array gets smaller");
	ok(!ARRAY_RESIZE(&a, 0, 5, &f) && a, "an array of 0 is no failure");
	free(a);
}

static void
test_room(void)
{
	struct fail f;
	int32_t *a = NULL, *was;
	size_t room = 0;

	ok(!ARRAY_ROOM(&a, &room, 0, &f) && !a, "none takes no memory");
	ok(!ARRAY_ROOM(&a, &room, 100000, &f) && room == 100000,
	    "many at once take as much as they need");
	was = a;
	ok(!ARRAY_ROOM(&a, &room, 7, &f) && a == was && room == 100000,
	    "where there is room nothing moves");
	free(a);
}

static void
test_failure(void)
{
	struct fail f = {""};
	double *a = NULL, *was;
	size_t room = 0;
	int good = !ARRAY_ROOM(&a, &room, 10, &f);
	const size_t had = room;

	was = a;
	if (good)
		a[9] = 9;
	ok(good && ARRAY_ROOM(&a, &room, SIZE_MAX / 8 + 2, &f) == -1 &&
		!strcmp(f.msg, "out of memory"),
	    "a size that overflows is refused: %s", f.msg);
	ok(ARRAY_ROOM(&a, &room, SIZE_MAX, NULL) == -1,
	    "where nothing need be said nothing is");
	ok(ARRAY_RESIZE(&a, SIZE_MAX / 2, 4, &f) == -1 &&
		ARRAY_RESIZE(&a, SIZE_MAX / 4, 1, &f) == -1,
	    "n times m is checked, and so is its size");
	ok(a == was && room == had && good && a[9] == 9,
	    "the array is as it was");
	free(a);
}

int
main(void)
{
	test_push();
	test_room();
	test_failure();
	return done();
}
