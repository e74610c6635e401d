#!/bin/sh
# pictures.sh - makes the pictures that README shows, from data made here:
#
#   examples/plots/pictures.sh [folder]
#
# training.svg and ranks.svg are of the tutorial on invented ratings, and
# embeddings.svg of the shop in seqrec(7), whose ten items stand on a map in the
# order of the shelves.  They go to the folder of this script, or to the one
# that is named.  The programs must be on PATH.
# SPDX-License-Identifier: MIT
set -eu

case ${1:-} in
--help | -h)
	sed -n '2,/^# SPDX/{/SPDX/!s/^# \{0,1\}//p}' "$0"
	exit
	;;
esac
here=$(cd "$(dirname "$0")" && pwd)
to=$(cd "${1:-$here}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/pictures.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$work"

"$here/../tutorial/tutorial.sh" --work=demo >demo.out 2>&1 || {
	cat demo.out >&2
	exit 1
}
cd demo
"$here/plot-training" --title="Training on the ratings of 2,000 invented people" \
	--output="$to/training.svg" log.tsv
seq-embed test.tsv | topk-eval -q -l test.tsv --ranks=ranks.tsv >metrics.tsv
"$here/plot-ranks" --vocab=model/vocab.tsv --output="$to/ranks.svg" \
	--title="How often the movie seen next is among the first k of 800" \
	"the model=ranks.tsv"

# The page's own commands make the log.
mkdir ../shop
cd ../shop
sed -n "/^\$ awk 'BEGIN/,/>log\.csv\$/p" "$here/../../man/seqrec.7" |
	sed 's/^\$ //' >make-log
sh make-log
seq-examples -q log.csv >examples.tsv
seq-train --preset=tutorial -q --epochs=20 --batch-size=100 examples.tsv >log.tsv
seq-embed --tower=item --format=tsv | "$here/plot-embeddings" \
	--path=bread,butter,jam,tea,milk,sugar,flour,eggs,honey,rice \
	--size=560x420 --title="A shop, by what is bought after what" \
	--output="$to/embeddings.svg"
