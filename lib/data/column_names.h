/*
 * column_names - what columns of examples and sequences are called where no
 * option says otherwise.
 */
/* SPDX-License-Identifier: MIT */
#ifndef DATA_COLUMN_NAMES_H
#define DATA_COLUMN_NAMES_H

#define COLUMN_CONTEXT \
	"context_movie_id"            /* items before, the tutorial's name */
#define COLUMN_LABEL "label_movie_id" /* the item that came */
#define COLUMN_SEQUENCE "items"       /* whole sequences */
#define COLUMN_USER "user"            /* whose they are, if that is told */

#endif
