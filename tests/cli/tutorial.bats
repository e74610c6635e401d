# tutorial.sh - the whole tutorial runs, on invented data and as a download.
# shellcheck disable=SC2154 # stderr and output are set by run
load helper

tutorial() {
	bash -c 'cd / && exec "$0" --users=100 --epochs=1 --batch-size=128 "$@"' \
		"$BATS_TEST_DIRNAME/../../examples/tutorial/tutorial.sh" "$@"
}

# One run on invented data, used by most tests.
setup_file() {
	load helper
	cd "$BATS_FILE_TMPDIR" || return 1
	tutorial --work="$PWD/first" >first.out
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	first=$BATS_FILE_TMPDIR/first
}

# The data of the first run as a zip in the published form; sets sum.
pack() {
	type zip unzip curl >/dev/null || skip "needs zip, unzip and curl"
	mkdir -p ml-1m
	cp "$first"/invented/*.dat ml-1m
	zip -qr packed.zip ml-1m
	sum=$(sha256sum <packed.zip | cut -d ' ' -f 1)
}

same_results() { # WORK
	cmp "$first/metrics.tsv" "$1/metrics.tsv"
	cmp "$first/log.tsv" "$1/log.tsv"
	cmp "$first/model/query_embedding.f32" "$1/model/query_embedding.f32"
}

@test "it ends with a model that is better than popularity" {
	grep -q '^The model is better than popularity at every K' "$first.out"
	awk '/^top_10 / { exit !($2 > 2 * $4) }' "$first.out"
}

@test "it compares five cut-offs with the page, and names the data that the page used" {
	grep -q '^top_1  .* 0.0146$' "$first.out"
	grep -q '^top_100  .* 0.5058$' "$first.out"
	grep -q '^(the page) .*, for MovieLens 1M$' "$first.out"
}

@test "the table shows the results of topk-eval" {
	awk '/^top_/ { print $1, $2, $3, $4 }' "$first.out" >shown
	join -j 1 <(grep ^top_ "$first/metrics.tsv" | sort) \
		<(grep ^top_ "$first/tfrs.tsv" | sort) |
		awk '{ printf "%s %.4f %.4f %.4f\n", $1, $2, $6, $3 }' >found
	cmp found <(sort shown)
}

@test "the commands it prints are the commands it runs" {
	awk '/^[$] / { sub(/^[$] /, ""); print; on = /[\\|]$/; next }
		on { print; on = /[\\|]$/ }' "$first.out" >commands
	mkdir again
	(cd again && sh -eu ../commands >/dev/null 2>&1)
	same_results again
	cmp "$first/history.txt" again/history.txt
}

@test "records are read back byte for byte" {
	tfrec2tsv -q -f "$(head -n 1 "$first/train.tsv" | tr '\t' ,)" \
		"$first/train.tfrecord" | cmp - "$first/train.tsv"
}

@test "ten unseen movies are recommended by title" {
	sed -n '/--exclude/,$p' "$first.out" | grep -P '^1\t\d+\t' >ten
	[[ $(cut -f 2 ten | paste -sd ' ') == "1 2 3 4 5 6 7 8 9 10" ]]
	run -1 grep -vP '\t[A-Z].* \(\d{4}\)$' ten
	tr , '\n' <"$first/history.txt" | sort >seen
	[[ -z $(cut -f 3 ten | sort | comm -12 - seen) ]]
}

@test "the last movies seen have titles" {
	sed -n '/iconv/,/^[$] seq-embed/p' "$first.out" |
		grep -cE '^[0-9]+ .* \([0-9]{4}\)$' >n
	[[ $(<n) == 10 ]]
}

@test "a directory of data gives the same, under any name" {
	mkdir "it's a dir"
	cp "$first"/invented/*.dat "it's a dir"
	tutorial --work="$PWD/my work" "$PWD/it's a dir" >/dev/null
	same_results "my work"
}

@test "a run replaces the files of an earlier one with another seed" {
	tutorial --work="$PWD/w" --seed=7 >/dev/null
	run -1 cmp -s "$first/log.tsv" w/log.tsv
	tutorial --work="$PWD/w" >/dev/null
	same_results w
}

@test "without --work the files are in a new folder, which is named" {
	mkdir tmp
	TMPDIR=$PWD/tmp tutorial >out
	work=$(grep -A 1 'All files are in$' out | tail -n 1)
	[[ $work == "$PWD"/tmp/seqrec-tutorial.* ]]
	same_results "$work"
}

@test "programs that are not on PATH are found beside the script" {
	mkdir x x/build
	cp -r "$BATS_TEST_DIRNAME/../../examples" x
	ln -s "$(dirname "$(command -v seq-train)")" x/build/bin
	ln -s "$(dirname "$(command -v make-movielens)")" x/build/examples
	PATH=/usr/bin:/bin x/examples/tutorial/tutorial.sh --users=100 --epochs=1 \
		--batch-size=128 --work=w >/dev/null
	same_results w
}

@test "a download is unpacked, and gives the same" {
	pack
	tutorial --download="file://$PWD/packed.zip" --sha256="$sum" \
		--work="$PWD/w" >out
	same_results w
	grep -q 'It is for research' out
}

@test "existing data are not downloaded again" {
	pack
	mkdir w
	mv packed.zip w/ml-1m.zip
	tutorial --download=file:///nothing/here --sha256="$sum" \
		--work="$PWD/w" >out
	grep -q 'ml-1m.zip is here already' out
	same_results w
}

@test "a download with another checksum is refused and leaves nothing" {
	pack
	run -1 --separate-stderr tutorial --work="$PWD/w" \
		--download="file://$PWD/packed.zip" --sha256="${sum//[0-4]/5}"
	[[ $stderr == *"the SHA-256 is not"*"the file was removed"* ]]
	assert_not_exist w
}

@test "without --sha256 only the published file is accepted" {
	pack
	run -1 --separate-stderr tutorial --work="$PWD/w" \
		--download="file://$PWD/packed.zip"
	[[ $stderr == *"is not a6898adb50b9ca05aa231689da44c217"* ]]
	assert_not_exist w
}

@test "a failed download leaves old files, and nothing else" {
	type curl >/dev/null || skip "needs curl"
	mkdir w
	echo mine >w/mine
	run -1 --separate-stderr tutorial --work="$PWD/w" \
		--download="file://$PWD/nothing.zip"
	[[ $stderr == *"nothing was downloaded"* ]]
	[[ $(ls w) == mine ]]
}

@test "a zip without ratings is refused" {
	pack
	rm ml-1m/ratings.dat packed.zip
	zip -qr packed.zip ml-1m
	run -1 --separate-stderr tutorial --work="$PWD/w" \
		--download="file://$PWD/packed.zip" \
		--sha256="$(sha256sum <packed.zip | cut -d ' ' -f 1)"
	[[ $stderr == *"no ml-1m/ratings.dat in it"* ]]
}

@test "a failing stage ends it" {
	mkdir raw
	cp "$first"/invented/*.dat raw
	echo "1::no such movie" >>raw/ratings.dat
	run -1 --separate-stderr tutorial --work="$PWD/w" "$PWD/raw"
	[[ $stderr == *"seq-examples: "*"ratings.dat"* ]]
	assert_not_exist w/train.tsv
}

@test "it ends with a command for the reader's own log, which works" {
	sed '1,/^Now try your own CSV/d' "$first.out" >own.sh
	awk 'BEGIN {
		print "user,item,time"
		for (i = 0; i < 600; i++)
			print i % 40 ",a" i * 7 % 11 "," 1000000 + i
	}' >log.csv
	run -0 sh -eu own.sh
	assert_exist log.model/vocab.tsv
}

@test "README's commands for the demo's folder run as they stand" {
	type gnuplot >/dev/null 2>&1 || skip "needs gnuplot"
	root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	mkdir build
	cp -r "$first" build/demo
	ln -s "$(dirname "$(command -v seq-train)")" build/bin
	ln -s "$root/examples" examples
	awk '/^    cd build.demo$/ { on = 1 } /^    plot-training / { on = 1 }
		/^[^ ]/ { on = 0 } on' "$root/README.md" >commands
	# The little model finds less than that of the whole demo.
	sed 's/top_10=0.13/top_10=0/' commands | sh -eu >out 2>err || fail "$(<err)"
	grep -q '<svg' build/demo/ranks.svg
	grep -q '<svg' build/demo/items.svg
	grep -q 'context_movie_id' out
}

@test "a model no better than popularity exits 1" {
	mkdir raw # of three movies everyone is among the first five
	printf '%s::Movie (1999)::Drama\n' 1 2 3 >raw/movies.dat
	for user in 1 2 3 4; do
		printf "$user::%s::5::9\n" 1 2 3
	done >raw/ratings.dat
	run -1 --separate-stderr tutorial --work="$PWD/w" "$PWD/raw"
	[[ $stderr == *"tutorial.sh: the model is no better than popularity"* ]]
}

@test "a folder without the data exits 1 and makes nothing" {
	run -1 --separate-stderr tutorial --work="$PWD/w" "$PWD"
	[[ $stderr == *"/ratings.dat: cannot be read" && -z $output ]]
	assert_not_exist w
}

@test "a wrong command line exits 2" {
	for wrong in --nothing --epochs=x --users= --seed=-1 "a b" \
		"--download $first"; do
		# shellcheck disable=SC2086 # several words
		run -2 --separate-stderr tutorial $wrong
		[[ -z $output && $stderr == "tutorial.sh: "* ]]
	done
}

@test "--help describes every option" {
	tutorial --help | grep -oE '^  --[a-z0-9-]+' | tr -d ' ' | sort >help
	sed -nE "s/^\t(--[a-z0-9-]+)=.*\).*/\1/p" \
		"$BATS_TEST_DIRNAME/../../examples/tutorial/tutorial.sh" | sort >parsed
	[[ $(wc -l <help) == 7 ]]
	cmp help parsed
}
