/*
 * known - tells analysers, which see one file at a time, that a failure is -1.
 * tests/tools/analyse includes it before every source except base/fail.c.
 */
/* SPDX-License-Identifier: MIT */
#include "base/fail.h"

#define fail_set(...) ((void)(fail_set)(__VA_ARGS__), -1)
#define fail_errno(...) ((void)(fail_errno)(__VA_ARGS__), -1)
#define fail_memory(f) ((void)(fail_memory)(f), -1)
