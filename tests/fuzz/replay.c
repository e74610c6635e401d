/*
 * replay - a fuzz target without a fuzzer: replay [-n TIMES] FILE ...
 *
 * Gives the target each file, and TIMES damaged copies of it: some bits and
 * bytes changed, a piece cut out, doubled or taken from another file.  The
 * damage is the same every time.  Prints how many inputs there were; one for
 * which a claim does not hold, or that crashes, is printed as hex, and is the
 * last.
 */
/* SPDX-License-Identifier: MIT */
#include <signal.h>

#include "base/rng.h"
#include "fuzz.h"

#define MOST ((size_t)1 << 16) /* bytes of an input */

struct replay_input {
	uint8_t *p;
	size_t n;
};

/* The one that the target has just now. */
static struct replay_input now;

/* Prints it, as a line for crashers/. */
static void
print_now(void)
{
	size_t i;

	for (i = 0; i < now.n; i++)
		(void)fprintf(stderr, "%02x", now.p[i]);
	(void)fputc('\n', stderr);
}

static void
end(int number)
{
	print_now();
	(void)signal(number, SIG_DFL);
	(void)raise(number);
}

/* The sanitizers' own way to end a program, where there are any. */
__attribute__((weak)) void __sanitizer_set_death_callback(void (*f)(void));

static void
try(const uint8_t *p, size_t n)
{
	/* A block as large as the input: reading past it can be seen. */
	now.p = fuzz_need(malloc(n ? n : 1));
	now.n = n;
	if (n)
		memcpy(now.p, p, n);
	(void)LLVMFuzzerTestOneInput(now.p, n);
	free(now.p);
}

static void
damage(struct replay_input *x, const struct replay_input *other, struct rng *r)
{
	size_t at = (size_t)rng_below(r, x->n + 1);
	size_t n = (size_t)rng_below(r, 1 + rng_below(r, x->n - at + 1));

	switch (rng_below(r, 6)) {
	case 0:
	case 1:
		if (at < x->n)
			x->p[at] ^= (uint8_t)(1 << rng_below(r, 8));
		break;
	case 2:
		if (at < x->n)
			x->p[at] = (uint8_t)rng_next(r);
		break;
	case 3: /* cut out */
		memmove(x->p + at, x->p + at + n, x->n - at - n);
		x->n -= n;
		break;
	case 4: /* double */
		if (n > MOST - x->n)
			break;
		memmove(x->p + at + n, x->p + at, x->n - at);
		x->n += n;
		break;
	case 5: /* from the other */
		if (other->n < n)
			break;
		memcpy(x->p + at, other->p + rng_below(r, other->n - n + 1), n);
		break;
	}
}

static void
read_file(const char *path, struct replay_input *x)
{
	FILE *f = fopen(path, "rb");

	if (!f)
		fuzz_end(path);
	x->p = fuzz_need(malloc(MOST));
	x->n = fread(x->p, 1, MOST, f);
	if (ferror(f) || fclose(f))
		fuzz_end(path);
}

int
main(int argc, char **argv)
{
	long times = 0, i;
	int first = 1, k;
	struct rng r;
	struct replay_input x,
	    *all = fuzz_need(calloc((size_t)argc, sizeof(*all)));

	if (argc > 2 && !strcmp(argv[1], "-n")) {
		times = strtol(argv[2], NULL, 10);
		first = 3;
	}
	(void)signal(SIGABRT, end);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(print_now);
	else
		(void)signal(SIGSEGV, end);
	for (k = first; k < argc; k++) {
		read_file(argv[k], &all[k]);
		try(all[k].p, all[k].n);
	}
	rng_seed(&r, 1, 0);
	x.p = fuzz_need(malloc(MOST));
	for (i = 0; first < argc && i < times * (argc - first); i++) {
		size_t which =
		    (size_t)first + rng_below(&r, (uint64_t)(argc - first));

		x.n = all[which].n;
		memcpy(x.p, all[which].p, x.n);
		do {
			which = (size_t)first +
			        rng_below(&r, (uint64_t)(argc - first));
			damage(&x, &all[which], &r);
		} while (rng_below(&r, 3));
		try(x.p, x.n);
	}
	(void)fprintf(stderr, "%ld inputs\n", argc - first + i);
	for (k = first; k < argc; k++)
		free(all[k].p);
	free(all);
	free(x.p);
	return 0;
}
