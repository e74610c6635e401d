/*
 * fault - a library to preload that makes one chosen call of a program fail.
 *
 *   FAULT=CALL:N:HOW   the N-th CALL, from 1, fails; CALL is a row of names[],
 *                      HOW an error of errors[], or
 *            FULL[=K]  (write) only K bytes go out, half if K is not said, and
 *                      later writes fail: the disk is full
 *            KILL[=K]  SIGKILL instead of the call; of a write K bytes go out
 *                      before, but at most PIPE_BUF if K is not said
 *            TERM, INT that signal, and then the call as ever
 *   FAULT_COUNT=FILE   a line "CALL n" for each is written there at the end
 *
 * Counted and failed are the calls of the program and of the libraries in
 * ours(), told by the return address.  What the C library does for
 * itself is left alone.
 */
/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum call {
	READ,
	WRITE,
	OPEN,
	OPENDIR,
	CLOSE,
	FSYNC,
	RENAME,
	EXCHANGE,
	MALLOC,
	MMAP,
	MKDIR,
	CHMOD,
	UNLINK,
	RMDIR,
	REALPATH,
	CALLS,
};

static const char *const names[CALLS] = {"read", "write", "open", "opendir",
    "close", "fsync", "rename", "renameat2", "malloc", "mmap", "mkdir", "chmod",
    "unlink", "rmdir", "realpath"};

static const struct {
	const char *name;
	int number;
} errors[] = {{"EIO", EIO}, {"ENOSPC", ENOSPC}, {"ENOMEM", ENOMEM},
    {"EINTR", EINTR}, {"EINVAL", EINVAL}, {"EMFILE", EMFILE},
    {"EACCES", EACCES}, {"EPIPE", EPIPE}};

enum way { NOTHING, ERROR, FULL, KILL, RAISE };

static struct {
	enum way way;
	enum call call;
	unsigned long n; /* which one */
	int number;      /* errno, or the signal */
	size_t part;     /* bytes of a write that go out; SIZE_MAX: not said */
} fault;

static atomic_ulong counts[CALLS];
static atomic_int full;

static struct {
	uintptr_t from, to;
} ranges[32];
static size_t nranges;

/* The program comes first and has no name; zlib and protobuf-c run in it. */
static int
ours(struct dl_phdr_info *info, size_t size, void *ctx)
{
	size_t i;

	(void)size;
	(void)ctx;
	if (*info->dlpi_name && !strstr(info->dlpi_name, "/libz.so") &&
	    !strstr(info->dlpi_name, "/libprotobuf-c.so"))
		return 0;
	for (i = 0; i < info->dlpi_phnum && nranges < 32; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];

		if (p->p_type != PT_LOAD || !(p->p_flags & PF_X))
			continue;
		ranges[nranges].from = info->dlpi_addr + p->p_vaddr;
		ranges[nranges].to = ranges[nranges].from + p->p_memsz;
		nranges++;
	}
	return 0;
}

static void
parse_how(const char *how)
{
	const char *part = strchr(how, '=');
	size_t i;

	fault.part = part ? strtoul(part + 1, NULL, 10) : SIZE_MAX;
	for (i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		if (!strcmp(how, errors[i].name)) {
			fault.way = ERROR;
			fault.number = errors[i].number;
		}
	}
	if (!strncmp(how, "FULL", 4))
		fault.way = FULL;
	if (!strncmp(how, "KILL", 4))
		fault.way = KILL;
	if (!strcmp(how, "TERM") || !strcmp(how, "INT")) {
		fault.way = RAISE;
		fault.number = *how == 'T' ? SIGTERM : SIGINT;
	}
}

static void __attribute__((constructor)) begin(void)
{
	const char *s = getenv("FAULT"), *n = s ? strchr(s, ':') : NULL;
	char *how;

	if (n) {
		fault.n = strtoul(n + 1, &how, 10);
		while (fault.call < CALLS &&
		       (strncmp(s, names[fault.call], (size_t)(n - s)) ||
			   names[fault.call][n - s]))
			fault.call++;
		if (*how == ':')
			parse_how(how + 1);
	}
	if (s && (!fault.way || fault.call == CALLS)) {
		(void)fprintf(stderr, "FAULT=%s means nothing\n", s);
		_exit(125);
	}
	(void)dl_iterate_phdr(ours, NULL);
}

static void __attribute__((destructor)) end(void)
{
	const char *path = getenv("FAULT_COUNT");
	FILE *out = path ? fopen(path, "w") : NULL;
	int i;

	for (i = 0; out && i < CALLS; i++)
		(void)fprintf(out, "%s %lu\n", names[i], counts[i]);
	if (out)
		(void)fclose(out);
}

/* Counts a call made from address from; 1 and errno set if it is to fail. */
static int
fails(enum call call, const void *from)
{
	uintptr_t at = (uintptr_t)from;
	size_t i;

	for (i = 0; i < nranges; i++) {
		if (at >= ranges[i].from && at < ranges[i].to)
			break;
	}
	if (i == nranges || (counts[call]++) + 1 != fault.n ||
	    call != fault.call)
		return 0;
	if (fault.way == KILL && call != WRITE)
		(void)raise(SIGKILL);
	if (fault.way == RAISE)
		(void)raise(fault.number);
	errno = fault.number;
	return fault.way != RAISE && fault.way != NOTHING;
}

#define FAILS(call) fails(call, __builtin_return_address(0))

/* real: what the name stands for behind this library.  (ISO C has no way from
 * void * to a function; POSIX has this one.) */
#define REAL(name)                     \
	static __typeof__(&name) real; \
	if (!real)                     \
	*(void **)(void *)&real = dlsym(RTLD_NEXT, #name)

ssize_t
write(int fd, const void *p, size_t n)
{
	size_t part = fault.part;

	REAL(write);
	if (full) {
		errno = ENOSPC;
		return -1;
	}
	if (!FAILS(WRITE))
		return real(fd, p, n);
	if (fault.way == ERROR)
		return -1;
	if (part == SIZE_MAX)
		part = fault.way == FULL ? n / 2 : PIPE_BUF;
	n = part < n ? part : n;
	if (fault.way == FULL) {
		full = 1;
		errno = ENOSPC;
		return n ? real(fd, p, n) : -1;
	}
	(void)!real(fd, p, n);
	(void)raise(SIGKILL);
	return -1;
}

/* A wrapper that only fails: FAIL(what, call, type, name, parameters, args) */
#define FAIL(bad, call, type, name, parameters, args) \
	type name parameters                          \
	{                                             \
		REAL(name);                           \
		return FAILS(call) ? bad : real args; \
	}

int __open_2(const char *path, int flags);
ssize_t __read_chk(int fd, void *p, size_t n, size_t room);
ssize_t __pread_chk(int fd, void *p, size_t n, off_t at, size_t room);
char *__realpath_chk(const char *path, char *to, size_t room);

/* clang-format off: a table */
FAIL(-1, READ, ssize_t, read, (int fd, void *p, size_t n), (fd, p, n))
FAIL(-1, READ, ssize_t, __read_chk, (int fd, void *p, size_t n, size_t room),
    (fd, p, n, room))
FAIL(-1, READ, ssize_t, pread, (int fd, void *p, size_t n, off_t at),
    (fd, p, n, at))
FAIL(-1, READ, ssize_t, __pread_chk,
    (int fd, void *p, size_t n, off_t at, size_t room), (fd, p, n, at, room))
FAIL(-1, WRITE, ssize_t, pwrite, (int fd, const void *p, size_t n, off_t at),
    (fd, p, n, at))
FAIL(-1, OPEN, int, __open_2, (const char *path, int flags), (path, flags))
FAIL(-1, OPEN, int, mkstemp, (char *path), (path))
FAIL(NULL, OPENDIR, DIR *, opendir, (const char *path), (path))
FAIL(-1, CLOSE, int, close, (int fd), (fd))
FAIL(-1, CLOSE, int, closedir, (DIR * d), (d))
FAIL(-1, RENAME, int, rename, (const char *a, const char *b), (a, b))
FAIL(-1, EXCHANGE, int, renameat2,
    (int d, const char *a, int e, const char *b, unsigned how),
    (d, a, e, b, how))
FAIL(NULL, MALLOC, void *, malloc, (size_t n), (n))
FAIL(NULL, MALLOC, void *, realloc, (void *p, size_t n), (p, n))
FAIL(NULL, MALLOC, void *, aligned_alloc, (size_t a, size_t n), (a, n))
FAIL(NULL, MALLOC, char *, strdup, (const char *s), (s))
FAIL(MAP_FAILED, MMAP, void *, mmap,
    (void *p, size_t n, int prot, int flags, int fd, off_t at),
    (p, n, prot, flags, fd, at))
FAIL(-1, MKDIR, int, mkdir, (const char *path, mode_t mode), (path, mode))
FAIL(NULL, MKDIR, char *, mkdtemp, (char *path), (path))
FAIL(-1, CHMOD, int, chmod, (const char *path, mode_t mode), (path, mode))
FAIL(-1, CHMOD, int, fchmod, (int fd, mode_t mode), (fd, mode))
FAIL(-1, UNLINK, int, unlink, (const char *path), (path))
FAIL(-1, RMDIR, int, rmdir, (const char *path), (path))
FAIL(NULL, REALPATH, char *, realpath, (const char *path, char *to), (path, to))
FAIL(NULL, REALPATH, char *, __realpath_chk,
    (const char *path, char *to, size_t room), (path, to, room))
/* clang-format on */

/* Counted, but not done: a test outlives no power cut, and it takes long. */
int
fsync(int fd)
{
	(void)fd;
	return FAILS(FSYNC) ? -1 : 0;
}

/* dlsym() may call calloc for itself: then there is none yet. */
void *
calloc(size_t n, size_t size)
{
	static _Thread_local int asking;
	static void *(*real)(size_t, size_t);

	if (!real && asking)
		return NULL;
	asking = 1;
	if (!real)
		*(void **)(void *)&real = dlsym(RTLD_NEXT, "calloc");
	asking = 0;
	return FAILS(MALLOC) ? NULL : real(n, size);
}

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	REAL(open);
	va_start(ap, flags);
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(ap, mode_t);
	va_end(ap);
	return FAILS(OPEN) ? -1 : real(path, flags, mode);
}
