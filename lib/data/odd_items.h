/*
 * odd_items - items that seem to be lists in another notation.
 *
 * In a TSV, only commas separate the items of a list.  A list in another
 * notation is valid TSV, but has other items than its author meant: 8|9, 8;9,
 * "8 9" and 8\,9 are one item each, and [8,9] or "8, 9" have items with a
 * bracket, a quote or a blank.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_ODD_ITEMS_H
#define DATA_ODD_ITEMS_H

#include "base/base.h"

struct vocab;

#define ODD_ITEMS_WORDS 256 /* bytes of odd_items_words() */

/*
 * Returns 1 if the token begins or ends with a blank, or with a bracket or quote
 * that is not a pair, as a part of such a list does; or if it is several items
 * of v between the same separators, with or without brackets or quotes around
 * it.  Returns 0 for other tokens, such as names that contain a separator.
 */
int odd_items_is(const struct vocab *v, struct slice token);

/*
 * Examines items of v, at most about 10,000, evenly spread.  If at least a
 * quarter of them are odd, writes a sentence with an example and returns 1;
 * otherwise returns 0.  So a few items that look odd by chance do not matter.
 * If alone is set, all lists of the data have one item; then an item that
 * contains a bar, a semicolon or a comma is odd too.  Not for vocabularies of
 * vocab_open().
 */
int odd_items_words(
    const struct vocab *v, int alone, char words[ODD_ITEMS_WORDS]);

#endif
