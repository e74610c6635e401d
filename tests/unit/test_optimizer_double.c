/* test_optimizer_double - test_optimizer, where both sides work in double. */
/* SPDX-License-Identifier: MIT */
#include "test_optimizer.c"
