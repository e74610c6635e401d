/*
 * crc32c - the checksum of TFRecord files and of model files.
 *
 * CRC-32C (Castagnoli; RFC 3720, appendix B.4): polynomial 0x1EDC6F41, bits
 * reflected, initial value all ones, result inverted.  The checksum of
 * "123456789" is 0xE3069283.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_CRC32C_H
#define IO_CRC32C_H

#include "base/base.h"

/* Extends the checksum crc of earlier bytes (0: none) by n bytes. */
uint32_t crc32c(uint32_t crc, const void *p, size_t n);

/* Joins the checksum a of some bytes and the checksum b of the n bytes after
 * them, so that threads can divide the work. */
uint32_t crc32c_join(uint32_t a, uint32_t b, uint64_t n);

/* crc32c() without the processor's instruction, for machines that lack it. */
uint32_t crc32c_portable(uint32_t crc, const void *p, size_t n);

/*
 * The checksum of n bytes as TFRecord stores it: rotated right by 15 bits, plus
 * 0xa282ead8.  The masking keeps the checksum reliable when the bytes contain
 * checksums themselves.
 */
uint32_t crc32c_masked(const void *p, size_t n);

#endif
