#!/bin/sh
# new-items - finds movies without any training event by their year, genres and
# title.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2016,SC2034,SC2154 # recipe.sh is beside this
set -eu
. "$(dirname "$0")/recipe.sh"

usage="usage: new-items.sh [options] ml-1m.zip|FOLDER

A tenth of all movies, chosen by a hash that depends on --seed, is removed from the
training data.  Every fifth rating of these movies is a test: the movie is ranked among
all movies, old and new, given what the user rated before.  The table compares the
model, which knows movies and their fields, with a model that knows only the fields
(content), with popularity, and with chance."
recipe_begin "$@"
eval "set -- $files"
[ $# -eq 1 ] || die "needs MovieLens as published, as a zip file or a folder" 2
recipe_movielens "$1"

run "seq-examples --sequences --items=$(quote "$movies") --items-out=items.tsv \\
    -o all.tsv $(quote "$ratings")"

# Held-out movies are removed from the sequences and become labels.  A context has
# the last 50 of the other movies.
cat >hold-out.awk <<'END'
function held(id,   x, k) {
	x = id * 7919 + seed * 104729
	for (k = 0; k < 3; k++)
		x = (x * 16807 + 12345) % 2147483647
	return x % 10 == 0
}
function context(n,   c, i) {
	c = item[n]
	for (i = n - 1; i > 0 && i > n - 50; i--)
		c = item[i] "," c
	return c
}
BEGIN { FS = OFS = "\t" }
NR == 1 {
	print >"train.tsv"
	print "user", "context", "label" >"test.tsv"
	next
}
{
	count = split($2, item, ",")
	for (i = kept = 0; i++ < count;) {
		if (!held(item[i]))
			item[++kept] = item[i]
		else if (kept && ++asked % 5 == 0)
			print $1, context(kept), item[i] >"test.tsv"
	}
	if (kept < 2)
		next
	all = item[1]
	for (i = 2; i <= kept; i++)
		all = all "," item[i]
	print $1, all >"train.tsv"
}
END
run "awk -v seed=$seed -f hold-out.awk all.tsv"

# Trains the model $1, with further options $2, and evaluates it.
measure() {
	run "seq-train -m $1 --items=items.tsv --item-field=year:id \\
    --item-field=genres:bag --item-field=title:words ${2-} \\
    ${epochs:+--epochs=$epochs }--seed=$seed --threads=$threads --log=epoch \\
    train.tsv >$1-log.tsv"
	run "seq-embed --tower=item --items=items.tsv -m $1 --labels-out=all.vocab \\
    --threads=$threads -o $1.f32"
	run "seq-embed --threads=$threads -m $1 test.tsv |
    topk-eval -k 10,50,100 --threads=$threads --candidates=$1.f32 \\
    --vocab=all.vocab -l test.tsv >$1.tsv"
}
measure model --item-dropout=0.3
measure content --item-dropout=1

awk -F '\t' -v OFS='\t' -v items="$(wc -l <all.vocab)" '
	BEGIN { print "metric", "model", "content", "popularity", "chance" }
	FILENAME == "content.tsv" { content[$1] = $2; next }
	/^top_/ {
		chance = substr($1, 5) / items
		print $1, $2, content[$1], $3, (chance < 1) ? chance : 1
	}
' content.tsv model.tsv
