/*
 * fuzz - what every fuzz target needs: claims, and bytes as a file.
 *
 * A target is one function, LLVMFuzzerTestOneInput: it takes any bytes, hands
 * them to a part of the library and claims what must be true of the answer.
 * libFuzzer calls it with bytes it makes up (tests/fuzz/run), replay.c with
 * those of files and with damaged copies of them (make check).
 */
/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A claim about the library; where it does not hold, the input is a find. */
#define CLAIM(x)                                          \
	do {                                              \
		if (!(x)) {                               \
			(void)fprintf(stderr,             \
			    "%s:%d: claim does not hold:" \
			    " %s\n",                      \
			    __FILE__, __LINE__, #x);      \
			abort();                          \
		}                                         \
	} while (0)

/* A target that does not get what it needs ends; that is no find.  Says what
 * it was, a file or "memory", and what errno says. */
static inline void __attribute__((noreturn)) fuzz_end(const char *what)
{
	perror(what);
	exit(1);
}

static inline void *
fuzz_need(void *p)
{
	if (!p)
		fuzz_end("memory");
	return p;
}

/* The n bytes at p as a file without a name, of which there are several at a
 * time; the path by which the library can open it. */
static inline const char *
fuzz_file(int which, const void *p, size_t n)
{
	static struct {
		int fd;
		char path[32];
	} files[4];
	const char *from = p;
	ssize_t w;

	if (!files[which].fd) {
		files[which].fd = memfd_create("fuzz", MFD_CLOEXEC);
		(void)snprintf(files[which].path, sizeof(files[which].path),
		    "/proc/self/fd/%d", files[which].fd);
	}
	if (files[which].fd < 0 || ftruncate(files[which].fd, 0) ||
	    lseek(files[which].fd, 0, SEEK_SET))
		fuzz_end("a file in memory");
	for (; n; from += w, n -= (size_t)w) {
		w = write(files[which].fd, from, n);
		if (w <= 0)
			fuzz_end("a file in memory");
	}
	return files[which].path;
}

/* Takes the last byte off the input, for a target to decide by; 0 if there is
 * none.  (The last, so that a file is a good input as it is.) */
static inline unsigned
fuzz_byte(const uint8_t *p, size_t *n)
{
	return *n ? p[--*n] : 0;
}

#endif
