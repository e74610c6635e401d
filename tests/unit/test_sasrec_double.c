/* test_sasrec_double - test_sasrec in double. */
/* SPDX-License-Identifier: MIT */
#include "test_sasrec.c"
