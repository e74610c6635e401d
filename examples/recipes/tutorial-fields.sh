#!/bin/sh
# tutorial-fields - what the columns add that the tutorial carries along and does not
# read: ratings, years and genres.  On a twentieth of the training data, held out for
# validation, and after three epochs, more labels were among the first 100 with fields
# (0.6646, not 0.6609) and fewer among the first 5 (0.1452, not 0.1520).
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: tutorial-fields.sh [options] ml-1m.zip|FOLDER

Trains on the tutorial's own examples, split as it splits them, with the settings that
follow from the data: without fields, and with the ratings, the years and the genres of
the context.  All items are candidates.  The last lines compare both models example by
example."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs MovieLens as published, a zip or a folder" 2
recipe_movielens "$1"

run "seq-examples --preset=tutorial --min-rating=2 --items=$(quote "$movies") \\
    --train=train.tsv --test=test.tsv $(quote "$ratings")"

# Trains the model $1, with further options $2, and asks it; topk-eval gets $3.
measure() {
	run "seq-train -m $1 ${2-} ${epochs:+--epochs=$epochs }--seed=$seed \\
    --threads=$threads --log=epoch train.tsv >$1-log.tsv"
	run "seq-embed --threads=$threads -m $1 test.tsv |
    topk-eval -k 1,5,10,50,100 --threads=$threads -m $1 -l test.tsv $3 \\
    >$1.tsv"
}
measure plain '' --ranks=plain.ranks
# Status 3 says that the fields make it worse: the table tells so too.
measure fields "--event-field=context_movie_rating:number \\
    --event-field=context_movie_year:id --query-field=context_movie_genre:bag" \
	--compare=plain.ranks || [ $? -eq 3 ]

# The differences are paired, with their 95 % intervals.
awk -F '\t' -v OFS='\t' '
	FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	FNR == 1 || /^top_/ {
		print FNR == 1 ? "metric" : $1, FNR == 1 ? "fields" : $2,
		    FNR == 1 ? "plain" : $at["baseline"], $at["difference"],
		    $at["difference_low"], $at["difference_high"], $at["p"]
	}
' fields.tsv
