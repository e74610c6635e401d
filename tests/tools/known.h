/*
 * known - what an analyser that sees one file cannot know: a failure is -1.
 * tests/tools/analyse puts it before every source but base/fail.c itself.
 */
/* SPDX-License-Identifier: MIT */
#include "base/fail.h"

#define fail_set(...) ((void)(fail_set)(__VA_ARGS__), -1)
#define fail_errno(...) ((void)(fail_errno)(__VA_ARGS__), -1)
#define fail_memory(f) ((void)(fail_memory)(f), -1)
