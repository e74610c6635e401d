#!/bin/sh
# tutorial - "Recommending movies: retrieval using a sequential model", the
# tutorial of TensorFlow Recommenders, as a pipeline.  Every command is printed
# before it is run; "tutorial.sh --help" lists the possible data.  Exits with 1
# if a step fails, or if the model is no better than popularity.
#
# The script does not need pipefail, which sh lacks: a program that fails leaves
# its last line without a newline, and the next program rejects such input.
# SPDX-License-Identifier: MIT
set -eu
# shellcheck source=examples/steps.sh
. "$(dirname "$0")/../steps.sh"

usage() {
	cat <<-END
	usage: tutorial.sh [options] [directory]

	Runs the tutorial on MovieLens 1M, if the directory has ratings.dat and
	movies.dat, or on invented data.

	  --download[=URL]  download MovieLens 1M and use it
	  --sha256=HEX      the checksum of the download, if it is not the
	                    published file
	  --work=DIR        folder to work in, where files of an earlier run
	                    are replaced (default: a new folder in
	                    \${TMPDIR:-/tmp})
	  --users=N         number of people to invent (default 2000)
	  --epochs=N        passes over the examples (default 3)
	  --batch-size=N    examples per step (default 12800; 2048 for
	                    invented data)
	  --seed=N          seed of the weights and of shuffling (default 1)
	END
}

# Prints the title of a stage.
stage() {
	printf '\n# %s\n' "$1"
}

number() {
	case $2 in
	'' | *[!0-9]*) die "$1 needs a number, not \"$2\"" 2 ;;
	esac
}

url=https://files.grouplens.org/datasets/movielens/ml-1m.zip
sum=a6898adb50b9ca05aa231689da44c217cb524e7ebd39d264c56e2832f2c54e20
source=invented work='' users=2000 epochs=3 batch='' seed=1 data=''

for arg; do
	value=${arg#*=}
	case $arg in
	--help | -h) usage && exit 0 ;;
	--download) source=download ;;
	--download=*) source=download url=$value ;;
	--sha256=*) sum=$value ;;
	--work=?*) work=$value ;;
	--users=*) number --users "$value" && users=$value ;;
	--epochs=*) number --epochs "$value" && epochs=$value ;;
	--batch-size=*) number --batch-size "$value" && batch=$value ;;
	--seed=*) number --seed "$value" && seed=$value ;;
	-*) die "unknown option $arg; see --help" 2 ;;
	*)
		[ -z "$data" ] || die "one directory is enough" 2
		data=$arg
		;;
	esac
done
[ -z "$data" ] || [ $source = invented ] ||
	die "either a directory or --download" 2

find_programs

if [ -n "$data" ]; then
	source=directory
	for file in ratings.dat movies.dat; do
		[ -r "$data/$file" ] || die "$data/$file: cannot be read"
	done
	data=$(cd "$data" && pwd)
fi

made=''
if [ -z "$work" ]; then
	work=$(mktemp -d "${TMPDIR:-/tmp}/seqrec-tutorial.XXXXXX")
	made=yes
elif [ ! -d "$work" ]; then
	mkdir -p "$work"
	made=yes
fi
cd "$work"
work=$(pwd)

# Removes an incomplete download, and an empty folder that the script made.
clean() {
	rm -f ml-1m.zip.part
	cd /
	[ -z "$made" ] || rmdir "$work" 2>/dev/null || :
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

published() {
	echo "$sum  $1" | sha256sum --check --status
}

fetch() {
	cat <<-END
	The data set is MovieLens 1M, by GroupLens at the University of Minnesota.
	It is for research.  Without permission of GroupLens, you may not use it
	commercially, nor pass on any part of it.  You may not claim that GroupLens
	endorses you.  Publications must cite F. M. Harper and J. A. Konstan, "The
	MovieLens Datasets: History and Context", ACM TiiS 5(4), 2015.  The full
	terms are in ml-1m/README, which is part of the download.
	END
	for program in curl unzip; do
		command -v $program >/dev/null ||
			die "--download needs $program (on Debian: apt install curl unzip)"
	done
	if [ -f ml-1m.zip ] && published ml-1m.zip; then
		echo "ml-1m.zip is here already"
	else
		run "curl -fsSL -o ml-1m.zip.part $(quote "$url")" ||
			die "nothing was downloaded"
		published ml-1m.zip.part ||
			die "$url: the SHA-256 is not $sum; the file was removed"
		mv ml-1m.zip.part ml-1m.zip
	fi
	run "unzip -qo ml-1m.zip"
	for file in ratings.dat movies.dat; do
		[ -r ml-1m/$file ] || die "ml-1m.zip: no ml-1m/$file in it"
	done
}

echo "Working in $work"
case $source in
invented)
	stage "Invent the ratings of $users people, in the format of MovieLens."
	run "make-movielens --users=$users invented"
	data=invented batch=${batch:-2048}
	;;
download)
	stage "Fetch MovieLens 1M."
	fetch
	data=ml-1m batch=${batch:-12800}
	;;
directory)
	batch=${batch:-12800}
	;;
esac
ratings=$(quote "$data/ratings.dat") movies=$(quote "$data/movies.dat")
run "head -n 2 $ratings $movies"

stage "Make examples: ten movies, and the next one. A tenth is the test set."
run "seq-examples --preset=tutorial --min-rating=2 --items=$movies \\
    --vocab-dir=vocabularies --train=train.tsv --test=test.tsv $ratings"
run "head -n 2 test.tsv"

stage "Store the examples as TFRecord, one tf.train.Example per record."
run "tsv2tfrec -o train.tfrecord train.tsv"
run "tsv2tfrec -o test.tfrecord test.tsv"

stage "Inspect such a file, and read it back: cmp finds no difference."
run "tfrec2tsv --schema test.tfrecord"
columns=$(head -n 1 test.tsv | tr '\t' ,)
run "tfrec2tsv -q -f $columns \\
    test.tfrecord | cmp - test.tsv"

stage "Number all movies, even those without ratings, in the tutorial's order."
run "cut -d : -f 1 $movies | vocab-build -H --order=bytes -o vocab.tsv"
run "wc -l vocab.tsv"

stage "Train, and validate on the test set after each epoch, as the page does."
run "tfrec2tsv -q train.tfrecord |
    seq-train --preset=tutorial --vocab=vocab.tsv --valid=test.tsv \\
        --epochs=$epochs --batch-size=$batch --seed=$seed >log.tsv"

stage "The log has the loss of every step, summed over its B examples; it starts near B ln B."
run "cut -f 1-4 log.tsv | head -n 2"

stage "Evaluate: find the rank of the next movie among all movies."
run "seq-embed test.tsv | topk-eval -l test.tsv >metrics.tsv"
run "seq-embed test.tsv | topk-eval -l test.tsv --tfrs >tfrs.tsv"

stage "Train as many epochs without the preset: the settings are chosen from the data."
run "seq-train --vocab=vocab.tsv --epochs=$epochs --seed=$seed \\
    --model=recommended --log=epoch train.tsv >recommended.tsv"
run "seq-embed --model=recommended test.tsv |
    topk-eval --model=recommended -l test.tsv >better.tsv"

# The last column has the figures of the tutorial's page.
if grep -q '^examples	93799	' metrics.tsv; then
	page="the page"
else
	page="(the page)"
fi
cat >page.tsv <<END
top_1	0.0146
top_5	0.0780
top_10	0.1358
top_50	0.3735
top_100	0.5058
END
echo
awk -F '\t' -v page="$page" '
FILENAME == "metrics.tsv" { model[$1] = $2; popular[$1] = $3; next }
FILENAME == "tfrs.tsv" { tfrs[$1] = $2; next }
FILENAME == "better.tsv" { better[$1] = $2; next }
FNR == 1 {
	printf "%-8s%12s%12s%12s%13s%12s\n", "", "tutorial", "as TFRS",
	    "popularity", "recommended", page
}
{
	printf "%-8s%12.4f%12.4f%12.4f%13.4f%12.4f\n", $1, model[$1],
	    tfrs[$1], popular[$1], better[$1], $2
}' metrics.tsv tfrs.tsv better.tsv page.tsv
cat <<'END'

tutorial    the share of test examples whose next movie is among the first K
as TFRS     the same with the rounding of the tutorial's software, which turns
            many first places into second places; compare it with the page
popularity  the same for one list for all users, the most frequent movies first
recommended the same for the model that seq-train makes without a preset
END
if [ "$page" = "the page" ]; then
	echo "the page    the figures of the tutorial's web page, for the same data"
else
	echo "(the page)  the figures of the tutorial's web page, for MovieLens 1M"
fi

stage "Recommend ten movies to the first user. These are the last ones that the user rated:"
run "seq-examples -q --sequences -H --min-rating=2 $ratings |
    head -n 1 | cut -f 2 >history.txt"
run "tr , '\\n' <history.txt | tail -n 10 | awk -F :: \\
    'NR == FNR { title[\$1] = \$2; next } { print \$1, title[\$1] }' \\
    $movies - | iconv -f ISO-8859-1 -t UTF-8"
run "seq-embed -H history.txt |
    topk-list -k 10 -H --exclude=history.txt --items=$movies"

if ! awk -F '\t' '/^top_/ && $2 <= $3 { exit 1 }' metrics.tsv; then
	die "the model is no better than popularity; try --batch-size=1024"
fi
cat <<END

The model is better than popularity at every K.  All files are in
$work

Now try your own CSV, whose header line names user, item and time:
  $(command -v seq-examples) --sequences log.csv |
      $(command -v seq-train) --model=log.model
END
