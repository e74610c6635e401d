# bounds - the claimed or unpacked size of a file does not decide how much
# memory a program takes: checks the limits of tests/fuzz/README with ulimit -v.
# shellcheck disable=SC2154 # stderr is set by run
load helper

# 1 GiB of one byte, which begins no known format, as gzip in 64 members: 1 MB.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	head -c 16M /dev/zero | tr '\000' '\377' | gzip -1 >member.gz
	for ((i = 0; i < 64; i++)); do
		cat member.gz
	done >bomb.gz
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	bash -c 'ulimit -v 1000000; tfrec2tsv -V' >/dev/null 2>&1 ||
		skip "the address sanitizer needs all address space"
	bomb=$BATS_FILE_TMPDIR/bomb.gz
}

# Runs a shell command with that many MiB of address space.
within() {
	local mib=$1
	shift
	run --separate-stderr bash -o pipefail -c "ulimit -v $((mib << 10)); $*"
}

# The beginning of a record of 900 MiB, with a correct checksum, and nothing
# else.
claim_900() {
	printf '\000\000\100\070\000\000\000\000\132\222\154\017'
}

# A record with $1 MiB of NUL bytes, each of which is four bytes as TSV.
nuls() {
	{
		printf 'a:bytes\n'
		yes '\x00' | tr -d '\n' | head -c "$((4 * $1))M"
		echo
	} | tsv2tfrec
}

@test "a record that claims 900 MiB in a file of 12 bytes takes no memory for them" {
	claim_900 >x.tfr
	claim_900 | gzip >x.gz
	for file in x.tfr x.gz; do
		within 300 "tfrec2tsv -f a:int64 $file"
		((status == 1))
		[[ $stderr == "tfrec2tsv: $file:record 1 @offset 0: the file is cut short: "* ]]
	done
}

@test "a record of more than 1 GiB is refused by its length" {
	printf '\001\000\000\100\000\000\000\000\143\317\212\354' >x.tfr
	within 300 tfrec2tsv --count x.tfr
	((status == 1))
	[[ $stderr == *"the record has 1073741825 bytes; the limit is 1073741824" ]]
}

@test "tfrec2tsv on 16 threads takes 700 MiB and 16 times the largest record" {
	nuls 8 >x.tfr
	within $((700 + 16 * 8)) "tfrec2tsv --threads=16 x.tfr | wc -c"
	((status == 0))
	((output == 4 * (8 << 20) + 3))
}

@test "many such records, packed to a thousandth, take no more memory" {
	nuls 8 | gzip -1 >x.gz
	for ((i = 0; i < 12; i++)); do
		cat x.gz
	done >many.gz
	(($(wc -c <many.gz) < 1000000))
	within $((700 + 16 * 8)) "tfrec2tsv --threads=16 many.gz | wc -c"
	((status == 0))
	((output == 12 * (4 * (8 << 20) + 1) + 2))
}

@test "1 GiB of one byte in 1 MB of gzip is refused at once as no TFRecord" {
	within 300 tfrec2tsv "$bomb"
	((status == 1))
	[[ $stderr == *"record 1 @offset 0: the checksum of the length is wrong"* ]]
}

@test "a line without an end is read up to 1 GiB, within 2 GiB of memory" {
	cat "$bomb" "$bomb" >xx.gz
	within 2100 vocab-build -H xx.gz
	((status == 1))
	[[ $stderr == "vocab-build: xx.gz:line 1: the line is longer than 1073741824 bytes" ]]
}

@test "a line of a log is read up to 64 MiB, within 200 MiB of memory" {
	within 200 seq-examples "$bomb"
	((status == 1))
	[[ $stderr == *":line 1 @offset 0: the line is longer than 67108864 bytes" ]]
	# After a header line too, which is compared with the line behind it.
	cat <(printf 'user,item\n' | gzip) "$bomb" >second.gz
	within 200 seq-examples second.gz
	((status == 1))
	[ "$stderr" = "seq-examples: second.gz:line 2 @offset 10: the line is longer \
than 67108864 bytes" ]
}

@test "a gzip bomb without memory for it exits 1 and leaves nothing" {
	ln -s "$bomb" x.gz
	printf 'context_movie_id\tlabel_movie_id\n1,2\t3\n2,3\t1\n' >in.tsv
	for command in 'vocab-build x.gz' 'vocab-build --merge x.gz' \
	    'seq-train x.gz' 'seq-train --preset=tutorial --vocab=x.gz in.tsv' 'tsv2tfrec x.gz' \
	    'seq-examples x.gz'; do
		within 240 "$command"
		((status == 1))
		[[ $stderr == "${command%% *}: "* ]]
		[[ $output == "" ]]
	done
	[[ ! -e model ]]
}

@test "a file beyond the size limit is an error, not a signal; -o leaves no file" {
	for to in '>v.tsv' '-o w.tsv'; do
		run --separate-stderr bash -c "ulimit -f 4
			seq 1 3000 | vocab-build -q -H $to"
		((status == 1))
		[[ $stderr == "vocab-build: "*": File too large" ]]
	done
	[[ -n $(tail -c 1 v.tsv) && ! -e w.tsv ]]
}

@test "without memory for all threads fewer threads train the same model" {
	perl -e 'srand 1; print "context_movie_id\tlabel_movie_id\n"; printf
		"%d,%d\t%d\n", map { 1 + rand 300 } 1 .. 3 for 1 .. 1500' >in.tsv
	args="-q -d 8 -b 50 -e 1 --log=none in.tsv"
	seq-train --preset=tutorial $args --threads=1 -m one
	for mib in 16 20 40 160; do
		within $mib "timeout 600 seq-train --preset=tutorial $args --threads=3 -m m"
		((status == 0))
		diff -r m one
	done
}

@test "a model that claims more than its files hold is refused before memory is taken" {
	printf 'context_movie_id\tlabel_movie_id\n1,2\t3\n2,3\t1\n' >in.tsv
	seq-train --preset=tutorial -q --log=none --dim=2 --epochs=1 in.tsv
	sed -i 's/^query_embedding\t[0-9]*,2\t/query_embedding\t2000000000,2000000000\t/' model/tensors.tsv
	within 400 seq-embed -m model in.tsv
	((status == 1))
	[[ $stderr == *"query_embedding.f32: "*" bytes where tensors.tsv says 2000000000 x 2000000000 floats" ]]
}

@test "a link state/ out of a model is not followed" {
	printf 'context_movie_id\tlabel_movie_id\n1,2\t3\n2,3\t1\n' >in.tsv
	seq-train --preset=tutorial -q --log=none --dim=2 --epochs=1 --checkpoint-every=1 in.tsv
	mv model/state elsewhere
	ln -s ../elsewhere model/state
	run --separate-stderr -1 seq-train --preset=tutorial -q --resume --epochs=2 in.tsv
	[[ $stderr == "seq-train: model/state does not belong to a model"* ]]
}

@test "100,000 columns survive the way to TFRecord and back" {
	{
		seq -f c%.0f:int64 100000 | paste -sd '\t'
		seq 100000 | paste -sd '\t'
	} >in.tsv
	within 300 "tsv2tfrec in.tsv >x.tfr && tfrec2tsv x.tfr >out.tsv"
	((status == 0))
	cmp <(tail -n 1 in.tsv | tr '\t' '\n' | sort) <(tail -n 1 out.tsv | tr '\t' '\n' | sort)
}

@test "two columns of 100,000 can be selected" {
	{
		{ printf 'context_movie_id\tlabel_movie_id\t' && seq -f c%.0f 99998; } | paste -sd '\t'
		{ printf '1,2\t3\t' && seq 99998; } | paste -sd '\t'
		{ printf '2,3\t1\t' && seq 99998; } | paste -sd '\t'
	} >in.tsv
	within 300 "vocab-build in.tsv >vocab.tsv && seq-train --preset=tutorial -q --log=none -d 2 in.tsv &&
		seq-embed in.tsv | topk-eval -q -l in.tsv >metrics.tsv"
	((status == 0))
	cut -f 1,2 in.tsv >few.tsv
	cmp vocab.tsv <(vocab-build few.tsv)
	seq-train --preset=tutorial -q --log=none -d 2 -m few few.tsv
	cmp model/query_embedding.f32 few/query_embedding.f32
}
