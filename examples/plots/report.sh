#!/bin/sh
# report.sh - a page of HTML about a run: the data, the curves of the training, the
# metrics compared with popularity, a map of the items, and the lists for ten users.
# The file contains everything that it shows.
# SPDX-License-Identifier: MIT
set -eu
LC_ALL=C
export LC_ALL
# shellcheck source=examples/steps.sh
. "$(dirname "$0")/../steps.sh"

usage='usage: report.sh [options] train.tsv test.tsv

Writes a page of HTML about the model that seq-train made from train.tsv.  The curves
need gnuplot.

  -m, --model=DIR    the model (default model)
  -l, --log=FILE     the log of seq-train, for the curves
  -i, --items=FILE   titles of the items, as for topk-list
  -o, --output=FILE  write FILE instead of standard output; FILE appears only when it
                     is complete
      --title=TEXT   title of the page (default: the name of train.tsv)
      --seen         also recommend items that a user has seen
      --map=N        number of items on the map, the most frequent (default 4000)
      --threads=N    threads; 0 is one per processor (default 0)
  -h, --help         print this help and exit'

model=model log='' items='' out='' title='' exclude=--exclude-context most=4000 threads=0
train='' test=''
while [ $# -gt 0 ]; do
	value=${1#*=}
	case $1 in
	-h | --help)
		printf '%s\n' "$usage"
		exit 0
		;;
	-m | -l | -i | -o)
		[ $# -gt 1 ] || die "$1 needs an argument" 2
		case $1 in
		-m) model=$2 ;;
		-l) log=$2 ;;
		-i) items=$2 ;;
		-o) out=$2 ;;
		esac
		shift
		;;
	--model=?*) model=$value ;;
	--log=?*) log=$value ;;
	--items=?*) items=$value ;;
	--output=?*) out=$value ;;
	--title=?*) title=$value ;;
	--seen) exclude='' ;;
	--map=?* | --threads=?*)
		case $value in
		*[!0-9]*) die "$1: not a number" 2 ;;
		esac
		[ "${1%%=*}" = --map ] && most=$value || threads=$value
		;;
	-?*) die "unknown option $1; see --help" 2 ;;
	*)
		[ -r "$1" ] || die "$1: cannot be read"
		if [ -z "$train" ]; then
			train=$1
		elif [ -z "$test" ]; then
			test=$1
		else
			die "$1: one file to train on and one to test on are enough" 2
		fi
		;;
	esac
	shift
done
[ -n "$test" ] || die "needs the training data of the model and a test set; see --help" 2
for file in "$model/settings.tsv" ${log:+"$log"} ${items:+"$items"}; do
	[ -r "$file" ] || die "$file: cannot be read"
done
find_programs
plots=$(cd "$(dirname "$0")" && pwd)
[ -n "$title" ] || title="$(basename "$train" .tsv)"
tmp=$(mktemp -d "${TMPDIR:-/tmp}/report.XXXXXX")
part=''
trap 'rm -rf "$tmp" ${part:+"$part"}' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Escapes standard input for HTML.
escaped() {
	sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'
}

# The two files, and the settings of the model.
facts() {
	echo '<table><tr><th></th><th>training</th><th>test</th></tr>'
	n=0
	for file in "$train" "$tmp/test"; do
		n=$((n + 1))
		awk -F '\t' '
		NR == 1 {
			for (c = 1; c <= NF; c++) {
				name = $c
				sub(/:.*/, "", name)
				if (!list && name ~ /^(items|context|context_movie_id)$/)
					list = c
				if (name ~ /^(user|session)(_id)?$/)
					user = c
			}
			next
		}
		{ n++ }
		user && !($user in known) { known[$user]; users++ }
		list {
			k = $list == "" || $list ~ /^\\[NE]$/ ? 0 : gsub(/,/, ",", $list) + 1
			sum += k
			if (k > longest) longest = k
		}
		END {
			print n + 0 "\n" (user ? users : "-")
			printf "%s\n%s\n", list && n ? sprintf("%.1f", sum / n) : "-", \
			    list ? longest + 0 : "-"
		}' "$file" >"$tmp/facts.$n"
	done
	printf '%s\n' rows users 'items of a row, on average' 'items of the longest row' |
		paste - "$tmp/facts.1" "$tmp/facts.2" |
		awk -F '\t' '{ print "<tr><td>" $1 "</td><td class=n>" $2 \
			"</td><td class=n>" $3 "</td></tr>" }'
	awk 'END { print "<tr><td>items that the model knows</td><td class=n>" NR \
		"</td><td></td></tr>" }' "$model/vocab.tsv"
	echo '</table><details><summary>Settings of the model</summary><table>'
	sed 1d "$model/settings.tsv" | escaped |
		awk -F '\t' '{ print "<tr><td>" $1 "</td><td>" $2 "</td></tr>" }'
	echo '</table></details>'
}

# Prints the picture that the command "$@" draws, for light and dark pages.
picture() {
	"$@" -o "$tmp/picture.svg" >&2
	sed -n '/<svg/,$p' "$tmp/picture.svg" |
		sed "s/id='gp/id='$((picture = ${picture:-0} + 1))gp/g; \
s/href='#gp/href='#${picture}gp/g; s/id=\"gnuplot/id=\"${picture}gnuplot/g; \
/<style>/d; /<rect x=\"0\" y=\"0\"/s/#ffffff/none/"
}

# Prints the metrics, their 95 % intervals, and bars from 0 to the largest value.
metrics() {
	awk -F '\t' '
	NR == 1 { for (c = 1; c <= NF; c++) at[$c] = c; next }
	$1 ~ /^(top_|ndcg@|mrr@)/ && !($1 ~ /^(mrr|ndcg)@1$/) {
		n++
		name[n] = $1; value[n] = $2
		popular[n] = at["popularity"] ? $at["popularity"] : "\\N"
		low[n] = $at["low"]; high[n] = $at["high"]
		for (c = 2; c <= 5; c++)
			if ($c != "\\N" && $c > most) most = $c
	}
	function bar(kind, x) {
		return x == "\\N" ? "" : sprintf("<i class=%s style=\"width:%.2f%%\"></i>", \
		    kind, 100 * x / (most ? most : 1))
	}
	END {
		print "<table><tr><th></th><th>model</th><th>95 % interval</th>" \
		    "<th>popularity</th><th class=bars></th></tr>"
		for (i = 1; i <= n; i++)
			printf "<tr><td>%s</td><td class=n>%.4f</td><td class=n>%s</td>" \
			    "<td class=n>%s</td><td class=bars>%s%s</td></tr>\n", name[i], \
			    value[i], low[i] == "\\N" ? "" : \
			    sprintf("%.4f to %.4f", low[i], high[i]), \
			    popular[i] == "\\N" ? "" : sprintf("%.4f", popular[i]), \
			    bar("m", value[i]), bar("p", popular[i])
		print "</table>"
	}' "$tmp/metrics.tsv"
}

# Prints the items of the map as elements of a JavaScript list: name, title, two
# coordinates, count.
points() {
	"$plots/plot-embeddings" --vocab="$model/vocab.tsv" --items="$tmp/titles" \
		--frequent="$most" --words=0 -o "$tmp/map.tsv" "$tmp/vectors" >&2
	awk -F '\t' "$awk_plain"'
	function text(s) {
		gsub(/[\\"]/, "\\\\&", s)
		gsub(/[\001-\037]/, " ", s)
		gsub(/</, "\\u003c", s)
		return "\"" s "\""
	}
	NR == FNR { count[$1] = $2; next }
	FNR > 1 {
		printf "%s[%s,%s,%s,%s,%d]", sep, text(plain($1)), text($4), $2, $3, count[$1]
		sep = ",\n"
	}
	END { print "" }' "$model/vocab.tsv" "$tmp/map.tsv"
}

# Prints ten histories, spread over the test set, and their recommendations.
histories() {
	awk -F '\t' "$awk_plain"'
	function html(s) {
		gsub(/&/, "\\&amp;", s)
		gsub(/</, "\\&lt;", s)
		return s
	}
	function called(item) {
		return html(plain(item in title ? title[item] : item))
	}
	{ gsub(/\\\\/, "\\x5c"); gsub(/\\,/, "\\x2c") } # lists are split at commas
	FILENAME ~ /titles$/ { title[$1] = $2; next }
	FILENAME ~ /asked$/ && FNR == 1 {
		for (c = 1; c <= NF; c++) at[$c] = c
		next
	}
	FILENAME ~ /asked$/ {
		n++
		k = split($at["context"], item, ",")
		for (i = k > 8 ? k - 7 : 1; i <= k; i++)
			past[n] = past[n] "<li>" called(item[i])
		if (k > 8)
			past[n] = "<li>... " k - 8 " earlier" past[n]
		if (at["label"]) right[n] = $at["label"]
		next
	}
	FNR > 1 {
		i = FNR - 1
		k = $2 == "\\E" ? 0 : split($2, item, ",")
		for (j = 1; j <= k; j++) {
			list[i] = list[i] (item[j] == right[i] ? "<li class=hit>" : "<li>") \
			    called(item[j])
			if (item[j] == right[i]) hit[i] = 1
		}
	}
	END {
		for (i = 1; i <= n; i++)
			print "<div class=history><div><h3>" i ". Seen</h3><ul>" past[i] \
			    "</ul>" (i in right ? "<p>Next: <b>" called(right[i]) \
			    "</b>" (i in hit ? ", which is in the list" : "") : "") \
			    "</div><div><h3>Recommended</h3><ol>" list[i] \
			    "</ol></div></div>"
	}' "$tmp/titles" "$tmp/asked" "$tmp/lists"
}

cat "$test" >"$tmp/test" # it is read twice
seq-embed -q --threads="$threads" -m "$model" --format=tsv "$tmp/test" >"$tmp/queries"
topk-eval -q --threads="$threads" -m "$model" --ranks="$tmp/ranks" \
	${exclude:+"$exclude"} "$tmp/queries" >"$tmp/metrics.tsv"
seq-embed -q --threads="$threads" -m "$model" --tower=item --format=tsv >"$tmp/vectors"

# The titles of all items come from a list of all items for the first query.
head -n 2 "$tmp/queries" >"$tmp/first"
topk-list -q -m "$model" -k 2147483647 ${items:+--items="$items"} "$tmp/first" |
	awk -F '\t' 'NR > 1 { print $3 "\t" (NF > 4 && $5 != "\\N" && $5 != "" ? $5 : $3) }' \
		>"$tmp/titles"
awk 'NR == FNR { n = NR - 1; next }
	FNR == 1 { print; next }
	FNR == 2 || int((FNR - 2) * 10 / n) > int((FNR - 3) * 10 / n)' "$tmp/queries" \
	"$tmp/queries" >"$tmp/asked"
topk-list -q -m "$model" -k 10 --wide ${exclude:+"$exclude"} "$tmp/asked" >"$tmp/lists"

name=$(printf '%s' "$title" | tr '\n' ' ' | escaped)
{
	cat <<-END
	<!doctype html>
	<html lang="en">
	<meta charset="utf-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<title>$name</title>
	END
	cat "$plots/report.css.html"
	echo "<h1>$name</h1>"
	echo '<h2>The data</h2>'
	facts
	if [ -n "$log" ]; then
		echo '<h2>The training</h2><figure>'
		picture "$plots/plot-training" --title="Loss" "$log"
		echo '</figure>'
	fi
	echo '<h2>Metrics</h2>'
	metrics
	echo '<figure>'
	picture "$plots/plot-ranks" --vocab="$model/vocab.tsv" \
		--title="Hit rate: how often the next item is among the first k" \
		"the model=$tmp/ranks"
	echo '</figure>'
	echo '<h2>A map of the items</h2>'
	echo '<p>Items that are close to each other tend to follow the same items. Turn the'
	echo 'wheel or pinch to zoom, and drag to move. Frequent items have larger dots.'
	cat "$plots/report.map.html"
	echo '<script>const points = ['
	points
	echo ']; showMap(points)</script>'
	echo '<h2>Ten histories</h2>'
	histories
	echo '</html>'
} >"$tmp/page"
if [ -n "$out" ]; then
	part=$out.part.$$
	cat "$tmp/page" >"$part" || die "$out: cannot be written"
	mv -f "$part" "$out" || die "$out: cannot be written"
	part=''
else
	cat "$tmp/page"
fi
