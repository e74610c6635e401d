/*
 * text_rows - text as files and inputs, and a vocabulary of letters.
 */
/* SPDX-License-Identifier: MIT */
#ifndef TEXT_ROWS_H
#define TEXT_ROWS_H

#include <stdio.h>
#include <unistd.h>

#include "base/fail.h"
#include "data/vocab.h"
#include "io/input.h"
#include "scratch.h"

/* Writes text to the file path.  Returns 0 or -1. */
static inline int
text_write(const char *path, const char *text, struct fail *f)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) == EOF || fclose(file))
		return fail_errno(f, "%s", path);
	return 0;
}

/* Returns the content of the file path, up to 4095 bytes, valid until the
 * next call. */
static inline const char *
text_read(const char *path)
{
	static char text[4096];
	FILE *file = fopen(path, "r");
	size_t n = file ? fread(text, 1, sizeof(text) - 1, file) : 0;

	if (file)
		(void)fclose(file); /* opened for reading only */
	text[n] = '\0';
	return text;
}

/* Returns an input that holds text, which the caller closes; or NULL.  Needs
 * scratch_enter(). */
static inline struct input *
text_open(const char *text, struct fail *f)
{
	static const char *const path = "rows";
	struct input *in;

	if (text_write(path, text, f))
		return NULL;
	in = input_open(&path, 1, NULL, f); /* opens it at once */
	(void)unlink(path);                 /* created above */
	return in;
}

/* Frees v and returns a new vocabulary of the words in list, one letter
 * each. */
static inline struct vocab *
text_letters(struct vocab *v, const char *list, struct fail *f)
{
	vocab_free(v);
	v = vocab_new(f);
	for (; *list; list++)
		(void)vocab_add(v, list, 1, f); /* without it tests fail */
	return v;
}

#endif
