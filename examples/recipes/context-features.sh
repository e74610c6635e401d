#!/bin/sh
# context-features - the benefit of knowing the time of a rating: "Taking
# advantage of context features" of TensorFlow Recommenders.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: context-features.sh [options] ml-100k.zip|FOLDER

Trains two models on a random split of the ratings.  The queries of the first model
know only the user; those of the second also know the time, in 1000 buckets and as a
number.  Both models know the movies and the words of their titles.  Training is that
of the page: 32 columns and a dense layer, Adagrad at 0.1, batches of 2048, and three
epochs.  The page's figures are for MovieLens 100K.  Since the split is random, as on
the page, models learn from ratings that are later than those of the test set."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs MovieLens as published, as a zip file or a folder" 2
recipe_movielens "$1"
recipe_ratings
run "seq-examples -q --items=$(quote "$movies") --items-out=items.tsv \\
    $(quote "$ratings") >/dev/null"

model() { # NAME FIELDS
	run "seq-train --preset=context-features --model=$1 $2 \\
    --items=items.tsv --item-field=title:words:32 --vocab=vocab.tsv \\
    --epochs=${epochs:-3} --seed=$seed --threads=$threads --log=epoch \\
    train.tsv >$1.tsv"
	for part in train test; do
		run "seq-embed --threads=$threads --model=$1 $part.tsv |
    topk-eval -k 1,5,10,50,100 --threads=$threads --model=$1 -l $part.tsv \\
    >$1-$part.tsv"
	done
}

model users "--query-field=user:id:32"
model times "--query-field=user:id:32 --query-field=bucket:bucket:1000:32 \\
    --query-field=time:number"

# The page only prints top-100.
awk -F '\t' -v OFS='\t' '
	BEGIN {
		print "metric", "part", "users", "with time", "page users",
		    "page with time"
		page["top_100train"] = "0.30\t0.37"
		page["top_100test"] = "0.21\t0.25"
	}
	FILENAME ~ /^users/ { users[FILENAME $1] = $2; next }
	/^top_/ {
		part = FILENAME ~ /train/ ? "train" : "test"
		print $1, part, users["users-" part ".tsv" $1], $2,
		    $1 part in page ? page[$1 part] : "\t"
	}' users-train.tsv users-test.tsv times-train.tsv times-test.tsv
