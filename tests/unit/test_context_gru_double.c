/* test_context_gru_double - test_context_gru in double. */
/* SPDX-License-Identifier: MIT */
#include "test_context_gru.c"
