/*
 * crc32c - the checksum of TFRecord files and of our model files.
 *
 * CRC-32C (Castagnoli; RFC 3720, appendix B.4): polynomial 0x1EDC6F41, bits
 * reflected, all ones before and inverted after.  "123456789" has 0xE3069283.
 */
/* SPDX-License-Identifier: MIT */
#ifndef IO_CRC32C_H
#define IO_CRC32C_H

#include "base/base.h"

/* The checksum of bytes whose checksum is crc (0: no bytes) and n more. */
uint32_t crc32c(uint32_t crc, const void *p, size_t n);

/* The checksum of bytes whose checksum is a, and n more whose own is b: so that
 * threads can share the work. */
uint32_t crc32c_join(uint32_t a, uint32_t b, uint64_t n);

/* The same as crc32c() without the processor's own instruction, where there is none. */
uint32_t crc32c_portable(uint32_t crc, const void *p, size_t n);

/*
 * The checksum of n bytes as TFRecord stores it: rotated right by 15 bits and
 * 0xa282ead8 added, so that a checksum of bytes that hold checksums is sound.
 */
uint32_t crc32c_masked(const void *p, size_t n);

#endif
