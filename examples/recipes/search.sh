#!/bin/sh
# search - random search for settings of seq-train, or of seq-baseline: draws
# from ranges; only the better draws train longer (successive halving, Jamieson
# and Talwalkar, 2016), judged on validation data alone.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091 # judge.sh is beside this
set -eu
. "$(dirname "$0")/../steps.sh"
. "$(dirname "$0")/judge.sh"

usage='usage: search.sh [options] RANGES train.tsv

Tries settings of seq-train and prints the best of them as a command.  A line of
RANGES is an option without its dashes and what it may be: some values, or a
range, in which "log" draws evenly on a logarithmic scale and "int" whole numbers.

  dim            64 100 128
  learning-rate  0.0005..0.02 log
  dropout        0..0.6
  negatives      256..4096 log int

All draws train for the epochs of the first round; the better third of them trains
anew with three times as many, and so on up to --epochs.  work/trials.tsv has a row
for each: what was drawn, and its validation figure.  A search that was stopped goes
on where it was, if --work is the same.

  --work=DIR    work there (default: a new folder)
  --trials=N    draws (default 50)
  --rounds=N    of which each keeps a third of the one before (default 3)
  --epochs=N    of the last round (default 9)
  --baseline=FILE
                try settings of seq-baseline instead: each draw is fitted once, and
                judged on FILE, sequences or contexts and labels
  --metric=NAME of --baseline: the figure (default mrr@20)
  --with=WORDS  options of all trials (default --preset=recommended --metric=mrr@20);
                --valid=FILE or --hold-out=N among them says what is validated on;
                with --baseline it must name the --method
  --jobs=N      trials at a time, each on one thread (default: a processor each)
  --seed=N      of the draws (default 1)'

# draw N: the N-th draw from the ranges as options.
draw() {
	awk -v trial="$1" -v seed="$seed" '
		# The generator of Park and Miller; a double holds its products.
		function uniform() {
			state = state * 16807 % 2147483647
			return state / 2147483647
		}
		function in_range(from, to,   x) {
			if (is_log)
				x = exp(log(from) + uniform() * (log(to) - log(from)))
			else
				x = from + uniform() * (to - from + is_int)
			return is_int ? (int(x) > to ? to : int(x)) : sprintf("%.4g", x)
		}
		BEGIN {
			state = seed % 2147483646 + 1
			for (i = 0; i < 100 * trial; i++) # 100 draws a trial, of one stream
				uniform()
		}
		{ sub(/#.*/, "") }
		!NF { next }
		{
			is_log = is_int = 0
			while ($NF == "log" || $NF == "int") {
				is_log += $NF == "log"
				is_int += $NF == "int"
				NF--
			}
			if (NF == 2 && split($2, end, /\.\./) == 2)
				value = in_range(end[1] + 0, end[2] + 0)
			else
				value = $(2 + int(uniform() * (NF - 1)))
			printf "%s--%s=%s", sep, $1, value
			sep = " "
		}
		END { print "" }' "$ranges"
}

# Finds a line of RANGES that cannot be drawn from before any training.
check_ranges() {
	awk '{ line = $0; sub(/#.*/, "") }
		!NF { next }
		{
			n++
			is_log = /[ \t]log([ \t]|$)/
			while ($NF == "log" || $NF == "int") NF--
			range = NF == 2 && split($2, end, /\.\./) == 2
			if ($1 ~ /^-/ || NF < 2 || (range && end[1] + 0 > end[2] + 0) ||
			    (range && is_log && end[1] + 0 <= 0)) {
				print FILENAME ":" FNR ": cannot be drawn from: " line
				bad = 1
			}
		}
		END { if (!n && !bad) print FILENAME ": no option"; exit bad || !n }' \
		"$ranges" >bad || die "$(cat bad)"
	rm bad
}

# has TRIAL EPOCHS: does its row exist?
has() {
	awk -F'\t' -v t="$1" -v e="$2" '$1 == t && $2 == e { found = 1 }
		END { exit !found }' trials.tsv
}

# fit TRIAL EPOCHS OPTIONS: trains or fits a model.
fit() {
	if [ "$baseline" ]; then
		# shellcheck disable=SC2086 # both are words
		seq-baseline $with $3 --threads=1 -q --model="model.$1" "$train" &&
			judge "model.$1" "$baseline" "judged.$1" -k "${metric##*[@_]}"
	else
		# shellcheck disable=SC2086
		seq-train $with $3 --epochs="$2" --threads=1 --log=none -q \
			--model="model.$1" "$train"
	fi
}

# figure TRIAL: prints its validation figure.
figure() {
	if [ "$baseline" ]; then
		awk -v m="$metric" '$1 == m { print $2; n = 1 } END { exit !n }' \
			"judged.$1"
	else
		awk '$1 == "best_metric" { print $2; n = 1 } END { exit !n }' \
			"model.$1/settings.tsv"
	fi
}

# try TRIAL EPOCHS: trains and adds a row; a failed one has \N, and its message
# stays in a file.
try() {
	options=$(draw "$1")
	began=$(date +%s)
	rm -rf "model.$1"
	if fit "$1" "$2" "$options" 2>"failed.$1" && value=$(figure "$1"); then
		rm "failed.$1"
	else
		value='\N'
		[ -s "failed.$1" ] || echo "no validation: see --with" >"failed.$1"
	fi
	rm -rf "model.$1" "judged.$1" "judged.$1.labels"
	# A row is one write, so that rows of parallel trials do not mix.
	printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$value" \
		$(($(date +%s) - began)) "$options" >>trials.tsv
	echo "trial $1, $2 epochs: $value  $options"
}

# One trial, for the searches below.
if [ "${1-}" = --try ]; then
	has "$2" "$3" || try "$2" "$3"
	exit
fi

trials=50 rounds=3 epochs=9 seed=1 work='' ranges='' train='' baseline=''
metric=mrr@20 threads=1
jobs=$(nproc)
with='--preset=recommended --metric=mrr@20'
for arg; do
	value=${arg#*=}
	case $arg in
	--help | -h)
		printf '%s\n' "$usage"
		exit 0
		;;
	--work=?*) work=$value ;;
	--with=?*) with=$value ;;
	--metric=?*) metric=$value ;;
	--baseline=?*) baseline=$(absolute "$value") ;;
	--trials=?* | --rounds=?* | --epochs=?* | --jobs=?* | --seed=?*)
		take_number "$arg" 1
		;;
	-*) die "unknown option $arg; see --help" 2 ;;
	*)
		path=$(absolute "$arg")
		if [ -z "$ranges" ]; then
			ranges=$path
		elif [ -z "$train" ]; then
			train=$path
		else
			die "$arg: one file of ranges and one of examples are enough" 2
		fi
		;;
	esac
done
if [ "$baseline" ]; then
	case $with in
	*--method=*) rounds=1 epochs=1 ;;
	*) die "--baseline: --with=--method=NAME says what is tried" 2 ;;
	esac
fi
[ -n "$train" ] || die "needs a file of ranges, and examples; see --help" 2
find_programs
self=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
[ -n "$work" ] || work=$(mktemp -d "${TMPDIR:-/tmp}/seqrec.XXXXXX")
mkdir -p "$work"
cd "$work" || exit
echo "working in $(pwd)"
check_ranges

# The inputs of a search must not change while it continues.
printf '%s\n' "$with" "$seed" "$baseline" "$metric" "$(cksum <"$ranges")" "$(cksum <"$train")" >now
if [ -e search ] && ! cmp -s now search; then
	rm now
	die "$work has a search of other ranges, examples, --with or --seed: take another --work"
fi
mv now search
[ -s trials.tsv ] || printf 'trial\tepochs\tvalue\tseconds\toptions\n' >trials.tsv
# A row that a crash truncated is tried again.
tail -c 1 trials.tsv | cmp -s - /dev/null || [ -z "$(tail -c 1 trials.tsv)" ] ||
	sed -i '$d' trials.tsv
export with seed ranges train baseline metric threads

# The epochs of a round, and its number of trials.
round=1
while [ "$round" -le "$rounds" ]; do
	e=$epochs n=$trials k=$round
	while [ "$k" -lt "$rounds" ]; do
		e=$((e / 3)) k=$((k + 1))
	done
	[ "$e" -ge 1 ] || e=1
	k=1
	while [ "$k" -lt "$round" ]; do
		n=$(((n + 2) / 3)) k=$((k + 1))
	done
	if [ "$round" -eq 1 ]; then
		awk -v n="$n" 'BEGIN { for (i = 1; i <= n; i++) print i }' >round
	else
		awk -F'\t' -v e="$before" 'NR > 1 && $2 == e && $3 != "\\N"' \
			trials.tsv | sort -t "$(printf '\t')" -k3,3gr -k1,1n |
			awk -v n="$n" 'NR <= n { print $1 }' >round
	fi
	[ -s round ] || die "no trial of the round before was validated: see $(pwd)/failed.*"
	[ "$round" -gt 1 ] && [ "$e" -eq "$before" ] ||
		xargs -P "$jobs" -I{} "$self" --try {} "$e" <round
	before=$e
	round=$((round + 1))
done

awk -F'\t' -v e="$epochs" 'NR > 1 && $2 == e && $3 != "\\N"' trials.tsv |
	sort -t "$(printf '\t')" -k3,3gr -k1,1n | head -n 1 >best
[ -s best ] || die "no trial of the last round was validated: see $(pwd)/failed.*"
echo
cut -f 3 best | sed 's/^/best validation figure: /'
if [ "$baseline" ]; then
	echo "seq-baseline $with $(cut -f 5 best) $(quote "$train")"
else
	echo "seq-train $with $(cut -f 5 best) --epochs=$epochs $(quote "$train")"
fi
