/* test_optim_double - test_optim, where both sides work in double. */
/* SPDX-License-Identifier: MIT */
#include "test_optim.c"
