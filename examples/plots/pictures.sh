#!/bin/sh
# pictures.sh - draws the pictures that README shows:
#
#   examples/plots/pictures.sh ml-1m [folder]
#
# training.svg and ranks.svg show the tutorial on MovieLens 1M, from ratings.dat
# and movies.dat in ml-1m.  embeddings.svg shows the shop of seqrec(7), its ten
# items joined in the order of the shelves.  The pictures are written to the
# folder of this script, or to the given folder.  The programs must be on PATH.
# SPDX-License-Identifier: MIT
set -eu
# shellcheck source=examples/steps.sh
. "$(dirname "$0")/../steps.sh"

case ${1:-} in
--help | -h)
	sed -n '2,/^# SPDX/{/SPDX/!s/^# \{0,1\}//p}' "$0"
	exit
	;;
esac
[ $# -gt 0 ] || die "needs the folder of MovieLens 1M; see --help" 2
find_programs
here=$(cd "$(dirname "$0")" && pwd)
data=$(cd "$1" && pwd)
to=$(cd "${2:-$here}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/pictures.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir "$work/tutorial" "$work/recommended" "$work/shop"
cd "$work/tutorial"
seq-examples -q --preset=tutorial --min-rating=2 --items="$data/movies.dat" \
	--train=train.tsv --test=test.tsv "$data/ratings.dat"
cut -d : -f 1 "$data/movies.dat" | vocab-build -H --order=bytes -o vocab.tsv
seq-train -q --preset=tutorial --vocab=vocab.tsv --valid=test.tsv train.tsv >log.tsv
seq-embed test.tsv | topk-eval -q -l test.tsv --ranks=ranks.tsv >metrics.tsv
"$here/plot-training" --title="Three epochs of the tutorial, on MovieLens 1M" \
	--output="$to/training.svg" log.tsv

"$here/../recipes/recommended.sh" --work="$work/recommended" \
	"$data/ratings.dat" >"$work/recommended.out"
seq-embed -m "$work/recommended/model" "$work/recommended/test.tsv" |
	topk-eval -q -m "$work/recommended/model" -l "$work/recommended/test.tsv" \
		--ranks=better.tsv >metrics.tsv
"$here/plot-ranks" --vocab=model/vocab.tsv --output="$to/ranks.svg" \
	--title="How often the next movie is among the first k, on MovieLens 1M" \
	recommended.sh=better.tsv "the tutorial=ranks.tsv"

# The page's own commands make the log of the shop.
cd "$work/shop"
sed -n "/^\$ awk 'BEGIN/,/>log\.csv\$/p" "$here/../../man/seqrec.7" |
	sed 's/^\$ //' >make-log
sh make-log
seq-examples -q log.csv >examples.tsv
seq-train --preset=tutorial -q --epochs=20 --batch-size=100 examples.tsv >log.tsv
seq-embed --tower=item --format=tsv | "$here/plot-embeddings" \
	--path=bread,butter,jam,tea,milk,sugar,flour,eggs,honey,rice \
	--size=560x420 --title="A shop: items that are bought one after the other" \
	--output="$to/embeddings.svg"
