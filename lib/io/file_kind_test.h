/*
 * file_kind_test - tests of a file's first bytes, for kinds without a magic.
 *
 * Each test looks at the first n bytes p of a file and returns 1 if the file is
 * of its kind, 0 if not, -1 if it needs more bytes.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_FILE_KIND_TEST_H
#define IO_FILE_KIND_TEST_H

#include "base/base.h"

int file_kind_test_tfrecord(const unsigned char *p, size_t n);
int file_kind_test_xlsx(const unsigned char *p, size_t n);
int file_kind_test_npz(const unsigned char *p, size_t n);
int file_kind_test_safetensors(const unsigned char *p, size_t n);
int file_kind_test_html(const unsigned char *p, size_t n);
int file_kind_test_json(const unsigned char *p, size_t n);
int file_kind_test_utf16le(const unsigned char *p, size_t n);
int file_kind_test_utf16be(const unsigned char *p, size_t n);
int file_kind_test_nul(const unsigned char *p, size_t n);
int file_kind_test_word2vec(const unsigned char *p, size_t n);
int file_kind_test_text(const unsigned char *p, size_t n);
int file_kind_test_lone_cr(const unsigned char *p, size_t n);
int file_kind_test_binary(const unsigned char *p, size_t n);

#endif
