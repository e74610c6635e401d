# pipes - a fragment is never taken for the whole; and other properties of
# pipes. Tests a sample of the writes; all of them with SLOW=1.  See
# tests/fault/README.
load helper

PATH=$BATS_TEST_DIRNAME/../fault:$PATH

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	mkdir start
	cd start || return 1
	perl -e 'srand 1; for my $u (1 .. 40) { printf "%d::%d::%d::%d\n", $u,
		10 + rand 90, 1 + rand 5, $_ for 1 .. 21 }' >ratings.dat
	seq-examples -q --preset=tutorial ratings.dat >x.tsv
	tsv2tfrec x.tsv >x.tfr
	# Rows of 8 bytes, which end where pages do.
	perl -e 'srand 2; printf "%d,%d\t%d\n", map { 10 + rand 90 } 1 .. 3
		for 1 .. 2000' | sed 's/\t\(.\)./\t\1/' >eight.tsv
	tsv2tfrec -H -f a,b eight.tsv >eight.tfr
	head -c 40000 x.tfr >cut.tfr
	head -c 20000 x.tsv >cut.tsv
	seq-train --preset=tutorial -q -d 4 -e 1 --log=none -m model x.tsv
	seq-embed x.tsv >q.f32
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR/start" start
}

# Programs that read examples.
examples_eaters=(
	-c 'vocab-build' -c 'tsv2tfrec' -c 'seq-train --preset=tutorial -q --log=none -d 1 -m m'
	-c 'seq-embed' -c 'topk-eval -l - q.f32' -c 'topk-list -x - q.f32'
	-c 'seq-train --preset=tutorial -q --log=none -d 1 -m m --valid=- x.tsv'
)
records_eaters=(-c 'tfrec2tsv' -c 'tfrec2tsv -f label_movie_id'
	-c 'tfrec2tsv --count' -c 'tfrec2tsv --schema')

# A producer is killed at each of its writes; see tests/fault/sweep.
killed() {
	sweep -k -n write "$@"
	sweep -k -n read "$@"
}

@test "seq-examples killed: no program accepts its output" {
	killed "${examples_eaters[@]}" 'seq-examples ratings.dat'
}

@test "tfrec2tsv killed: no program accepts its output" {
	killed "${examples_eaters[@]}" 'tfrec2tsv x.tfr'
}

@test "tsv2tfrec killed: tfrec2tsv refuses its output" {
	killed "${records_eaters[@]}" 'tsv2tfrec x.tsv'
	killed "${records_eaters[@]}" 'tsv2tfrec --compression=gzip x.tsv'
	killed "${records_eaters[@]}" 'tsv2tfrec --compression=zlib x.tsv'
}

@test "seq-embed killed: topk-eval and topk-list refuse its output" {
	killed -c 'topk-eval -l x.tsv' -c 'topk-list' 'seq-embed x.tsv'
}

@test "vocab-build killed: no program accepts its output" {
	killed -c 'vocab-build -M' \
		-c 'seq-train --preset=tutorial -q --log=none -d 1 -m m --vocab=/dev/stdin x.tsv' \
		'vocab-build -T 1,5 x.tsv'
}

@test "topk-list killed: no program accepts its output" {
	killed -c 'vocab-build -T item' 'topk-list -k 20 q.f32'
}

@test "fragments are also refused where rows end with pages, without header" {
	killed -c 'vocab-build -H' -c 'seq-train --preset=tutorial -q -H --log=none -d 1 -m m' \
		-c 'tsv2tfrec -H -f a,b' \
		'tfrec2tsv -H -f a,b eight.tfr'
	# More rows than io/output remembers the ends of: all writes, also by
	# default.
	SAMPLE=99 sweep -k -n write -c 'topk-list -H' 'seq-embed -H eight.tsv'
	SAMPLE=99 sweep -k -n write -c 'tfrec2tsv --count' 'tsv2tfrec -H -f a,b eight.tsv'
}

@test "a producer that fails midway makes the consumer fail too" {
	cd start
	taken=
	for producer in 'tfrec2tsv cut.tfr' 'seq-examples ratings.dat ratings.gz' \
		'tsv2tfrec cut.tsv' 'seq-embed cut.tsv' 'seq-embed -m none x.tsv'; do
		case $producer in
		tsv2tfrec*) eaters=("${records_eaters[@]}") ;;
		seq-embed*) eaters=(-c topk-list -c 'topk-eval -l x.tsv') ;;
		*) eaters=("${examples_eaters[@]}") ;;
		esac
		for eater in "${eaters[@]}"; do
			[[ $eater != -c ]] || continue
			eater=${eater/ m/ $BATS_TEST_TMPDIR/m}
			run bash -c "$producer 2>/dev/null | $eater >/dev/null 2>&1
				echo \${PIPESTATUS[*]}"
			[[ $output == "1 1" ]] || taken+="$producer | $eater: $output; "
		done
	done
	[[ -z $taken ]] || fail "$taken"
}

@test "labels from a failing process are refused" {
	cd start
	run -1 --separate-stderr bash -c \
		'topk-eval -l <(tfrec2tsv -f label_movie_id cut.tfr) q.f32'
	[[ $stderr == *"cut short"* ]]
}

@test "input without header and rows is refused" {
	: >none.tfr
	for eater in 'vocab-build -H' 'tsv2tfrec -H -f a' 'seq-train --preset=tutorial -H -m m'; do
		run -1 bash -o pipefail -c "tfrec2tsv -H -f a none.tfr | $eater"
	done
}

@test "an empty pipe is not a file of no records, but an empty file is" {
	: >none.tfr
	[[ $(tfrec2tsv --count none.tfr) == 0 ]]
	run -1 --separate-stderr bash -c ': | tfrec2tsv --count'
	[[ $stderr == "tfrec2tsv: standard input:"*"the pipe is empty"* ]]
	# A compressed stream marks its own end.
	[[ $(printf 'a\n' | tsv2tfrec -f a:bytes --compression=gzip |
		tfrec2tsv --count) == 0 ]]
}

@test "a reader that has enough ends a producer silently" {
	cp -r "$BATS_FILE_TMPDIR/start" own
	cd own
	seq 100000 200000 >many.txt
	for producer in 'tfrec2tsv x.tfr x.tfr x.tfr' 'tsv2tfrec x.tsv x.tsv' \
		'seq-examples ratings.dat ratings.dat' 'vocab-build -H many.txt' \
		'seq-embed --format=tsv x.tsv x.tsv' 'topk-list -k 40 q.f32 q.f32'; do
		# shellcheck disable=SC2086 # several words
		run --separate-stderr unread $producer -q
		[[ $status == 141 && -z $stderr ]] ||
			fail "$producer: status $status, $stderr"
	done
}

@test "a slow reader gets every byte" {
	cd start
	for producer in 'tfrec2tsv x.tfr x.tfr x.tfr' 'seq-embed --format=tsv x.tsv' \
		'topk-list -k 40 q.f32' 'tsv2tfrec x.tsv x.tsv'; do
		$producer >"$BATS_TEST_TMPDIR/want"
		$producer | { sleep 0.1; dd bs=9000 status=none; } |
			cmp - "$BATS_TEST_TMPDIR/want"
	done
}

@test "a closed standard output is an error, and no file gets the output instead" {
	cd start
	for producer in 'tfrec2tsv x.tfr' 'tsv2tfrec x.tsv' 'vocab-build x.tsv' \
		'seq-examples -q ratings.dat' 'seq-embed x.tsv' \
		'topk-eval -l x.tsv q.f32' 'topk-list q.f32' \
		"seq-train --preset=tutorial -q -d 1 -e 1 -m $BATS_TEST_TMPDIR/m x.tsv"; do
		run -1 --separate-stderr bash -c "$producer >&-"
		[[ $stderr == *": standard output: "* ]] || fail "$producer"
	done
	# The next opened file would have become standard output.
	run -1 bash -c "seq-examples -q ratings.dat --train=$BATS_TEST_TMPDIR/t \
		--test=- >&-"
	[[ ! -e $BATS_TEST_TMPDIR/t ]]
}

@test "a closed standard input is an error, a closed stderr never becomes a file" {
	cd start
	for consumer in tfrec2tsv tsv2tfrec vocab-build seq-examples seq-embed \
		'seq-train --preset=tutorial -m m' topk-list 'topk-eval -l x.tsv'; do
		run -1 --separate-stderr bash -c "$consumer <&-"
		[[ $stderr == *": standard input: "* ]] || fail "$consumer"
	done
	vocab-build x.tsv <&- 2>&- | cmp - <(vocab-build x.tsv)
	seq-train --preset=tutorial -d 1 -e 1 -m "$BATS_TEST_TMPDIR/m" x.tsv 2>&- >/dev/null
	seq-embed -m "$BATS_TEST_TMPDIR/m" --tower=item >/dev/null
}

@test "an empty vocabulary and a repeated token are refused" {
	printf '5\t1\n7\t1\n5\t1\n' >twice.tsv
	: >empty.tsv
	cd start
	for v in "$BATS_TEST_TMPDIR/twice.tsv" "$BATS_TEST_TMPDIR/empty.tsv"; do
		run -1 --separate-stderr seq-train --preset=tutorial --vocab="$v" -m "$v.m" x.tsv
		[[ $stderr == *"$v"[:\ ]* ]]
		run -1 --separate-stderr topk-list --candidates=q.f32 -v "$v" q.f32
		[[ $stderr == *"$v"[:\ ]* ]]
	done
}
