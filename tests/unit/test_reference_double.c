/* test_reference_double - test_reference, where both sides train in double. */
/* SPDX-License-Identifier: MIT */
#include "test_reference.c"
