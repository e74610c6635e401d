/* test_reference_double - test_reference with both sides in double. */
/* SPDX-License-Identifier: MIT */
#include "test_reference.c"
