#!/bin/sh
# tutorial-fields - what two fields add on the tutorial's test: the place of each rating
# in the user's history, and the movies before the context.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: tutorial-fields.sh [options] ml-1m.zip|FOLDER

Trains two models on the tutorial's examples and split, with the settings of
recommended.sh.  One has no fields.  The other has the place of each event in the
user's history (1 for the first rating, 2 for the second) and up to 200 movies before
the context.  All items are candidates.  The table has the paired differences of the
two models."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs MovieLens as published, as a zip file or a folder" 2
recipe_movielens "$1"

run "seq-examples --min-rating=2 --nth --earlier=200 --split=random \\
    --train=train.tsv --test=test.tsv $(quote "$ratings")"

# Trains the model $1 with the further options $2, and evaluates it; topk-eval gets
# the option $3.
measure() {
	run "seq-train -m $1 --preset=tutorial $2 \\
    --fill-context=no --shuffle=epoch --tie-embeddings --normalize \\
    --temperature=0.08 --dim=128 --sampler=all --mean-loss --optimizer=adam \\
    --learning-rate=0.005 --schedule=cosine --batch-size=1024 \\
    --epochs=${epochs:-4} --seed=$seed --threads=$threads --log=epoch \\
    train.tsv >$1-log.tsv"
	run "seq-embed --threads=$threads -m $1 test.tsv |
    topk-eval -k 1,5,10,50,100 --threads=$threads -m $1 -l test.tsv $3 \\
    >$1.tsv"
}
measure plain '' --ranks=plain.ranks
# Status 3 says that the fields make the model worse; the table shows this too.
measure fields \
	'--event-field=context_nth:bucket:64 --query-field=earlier:bag:16' \
	--compare=plain.ranks || [ $? -eq 3 ]

# The differences are paired, with their 95 % intervals.
awk -F '\t' -v OFS='\t' '
	NR == 1 {
		for (i = 1; i <= NF; i++)
			at[$i] = i
		print "metric", "with", "without", "difference", "low", "high",
		    "p"
	}
	/^top_/ {
		print $1, $2, $at["baseline"], $at["difference"],
		    $at["difference_low"], $at["difference_high"], $at["p"]
	}
' fields.tsv
