#!/bin/sh
# item-item - from one movie to the next: two towers of items, as described on
# TensorFlow Recommenders' page on retrieval.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: item-item.sh [options] ml-100k.zip|FOLDER

Each rating and the user's rating before it form a pair of movies.  A random fifth of
the pairs is the test set.  Training is that of the page: two tables of 32 columns,
Adagrad at 0.1, batches of 8192, and three epochs.  All movies are candidates, except
the first movie of the pair.  The page has figures only for pairs of users and movies,
of which there are about as many; the table shows these figures for comparison."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs MovieLens as published, as a zip file or a folder" 2
recipe_movielens "$1"

run "seq-examples --max-context-length=1 --split=random --train-fraction=0.8 \\
    --seed=$seed --train=train.tsv --test=test.tsv $(quote "$ratings")"
run "seq-train --preset=item-item --epochs=${epochs:-3} --seed=$seed \\
    --threads=$threads --log=epoch train.tsv >log.tsv"
run "seq-embed --threads=$threads --format=tsv test.tsv |
    topk-eval -k 1,5,10,50,100 --threads=$threads --exclude-context -l test.tsv \\
    >metrics.tsv"

# The page's figures are for users and movies of MovieLens 100K, and for another
# test set.
awk -F '\t' -v OFS='\t' '
	BEGIN {
		print "metric", "model", "popularity", "page (users)"
		page["top_1"] = "0.0010"; page["top_5"] = "0.0087"
		page["top_10"] = "0.0212"; page["top_50"] = "0.1218"
		page["top_100"] = "0.2334"
	}
	$1 in page { print $1, $2, $3, page[$1] }' metrics.tsv
