# plots - examples/plot-*: filters from the programs' output to pictures.
# shellcheck disable=SC2016,SC2154 # $ is for awk; run sets stderr
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	type gnuplot >/dev/null 2>&1 || skip "needs gnuplot"
	PATH=$(cd "$BATS_TEST_DIRNAME/../../examples/plots" && pwd):$PATH
	make_log 40 100 >log.tsv
	make_ranks >ranks.tsv
	make_vectors >vectors.tsv
	printf 'i%d\t%d\n' 1 50 2 40 3 40 4 30 5 20 6 10 7 5 8 1 >vocab.tsv
}

# The log of three epochs of $1 steps with $2 examples, and one of 7 at the end
# of each, followed by validation.
make_log() {
	awk -v steps="$1" -v batch="$2" 'BEGIN {
		OFS = "\t"
		print "epoch", "step", "examples", "loss", "valid_loss",
		    "valid_top_1", "valid_top_10"
		for (e = 1; e <= 3; e++) {
			for (s = 1; s <= steps; s++)
				print e, s, batch, batch * (1 + 3 / (e + s / steps)),
				    "\\N", "\\N", "\\N"
			print e, s, 7, 9, 500 - e, e / 10, e / 5
		}
	}'
}

# 0, 1, 2, ... 7 of eight items score above the label, and one label is unknown.
make_ranks() {
	printf 'label\tgreater\tequal\n'
	for i in 1 2 3 4 5 6 7 8; do
		printf 'i%d\t%d\t1\n' $i $((i - 1))
	done
	printf 'zz\t\\N\t\\N\n'
}

# Items that differ by 4 in one direction, by 1 in another, by 0.1 in a third.
make_vectors() {
	printf 'row\tx1\tx2\tx3\n'
	awk 'BEGIN {
		for (i = 1; i <= 8; i++) {
			a = 4 * ((i > 4) - 0.5)
			b = (i % 2) - 0.5
			c = 0.1 * ((i % 4 > 1) - 0.5)
			printf "i%d\t%g\t%g\t%g\n", i, (a + b) / sqrt(2),
			    c + 1, (a - b) / sqrt(2)
		}
	}'
}

# One picture of each kind, to FILE.
draw_all() {
	plot-training log.tsv -o "training$1"
	plot-ranks --vocab=vocab.tsv ranks.tsv -o "ranks$1"
	plot-embeddings --vocab=vocab.tsv vectors.tsv -o "embeddings$1"
}

all="plot-training plot-ranks plot-embeddings"

@test "an SVG is well formed, and its axes are labelled" {
	draw_all .svg
	for p in training ranks embeddings; do
		[[ $(head -n 1 $p.svg) == '<?xml version="1.0"'* ]]
		[[ $(tail -n 2 $p.svg | head -n 1) == '</svg>' ]]
	done
	grep -q '>loss, nats per example<' training.svg
	grep -q '>epochs<' training.svg
	grep -q '>k, items recommended<' ranks.svg
	grep -q '>1st component, 94.* % of the variance<' embeddings.svg
}

@test "an SVG has the same bytes each time, in any folder and locale" {
	draw_all .svg
	mkdir other
	cp ./*.tsv other
	cd other
	export LC_ALL=C.UTF-8 TZ=Asia/Tokyo
	draw_all .svg
	for p in training ranks embeddings; do
		cmp $p.svg ../$p.svg
	done
}

@test "a PNG is a PNG" {
	draw_all .png
	for p in training ranks embeddings; do
		[[ $(head -c 4 $p.png | od -An -c | tr -d ' ') == '211PNG' ]]
	done
}

@test "without -o the picture is drawn in characters, in the requested size" {
	for p in plot-training plot-ranks plot-embeddings; do
		file=log.tsv
		[[ $p == *training ]] || file=ranks.tsv
		[[ $p != *embed* ]] || file=vectors.tsv
		$p --title="The title" --size=60x20 $file >out
		grep -q 'The title' out
		[[ $(awk 'length > n { n = length } END { print n }' out) -le 60 ]]
		run -1 grep -q "$(printf '\033')" out
	done
}

@test "without -o a terminal's size and colours are used, but no colours with NO_COLOR" {
	needs_terminal
	script -qec "stty cols 100 rows 30; plot-ranks ranks.tsv" /dev/null >out
	grep -q "$(printf '\033\[')" out
	script -qec "stty cols 100 rows 30; NO_COLOR=1 plot-ranks ranks.tsv" \
		/dev/null | tr -d '\r' >out
	run -1 grep -q "$(printf '\033\[')" out
	[[ $(awk 'length > n { n = length } END { print n }' out) -gt 90 ]]
	[[ $(wc -l <out) == 29 ]]
}

@test "files, standard input and chunks of one byte give the same" {
	plot-training log.tsv >a
	plot-training - <log.tsv >b
	dd bs=1 if=log.tsv status=none | plot-training >c
	cmp a b
	cmp b c
	plot-embeddings vectors.tsv >a
	plot-embeddings <vectors.tsv >b
	cmp a b
}

@test "the hit rate at k is the share of ranks up to k; unknown labels miss" {
	plot-ranks ranks.tsv -o out.tsv
	printf '%s\t0.%s\n' 1 111111 2 222222 3 333333 4 444444 5 555556 \
		6 666667 7 777778 8 888889 >want
	diff want <(tail -n +2 out.tsv)
}

@test "the line of popularity is that of topk-eval" {
	awk 'BEGIN {
		print "context_movie_id\tlabel_movie_id"
		for (i = 0; i < 400; i++)
			print "i" i * i % 11 "\ti" i * i * i % 17 % 9
	}' >x.tsv
	seq-train --preset=tutorial -q --epochs=1 --batch-size=50 -H x.tsv >/dev/null
	seq-embed -H x.tsv | topk-eval -H -l x.tsv -k 1,2,5 --ranks=r.tsv |
		awk '/^top_/ { sub("top_", ""); print $1 "\t" $2 "\t" $3 }' >want
	sed '1i label\tgreater\tequal' r.tsv |
		plot-ranks --vocab=model/vocab.tsv -o out.tsv
	awk '/^k/ { n++ } /^[125]\t/ { v[$1, n] = $2 }
		END { for (k = 1; k <= 5; k += k < 2 ? 1 : 3)
			print k "\t" v[k, 1] "\t" v[k, 2] }' out.tsv >have
	diff want have
}

@test "several files of ranks are labelled, or named after the files" {
	plot-ranks ranks.tsv "it's <b> & \"c\"=ranks.tsv" -o out.svg
	grep -q '<text>ranks<' out.svg
	grep -q "<text>it's &lt;b> &amp; 'c'<" out.svg
}

@test "the loss is per example, without steps that are smaller" {
	plot-training log.tsv -o out.tsv
	awk -F '\t' '/^epochs\tlog/ { on = 1; next } !NF { on = 0 }
		on { print $2 }' out.tsv >have
	[[ $(wc -l <have) == 120 ]]
	[[ $(head -n 1 have) == 3.92683 && $(tail -n 1 have) == 1.75* ]]
}

@test "a long log is thinned, and the mean loss is unchanged" {
	make_log 5000 100 | plot-training -o out.tsv
	awk -F '\t' '/^epochs\tstandard/ { on = 1; next } !NF { on = 0 }
		on { n++; sum += $2 }
		END { exit !(n > 300 && n <= 600 &&
		    sum / n > 2.38 && sum / n < 2.39) }' out.tsv
}

@test "validation is drawn if there is any, by --metric if given" {
	plot-training log.tsv -o out.svg
	grep -q '>Validation: top_10<' out.svg
	plot-training --metric=valid_loss log.tsv -o out.svg
	grep -q '>Validation: loss<' out.svg
	run -1 grep -q 'top_10<' out.svg
	cut -f 1-4 log.tsv | plot-training -o out.svg
	run -1 grep -q Validation out.svg
}

@test "a metric is named as written, with its @" {
	sed '1s/valid_top_1\t/valid_ndcg@10\t/' log.tsv >m.tsv
	plot-training -m valid_ndcg@10 m.tsv -o out.svg
	grep -q '>Validation: ndcg@10<' out.svg
	grep -q '>ndcg@10<' out.svg
	plot-training -m valid_top_1 log.tsv -o out.svg
	grep -q '>Validation: top_1<' out.svg
}

@test "the axis of validation fits the data" {
	# 20, 40 and 60 %, or all within 2 %.
	plot-training log.tsv -o wide.svg
	awk -F '\t' -v OFS='\t' 'NR > 1 && $7 != "\\N" { $7 = 0.5 + $1 / 150 }
		1' log.tsv | plot-training -o narrow.svg
	for name in wide narrow; do
		grep -oE '[0-9.]+ %' $name.svg | sort -n >$name
	done
	awk '$1 < 10 || $1 > 70 { exit 1 }' wide
	awk '$1 < 50 || $1 > 53 { exit 1 }' narrow
	[[ $(wc -l <narrow) -ge 3 ]]
}

@test "an SVG has a title, and adapts to dark mode" {
	plot-training --title='A & <b> | c' log.tsv -o out.svg
	grep -qxF '<title>A &amp; &lt;b> | c</title>' out.svg
	grep -q '^<style>@media (prefers-color-scheme: dark) ' out.svg
}

@test "a path leads over the map from item to item" {
	plot-embeddings --path=i1,i8,i2 vectors.tsv -o with.svg
	plot-embeddings vectors.tsv -o without.svg
	grep -q "stroke='rgb(154, 167, 176)'" with.svg
	run -1 grep -q "stroke='rgb(154, 167, 176)'" without.svg
	run -1 --separate-stderr plot-embeddings --path=i1,zz vectors.tsv -o no.svg
	[[ $stderr == "plot-embeddings: --path: 'zz' is not on the map" ]]
	assert_not_exist no.svg
}

@test "two logs can be compared" {
	make_log 10 50 >b.tsv
	plot-training "first=log.tsv" b.tsv -o out.svg
	[[ $(grep -c '<text>first<' out.svg) == 2 && $(grep -c '<text>b<' out.svg) == 2 ]]
}

@test "components are the directions of greatest variance, by definition" {
	plot-embeddings vectors.tsv -o out.tsv
	awk -F '\t' 'NR > 1 {
		near_a = $2 * $2 > 3.9 && $2 * $2 < 4.1
		near_b = $3 * $3 > 0.24 && $3 * $3 < 0.26
		if (!near_a || !near_b)
			exit 1
		n++
	} END { exit n != 8 }' out.tsv
}

@test "the map's shares of variance are those of NumPy" {
	python=/usr/bin/python3
	$python -c 'import numpy' 2>/dev/null || skip "needs python3-numpy"
	awk 'BEGIN {
		srand(7)
		for (k = 1; k <= 12; k++)
			printf "%sx%d", (k > 1 ? "\t" : "row\t"), k
		print ""
		for (i = 1; i <= 200; i++) {
			printf "i%d", i
			for (k = 1; k <= 12; k++)
				printf "\t%.6f", (rand() - 0.5) * (20 - k)
			print ""
		}
	}' >v.tsv
	plot-embeddings v.tsv -o out.tsv
	$python - <<-END
	import numpy as np
	x = np.loadtxt("v.tsv", skiprows=1, usecols=range(1, 13))
	have = np.loadtxt("out.tsv", skiprows=1, usecols=(1, 2))
	x -= x.mean(0)
	u, s, vt = np.linalg.svd(x, full_matrices=False)
	want = x @ vt[:2].T
	want *= np.sign((want * have).sum(0))
	assert abs(want - have).max() < 1e-4, abs(want - have).max()
	END
}

@test "the most frequent items are drawn and labelled by title" {
	printf 'i%d\tTitle & <%d>\n' 1 1 2 2 3 3 8 8 >names.tsv
	plot-embeddings -v vocab.tsv -i names.tsv --words=2 vectors.tsv -o a.svg
	grep -q '<text>Title &amp; &lt;1><' a.svg
	grep -q '<text>Title &amp; &lt;2><' a.svg
	run -1 grep -q '&lt;3>' a.svg
	plot-embeddings -v vocab.tsv --frequent=3 vectors.tsv -o out.tsv
	[[ $(cut -f 1 out.tsv | paste -sd ' ') == "item i1 i2 i3" ]]
}

@test "movies.dat gives titles, in ISO-8859-1 too, and groups to mark" {
	printf 'i1::Caf\351 :: (1999)::Drama|War\ni2::B (2000)::War\n' >m.dat
	plot-embeddings -i m.dat --mark=Drama,Western vectors.tsv -o out.svg
	grep -q '>Café' out.svg
	grep -q '>Drama<' out.svg
	grep -q '>others<' out.svg
}

@test "a CSV gives titles, with quotes, commas and lines within a cell" {
	printf '\357\273\277sku,title,kind\r\n"i1","Salt, ""fine""",A|B\r\ni2,"two\nlines",\ni3,,B\n' >m.csv
	plot-embeddings -i m.csv --mark=A vectors.tsv -o out.tsv
	[ "$(awk -F '\t' '$1 ~ /^i[1-3]$/ { print $1 "=" $4 }' out.tsv | sort | paste -sd '/')" = \
		"i1=Salt, ''fine''/i2=two lines/i3=i3" ]
	printf 'name,sku\nOne,i1\n' >m.csv
	plot-embeddings -i m.csv vectors.tsv -o out.tsv
	grep -q '^i1	.*	One$' out.tsv
	plot-embeddings -i m.csv --mark=A vectors.tsv -o out.svg
}

@test "titles and items are shown without the escapes of TSV" {
	sed 's/^i1\t/a\\,b\\\\c\t/' vectors.tsv >v.tsv
	printf 'i2\tx\\ty\\, z\n' >t.tsv
	plot-embeddings -i t.tsv v.tsv -o out.tsv
	grep -q '^a\\,b\\\\c	.*	a,b\\c$' out.tsv
	grep -q '^i2	.*	x y, z$' out.tsv
}

@test "a file that has no titles is refused" {
	printf 'i1 A\n' >m.csv
	run -1 --separate-stderr plot-embeddings -i m.csv vectors.tsv -o out.svg
	[[ $stderr == "plot-embeddings: m.csv: no titles: its first line has no TAB, no :: and no comma" ]]
	assert_not_exist out.svg
}

@test "no two labels cover each other" {
	awk 'BEGIN {
		print "row\tx1\tx2"
		for (i = 1; i <= 300; i++)
			print "an item of number " i "\t" i * 37 % 101 "\t" i * i % 97
	}' | plot-embeddings --words=300 -o out.svg
	awk '/<g transform="translate/ { split($0, t, /[(,)]/); x = t[2]; y = t[3] }
		/text-anchor=/ { split($0, t, "\""); for (i in t)
			if (t[i] ~ /text-anchor=$/) anchor = t[i + 1] }
		/<text>an item of number/ {
			w = 6 * (length($0) - index($0, ">") - 7)
			if (anchor != "start")
				x -= anchor == "end" ? w : w / 2
			print x, y, w
		}' out.svg >boxes
	[[ $(wc -l <boxes) -gt 10 && $(wc -l <boxes) -lt 300 ]]
	awk '{
		for (i = 1; i < NR; i++)
			if ((y[i] - $2) ^ 2 < 144 && x[i] < $1 + $3 &&
			    $1 < x[i] + w[i])
				exit 1
		x[NR] = $1; y[NR] = $2; w[NR] = $3
	}' boxes
}

@test "truncated input, a directory, empty input, and other text exit 1" {
	for p in $all; do
		good=log.tsv
		[[ $p == *training ]] || good=ranks.tsv
		[[ $p != *embed* ]] || good=vectors.tsv
		head -c -1 $good >short
		head -n 1 $good >title
		sed '3s/\t[^\t]*/\tx/g' $good >words
		: >empty
		for bad in short title words empty . no-such-file vocab.tsv; do
			run -1 --separate-stderr $p $bad -o out.svg
			[[ $stderr == "$p: $bad:"* && -z $output ]]
			assert_not_exist out.svg
			[[ $(ls) != *.part.* ]]
		done
	done
}

@test "a failed write is reported, and nothing is left" {
	for p in $all; do
		good=log.tsv
		[[ $p == *training ]] || good=ranks.tsv
		[[ $p != *embed* ]] || good=vectors.tsv
		run -1 --separate-stderr $p $good -o no/such/folder.svg
		[[ $stderr == *"$p: no/such/folder.svg: cannot be written" ]]
		run -1 --separate-stderr bash -c "$p $good >/dev/full"
		[[ $stderr == *"$p: standard output: cannot be written" ]]
	done
}

@test "a wrong command line exits 2" {
	for p in $all; do
		for wrong in --nothing -o "-o x.gif" --size=3 --size=0x5 --size=axb; do
			# shellcheck disable=SC2086 # several words
			run -2 --separate-stderr $p $wrong
			[[ -z $output && $stderr == "$p: "*"see $p --help" ]]
		done
	done
	run -2 --separate-stderr plot-ranks --max=x ranks.tsv
	run -2 --separate-stderr plot-embeddings --words=-1 vectors.tsv
	run -2 --separate-stderr plot-embeddings vectors.tsv vectors.tsv
	run -2 --separate-stderr plot-embeddings --mark=A vectors.tsv
	run -1 --separate-stderr plot-training --metric=none log.tsv
	[[ $stderr == "plot-training: log.tsv:1: no column none" ]]
}

@test "without gnuplot there is a message, and numbers still work" {
	mkdir bin
	for tool in sh awk cat cut dirname grep head iconv mktemp mv rm sed sort \
		tail tr wc; do
		ln -s "$(command -v $tool)" bin
	done
	here=$(dirname "$(command -v plot-ranks)")
	PATH=$PWD/bin run -1 --separate-stderr "$here/plot-ranks" ranks.tsv
	[[ $stderr == "plot-ranks: gnuplot is not installed (on Debian, "* ]]
	PATH=$PWD/bin "$here/plot-ranks" ranks.tsv -o out.tsv
	[[ $(head -n 1 out.tsv) == $'k\tranks' ]]
}

@test "--help describes every option" {
	for p in $all; do
		$p --help | grep -oE '^  (-[a-z], |    )--[a-z]+' |
			grep -oE -e '--[a-z]+' | sort >help
		cat "$(command -v $p)" "$(dirname "$(command -v $p)")/plot.sh" |
			grep -oE '^	*(0,-[a-z] . 0,|-[a-z] . |0,)?--[a-z]+(=\*)?\)' |
			grep -oE -e '--[a-z]+' | sort -u >taken
		diff help taken
	done
}

@test "the pictures that README shows exist, and are small" {
	examples=$BATS_TEST_DIRNAME/../../examples/plots
	for p in training ranks embeddings; do
		grep -q "examples/plots/$p.svg" "$BATS_TEST_DIRNAME/../../README.md"
		[[ $(wc -c <"$examples/$p.svg") -lt 60000 ]]
		[[ $(tail -n 2 "$examples/$p.svg" | head -n 1) == '</svg>' ]]
	done
}

@test "make pictures makes the pictures that README shows" {
	[[ -e ${ML1M:-}/ratings.dat ]] || skip "ML1M names no MovieLens 1M"
	mkdir made
	pictures.sh "$ML1M" made
	for p in training ranks embeddings; do # of another gnuplot, other bytes
		for f in "$BATS_TEST_DIRNAME/../../examples/plots" made; do
			grep -o '>[^<]*<' "$f/$p.svg" | grep -v Produced
		done >"$p"
		n=$(($(wc -l <"$p") / 2))
		cmp <(head -n $n "$p") <(tail -n +$((n + 1)) "$p")
	done
}

@test "a file of ranks may have an equals sign in its name" {
	cp ranks.tsv a=b.tsv
	plot-ranks -o x.svg a=b.tsv c=a=b.tsv
	grep -q '>a=b<' x.svg
	grep -q '>c<' x.svg
}
