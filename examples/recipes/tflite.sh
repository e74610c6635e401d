#!/bin/sh
# tflite - TensorFlow's model for recommendation on a device, without fields: a
# bag of the last ten movies, dense layers, and a softmax over all movies.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: tflite.sh [options] ml-100k.zip|FOLDER

Makes the examples of TensorFlow's app, which are the tutorial's, and trains its model
in batches of 32, like its notebook.  Here the last layer is linear.  The app's last
layer has a ReLU, --hidden=32:relu,32:relu,8:relu, and most columns of its queries soon
stay at 0.  The app's metrics are recall at 1, 5 and 10; its page has no figures."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs MovieLens as published, as a zip file or a folder" 2
recipe_movielens "$1"

run "seq-examples --min-rating=2 --split=random --seed=$seed --train=train.tsv \\
    --test=test.tsv $(quote "$ratings")"
run "seq-train --preset=tflite --epochs=${epochs:-1} --seed=$seed \\
    --threads=$threads train.tsv >log.tsv"
run "seq-embed --threads=$threads test.tsv |
    topk-eval -k 1,5,10,50,100 --threads=$threads -l test.tsv >metrics.tsv"

echo "The step, and the mean loss of the thousand steps up to it:"
awk -F '\t' 'NR > 1 { s += $4; n += $3 }
	NR % 1000 == 0 && n && ++rows <= 9 { print NR, s / n; s = n = 0 }' log.tsv
awk -F '\t' -v OFS='\t' '
	BEGIN { print "metric", "model", "popularity" }
	/^top_/ { print $1, $2, $3 }' metrics.tsv
