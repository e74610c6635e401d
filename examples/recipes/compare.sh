#!/bin/sh
# compare - networks and baselines under one protocol.  Each method is tuned on a
# validation set by a search of the same size, fitted once to all training data, and
# tested once.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091 # judge.sh is beside this
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../steps.sh"
. "$here/judge.sh"

networks='recommended gru4rec sasrec'
baselines='pop s-pop markov sr ar item-knn s-knn vs-knn stan vstan slit slist ease ials'
usage="usage: compare.sh [options] TRAIN TEST

Prints a table with a row for each method.  The row has the metrics and their 95 %
intervals; the paired difference between the last metric and that of the best method,
with its interval and p-value; the seconds of training; and the number of queries
embedded and ranked per second.

TRAIN has sequences, the oldest first, as a TSV with a column items or as lines of
items separated by blanks.  If TEST has sequences too, every event after the first of
a sequence is tested, and the newest tenth of TRAIN, at most 5,000 sequences, is the
validation set.  If TEST has the columns context and label, as written by seq-examples
--split=leave-last, the items of a context are not candidates, and the last item of
each sequence of TRAIN is the validation set.  Unknown items are misses.

  --work=DIR      folder to work in (default: a new one); results that it already
                  has are kept
  --methods=LIST  methods (default: all of these):
      $networks
      $baselines
  --trials=N      draws of each method's settings (default 9)
  --search-events=N
                  search on the newest sequences of TRAIN that have N events in all,
                  and fit the best settings to all of TRAIN; 0, the default,
                  searches on all of TRAIN
  --epochs=N      epochs of the networks' last round (default 9)
  --rounds=N      rounds of the networks' searches, as in search.sh (default 2)
  --metrics=LIST  metrics; the last one chooses settings (default top_20,mrr@20, or
                  top_10,ndcg@10 if TEST has labels)
  --format=NAME   format of the table: tsv (default), markdown or latex
  --threads=N     threads; 0 is one per processor (default 0)
  --seed=N        seed of the draws and of training (default 1)"

# ranges METHOD: prints the ranges of the method's settings for search.sh.
ranges() {
	case $1 in
	recommended)
		echo 'dim 64 128 200'
		echo 'learning-rate 0.001..0.005 log'
		echo 'dropout 0.1..0.6'
		echo 'temperature 0.05..0.12 log'
		;;
	gru4rec)
		echo 'dim 64 100 200'
		echo 'learning-rate 0.05..0.3 log'
		echo 'dropout 0..0.6'
		echo 'momentum 0..0.5'
		echo 'batch-size 32 64 128'
		;;
	sasrec)
		echo 'dim 64 128 200'
		echo 'learning-rate 0.0003..0.003 log'
		echo 'dropout 0.1..0.6'
		echo 'encoder attention attention,attention'
		;;
	sr)
		echo 'steps 1..15 int'
		echo 'weighting div quadratic log linear'
		;;
	item-knn)
		echo 'lambda 1..100 log'
		echo 'alpha 0..1'
		;;
	s-knn) neighbours ;;
	vs-knn)
		neighbours
		echo 'weighting div quadratic log linear'
		echo 'step-weighting div quadratic log linear same'
		echo 'lambda-idf 0 1 2 5 10'
		;;
	stan | vstan)
		neighbours
		echo 'lambda-spw 0.5..8 log'
		echo 'lambda-inh 0.5..8 log'
		[ "$1" = stan ] || echo 'lambda-ipw 0.5..8 log'
		[ "$1" = stan ] || echo 'lambda-idf 0 1 2 5 10'
		;;
	slit | slist)
		echo 'lambda 1..100 log'
		echo 'delta-pos 0.5..4 log'
		echo 'delta-inf 0.5..4 log'
		[ "$1" = slit ] || echo 'alpha 0.1..0.9'
		;;
	ease) echo 'lambda 10..2000 log' ;;
	ials)
		echo 'factors 32 64 128'
		echo 'alpha 0.05..2 log'
		echo 'lambda 0.0005..0.05 log'
		;;
	esac
}

neighbours() {
	echo 'neighbours 50..1500 log int'
	echo 'sample 500..10000 log int'
}

is_network() {
	case " $networks " in *" $1 "*) ;; *) return 1 ;; esac
}

# as_table FILE OUT: writes sequences or examples to OUT as TSV.
as_table() {
	if has_column "$1" items || has_column "$1" label; then
		cat "$1"
	else
		! head -n 1 "$1" | grep -q '[	,;|]' || die "$1: has neither a column \
items nor items separated by blanks; seq-examples --sequences makes sequences from a log"
		echo items
		tr -d '\r' <"$1" | tr -s ' ' , | sed 's/^,//; s/,$//'
	fi >"$2"
}

# Writes the newest sequences of train.tsv, with at most $events events in all, to
# searched.tsv.
newest() {
	awk -F '\t' -v most="$events" '
		FNR == 1 {
			for (k = 1; k <= NF; k++)
				if ($k == "items") c = k
			if (NR > 1) print
			next
		}
		NR == FNR { left += split($c, x, ","); next }
		!most || left <= most
		{ left -= split($c, x, ",") }' train.tsv train.tsv >searched.tsv
	[ "$(wc -l <searched.tsv)" -gt 2 ] ||
		die "--search-events=$events: fewer events than the newest two sequences have"
}

# Splits searched.tsv into part.tsv, for training in the search, and valid.tsv.
split_valid() {
	awk -F '\t' -v ends="$1" -v n="$(($(wc -l <searched.tsv) - 1))" '
		NR == 1 {
			for (k = 1; k <= NF; k++)
				if ($k == "items") c = k
			held = int(n / 10)
			if (held > 5000) held = 5000
			print "items" >"part.tsv"
			print (ends ? "context\tlabel" : "items") >"valid.tsv"
			next
		}
		!ends { print $c >(NR - 1 > n - held ? "valid.tsv" : "part.tsv"); next }
		{
			whole = $c
			gsub(/\\\\/, "..", $c); gsub(/\\,/, "..", $c) # these do not separate
			last = match($c, /,[^,]*$/)
			if (split($c, x, ",") < 3) { print whole >"part.tsv"; next }
			print substr(whole, 1, last - 1) >"part.tsv"
			print substr(whole, 1, last - 1) "\t" substr(whole, last + 1) >"valid.tsv"
		}' searched.tsv
}

# search METHOD: writes the best settings to METHOD.settings.
search() {
	ranges "$1" >"ranges.$1"
	if [ ! -s "ranges.$1" ]; then
		: >"$1.settings"
		return
	fi
	if is_network "$1"; then
		set -- "$1" --rounds="$rounds" --epochs="$epochs" \
			--with="--preset=$1 --seed=$seed --metric=$metric --valid=$PWD/valid.tsv$excluded"
	else
		set -- "$1" --baseline=valid.tsv --metric="$metric" \
			--with="--method=$1"
	fi
	name=$1
	shift
	"$here/search.sh" --work="search.$name" --jobs="$jobs" --trials="$trials" \
		--seed="$seed" "$@" "ranges.$name" part.tsv >&2
	cut -f 5 "search.$name/best" >"$name.settings"
}

# fit METHOD: fits its best settings to all of TRAIN.
fit() {
	if is_network "$1"; then
		set -- "$1" seq-train --preset="$1" --epochs="$epochs" --log=none \
			--seed="$seed"
	else
		set -- "$1" seq-baseline --method="$1"
	fi
	name=$1
	shift
	# shellcheck disable=SC2046 # several words
	"$@" $(cat "$name.settings") -q --threads="$threads" -m "model.$name" \
		train.tsv
}

# measure METHOD: fits and tests the method, and writes METHOD.tsv and METHOD.ranks.
measure() {
	begun=$(date +%s%N)
	fit "$1"
	fitted=$(date +%s%N)
	judge "model.$1" test.tsv "$1.part" --ranks="$1.ranks" -k "$cuts"
	ended=$(date +%s%N)
	echo "$begun $fitted $ended" >"$1.times"
	mv "$1.part" "$1.tsv"
}

# row METHOD BEST: prints the method's row of the table.
row() {
	topk-eval -q -R -k "$cuts" --compare="$2.ranks" "$1.ranks" >compared \
		2>failed || [ $? -eq 3 ] || die "$(cat failed)" # 3: METHOD is worse
	awk -F '\t' -v OFS='\t' -v method="$1" -v wanted="$metrics" -v last="$metric" \
		-v times="$(cat "$1.times")" -v settings="$(cat "$1.settings")" '
		{ value[$1] = $2; low[$1] = $4; high[$1] = $5 }
		$1 == last { difference = $7 OFS $8 OFS $9 OFS $10 }
		END {
			n = split(wanted, name, ",")
			for (k = 1; k <= n; k++)
				values = values OFS value[name[k]] OFS \
					low[name[k]] OFS high[name[k]]
			split(times, t, " ")
			rate = value["examples"] * 1e9 / (t[3] - t[2])
			print method values, difference,
				sprintf("%.1f", (t[2] - t[1]) / 1e9),
				sprintf("%.0f", rate), settings
		}' compared
}

# Prints the best method by the last metric.
best() {
	for name in $methods; do
		awk -v m="$metric" -v name="$name" '$1 == m { print $2 "\t" name }' \
			"$name.tsv"
	done | sort -rn | head -n 1 | cut -f 2
}

# Prints the table in the wanted format, with four decimals.  In Markdown and LaTeX an
# interval is in the cell of its value.
formatted() {
	awk -F '\t' -v format="$format" '
		NR > 1 { for (k = 2; k < NF - 2; k++)
			if ($k ~ /^-?[0-9.]+(e-?[0-9]+)?$/) $k = sprintf("%.4f", $k) }
		format == "tsv" { OFS = "\t"; $1 = $1; print; next }
		NR == 1 { for (k = 1; k < NF; k++) with_interval[k] = $(k + 1) == "low" }
		{
			n = 0
			for (k = 1; k <= NF; k++) {
				cell[++n] = $k
				if (!with_interval[k]) continue
				if (NR > 1) cell[n] = $k " (" $(k + 1) " to " $(k + 2) ")"
				k += 2
			}
		}
		format == "markdown" {
			line = "|"
			for (k = 1; k <= n; k++) line = line " " cell[k] " |"
			print line
			gsub(/[^|]+/, "---", line)
			if (NR == 1) print line
			next
		}
		{
			if (NR == 1) {
				line = "l"
				for (k = 2; k < n; k++) line = line "r"
				print "\\begin{tabular}{" line "l}"
			}
			line = cell[1]
			for (k = 2; k <= n; k++) line = line " & " cell[k]
			gsub(/[_%]/, "\\\\&", line)
			print line " \\\\"
			if (NR == 1) print "\\hline"
		}
		END { if (format == "latex") print "\\end{tabular}" }' table.tsv
}

work='' methods='' trials=9 events=0 epochs=9 rounds=2 metrics='' format=tsv threads=0 seed=1
files=''
for arg; do
	value=${arg#*=}
	case $arg in
	--help | -h)
		printf '%s\n' "$usage"
		exit 0
		;;
	--work=?* | --metrics=?*)
		option=${arg%%=*}
		eval "${option#--}=\$value"
		;;
	--methods=?*)
		methods=$(echo "$value" | tr , ' ')
		for name in $methods; do
			case " $networks $baselines " in
			*" $name "*) ;;
			*) die "--methods: there is no '$name'; there are $networks $baselines" 2 ;;
			esac
		done
		;;
	--format=tsv | --format=markdown | --format=latex) format=$value ;;
	--trials=?* | --search-events=?* | --epochs=?* | --rounds=?* | --threads=?* | --seed=?*)
		take_number "$arg"
		;;
	-*) die "unknown option $arg; see --help" 2 ;;
	*)
		path=$(absolute "$arg")
		files="$files $(quote "$path")"
		;;
	esac
done
eval "set -- $files"
[ $# -eq 2 ] || die "needs sequences to train on and a test set; see --help" 2
find_programs
methods=${methods:-$networks $baselines}
jobs=$threads
[ "$jobs" -gt 0 ] || jobs=$(nproc)
[ -n "$work" ] || work=$(mktemp -d "${TMPDIR:-/tmp}/seqrec.XXXXXX")
mkdir -p "$work"
cd "$work" || exit
echo "working in $(pwd)" >&2
as_table "$1" train.tsv
as_table "$2" test.tsv
has_column train.tsv items || die "$1: has no column items, which training needs"
newest
if has_column test.tsv items; then
	split_valid 0
	excluded=''
	metrics=${metrics:-top_20,mrr@20}
else
	split_valid 1
	excluded=' --exclude-context'
	metrics=${metrics:-top_10,ndcg@10}
fi
metric=${metrics##*,}
cuts=$(echo "$metrics" | tr , '\n' | sed 's/.*[@_]//' | sort -un | paste -sd , -)

for name in $methods; do
	[ -e "$name.settings" ] || search "$name"
	[ -e "$name.tsv" ] || measure "$name"
done
against=$(best)
column=$((3 * $(echo "$metrics" | tr , '\n' | wc -l) - 1)) # of the last metric
{
	printf method
	for name in $(echo "$metrics" | tr , ' '); do
		printf '\t%s\tlow\thigh' "$name"
	done
	printf '\tdifference\tlow\thigh\tp\tseconds\tqueries_a_second\tsettings\n'
	for name in $methods; do
		row "$name" "$against"
	done | sort -t "$(printf '\t')" -k "$column,${column}gr"
} >table.tsv
formatted
