/* test_tflite_double - test_tflite in double. */
/* SPDX-License-Identifier: MIT */
#include "test_tflite.c"
