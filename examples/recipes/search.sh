#!/bin/sh
# search - random search for settings of seq-train or seq-baseline.  Settings are drawn
# from ranges and evaluated on validation data only; only the better draws are trained
# for longer (successive halving, Jamieson and Talwalkar, 2016).
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091 # judge.sh is beside this
set -eu
. "$(dirname "$0")/../steps.sh"
. "$(dirname "$0")/judge.sh"

usage='usage: search.sh [options] RANGES train.tsv

Tries settings of seq-train and prints the command with the best settings.  Each line
of RANGES has an option, without its dashes, and its values: a list, or a range.  With
"log" a range is uniform on a logarithmic scale; with "int" it has whole numbers.

  dim            64 100 128
  learning-rate  0.0005..0.02 log
  dropout        0..0.6
  negatives      256..4096 log int

In the first round all draws are trained for a few epochs.  In each later round the
best third of the draws is trained from the start for three times as many epochs, up
to --epochs.  DIR/trials.tsv has a row for each trial: the settings drawn and the
validation metric.  A search that was stopped continues if it gets the same --work.

  --work=DIR    folder to work in (default: a new one)
  --trials=N    number of draws (default 50)
  --rounds=N    number of rounds (default 3)
  --epochs=N    epochs of the last round (default 9)
  --baseline=FILE
                try settings of seq-baseline instead; each draw is fitted once and
                evaluated on FILE, which has sequences, or contexts and labels
  --metric=NAME the metric, with --baseline (default mrr@20)
  --with=WORDS  options of all trials (default --preset=recommended --metric=mrr@20);
                --valid=FILE or --hold-out=N among them gives the validation data;
                with --baseline they must have --method
  --jobs=N      trials that run at a time, on one thread each (default: one per
                processor)
  --seed=N      seed of the draws (default 1)'

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
			for (i = 0; i < 100 * trial; i++) # each trial has 100 draws of one stream
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

# Checks, before any training, that values can be drawn from each line of RANGES.
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

# has TRIAL EPOCHS: does trials.tsv have this row?
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

# figure TRIAL: prints the trial's validation metric.
figure() {
	if [ "$baseline" ]; then
		awk -v m="$metric" '$1 == m { print $2; n = 1 } END { exit !n }' \
			"judged.$1"
	else
		awk '$1 == "best_metric" { print $2; n = 1 } END { exit !n }' \
			"model.$1/settings.tsv"
	fi
}

# try TRIAL EPOCHS: trains and adds a row.  The row of a failed trial has \N, and the
# message stays in a file.
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

# Runs one trial; xargs calls this below.
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
	*) die "--baseline needs the method: --with=--method=NAME" 2 ;;
	esac
fi
[ -n "$train" ] || die "needs a file of ranges and a file of examples; see --help" 2
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
	die "$work has a search of other ranges, examples, --with or --seed: use another --work"
fi
mv now search
[ -s trials.tsv ] || printf 'trial\tepochs\tvalue\tseconds\toptions\n' >trials.tsv
# A trial whose row was cut short by a crash is run again.
tail -c 1 trials.tsv | cmp -s - /dev/null || [ -z "$(tail -c 1 trials.tsv)" ] ||
	sed -i '$d' trials.tsv
export with seed ranges train baseline metric threads

# e and n are the epochs and the number of trials of a round.
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
	[ -s round ] || die "no trial of the previous round was validated: see $(pwd)/failed.*"
	[ "$round" -gt 1 ] && [ "$e" -eq "$before" ] ||
		xargs -P "$jobs" -I{} "$self" --try {} "$e" <round
	before=$e
	round=$((round + 1))
done

awk -F'\t' -v e="$epochs" 'NR > 1 && $2 == e && $3 != "\\N"' trials.tsv |
	sort -t "$(printf '\t')" -k3,3gr -k1,1n | head -n 1 >best
[ -s best ] || die "no trial of the last round was validated: see $(pwd)/failed.*"
echo
cut -f 3 best | sed 's/^/best validation metric: /'
if [ "$baseline" ]; then
	echo "seq-baseline $with $(cut -f 5 best) $(quote "$train")"
else
	echo "seq-train $with $(cut -f 5 best) --epochs=$epochs $(quote "$train")"
fi
