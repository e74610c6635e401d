#!/bin/sh
# basic-retrieval - an embedding of the user against an embedding of the movie, as in
# TensorFlow Recommenders' page "Recommending movies: retrieval".
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: basic-retrieval.sh [options] ml-100k.zip|FOLDER

A random fifth of the ratings is the test set.  All movies are candidates, even those
that the user has rated.  Training is that of the page: embeddings of 32 columns,
Adagrad at 0.1, and three epochs with the same batches of 8192.  The page's figures
are for MovieLens 100K; its loss is the sum over the last batch of the test set."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs MovieLens as published, as a zip file or a folder" 2
recipe_movielens "$1"
recipe_ratings

run "seq-train --preset=user-item --query-field=user:id:32 --vocab=vocab.tsv \\
    --valid=test.tsv --valid-batch=4096 --epochs=${epochs:-3} --seed=$seed \\
    --threads=$threads --log=epoch train.tsv >log.tsv"
run "seq-embed --threads=$threads test.tsv | topk-eval -k 1,5,10,50,100 \\
    --threads=$threads -l test.tsv >metrics.tsv"
run "seq-embed --threads=$threads test.tsv | topk-eval -k 1,5,10,50,100 --tfrs \\
    --threads=$threads -l test.tsv >tfrs.tsv"

# The page's figures are for users and titles of MovieLens 100K.
awk -F '\t' -v OFS='\t' '
	BEGIN {
		print "metric", "model", "as TFRS", "popularity", "page"
		page["top_1"] = "0.0010"; page["top_5"] = "0.0087"
		page["top_10"] = "0.0212"; page["top_50"] = "0.1218"
		page["top_100"] = "0.2334"
	}
	FILENAME == "tfrs.tsv" { tfrs[$1] = $2; next }
	FILENAME == "log.tsv" && FNR == 1 {
		for (i = 1; i <= NF; i++)
			if ($i == "valid_loss_last") at = i
	}
	FILENAME == "log.tsv" { loss = $at; next }
	$1 in page { print $1, $2, tfrs[$1], $3, page[$1] }
	END { print "loss", loss, "", "", "28256.9" }' tfrs.tsv log.tsv metrics.tsv
