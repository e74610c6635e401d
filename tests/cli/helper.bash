# helper - what every suite begins with: the programs on PATH, bats' libraries,
# and a fresh folder as the current one.
bats_load_library bats-support
bats_load_library bats-assert
bats_load_library bats-file
bats_require_minimum_version 1.5.0

BUILD=$(cd "${BUILD:-$BATS_TEST_DIRNAME/../../build}" && pwd)
PATH=$BUILD/bin:$BUILD/examples:$PATH
export BUILD PATH
export LC_ALL=C TERM=xterm
unset NO_COLOR CDPATH

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

# faulted FAULT COMMAND ...: runs the command with one of its system calls failing,
# or with a signal at that call; tests/fault/fault.c has the faults.
faulted() {
	[[ $BUILD != */emulated ]] || skip "the emulator preloads no library"
	FAULT=$1 LD_PRELOAD=$BUILD/tests/fault.so \
		ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0 \
		"${@:2}"
}

# unread COMMAND ...: runs the command with a pipe as standard output whose reader
# has left.
unread() {
	local reader writer
	mkfifo unread.fifo
	# The reader opens the pipe for writing too, so that neither waits.
	exec {reader}<>unread.fifo {writer}>unread.fifo {reader}>&-
	rm unread.fifo
	"$@" >&"$writer" {writer}>&-
}

# Skips a test that draws on a terminal where none can be had.
needs_terminal() {
	type script >/dev/null 2>&1 || skip "script is not installed"
	script -qec true /dev/null >/dev/null 2>&1 ||
		skip "no terminal can be had: script fails"
}

# Sets python to one that has these modules; Debian's packages are for the
# system's, which need not be the first on the path.
python_with() {
	for python in python3 /usr/bin/python3; do
		"$python" -c "import ${1// /, }" 2>/dev/null && return
	done
	skip "no python3 has $1"
}

# A claim about a whole pipe: run it by the shell that bats does not see.
piped() {
	bash -o pipefail -c "$1"
}

# seal MODEL FILE: puts the checksum of the file into tensors.tsv.
seal() {
	perl -e '
		my ($dir, $file) = @ARGV;
		local $/; open F, "<", "$dir/$file"; binmode F; my $crc = 0xffffffff;
		for my $byte (unpack "C*", <F>) {
			$crc ^= $byte;
			$crc = $crc >> 1 ^ ($crc & 1 ? 0x82f63b78 : 0) for 1 .. 8;
		}
		open T, "<", "$dir/tensors.tsv"; my $t = <T>;
		my $hex = sprintf "%08x", $crc ^ 0xffffffff;
		$t =~ s/(\t\Q$file\E\t)\w+/$1$hex/;
		open T, ">", "$dir/tensors.tsv"; print T $t' "$1" "$2"
}

# random_examples N LABELS: examples of 6 items of 40, with labels of so many.
random_examples() {
	awk -v n="$1" -v labels="$2" 'function r(m) {
			x = (x * 1103515245 + 12345) % 2147483648
			return int(x / 65536) % m
		}
		BEGIN {
			x = 1
			print "context_movie_id\tlabel_movie_id"
			for (i = 0; i < n; i++) {
				c = "i" 1 + r(40)
				for (k = 1; k < 6; k++)
					c = c ",i" 1 + r(40)
				print c "\ti" 1 + r(labels)
			}
		}'
}

# random_sequences N LEAST: sequences of 1 + LEAST to 9 + LEAST events of 30 items;
# the next item is mostly the one after.
random_sequences() {
	awk -v n="$1" -v least="$2" 'function r(m) {
			x = (x * 1103515245 + 12345) % 2147483648
			return int(x / 65536) % m
		}
		BEGIN {
			x = 1
			print "user\titems"
			for (i = 0; i < n; i++) {
				s = a = 1 + r(30)
				for (k = least + r(9); k > 0; k--) {
					a = r(4) ? a % 30 + 1 : 1 + r(30)
					s = s "," a
				}
				print "u" i "\t" s
			}
		}'
}

# windows_of FILE: an example for every event of the sequences after the first.
windows_of() {
	awk -F'\t' 'BEGIN { print "context\tlabel" }
		NR > 1 { n = split($2, x, ","); c = x[1]
			for (i = 2; i <= n; i++) { print c "\t" x[i]; c = c "," x[i] } }' "$1"
}

# users_examples: 200 examples of 3 items of 20, with users.
users_examples() {
	perl -e 'srand 4; print "user\tcontext\tlabel\n"; print
		"u$_\t", join(",", map { "i" . (1 + int rand 20) } 1 .. 3), "\ti",
		1 + int rand 20, "\n" for 1 .. 200'
}

# small_model: a model of 20 items in ./model, with its queries in mq.f32 and its
# candidates in mc.f32.
small_model() {
	perl -e 'srand 4; print "context_movie_id\tlabel_movie_id\n"; print
		join(",", map { 1 + int rand 20 } 1 .. 3), "\t", 1 + int rand 20,
		"\n" for 1 .. 200' >train.tsv
	seq-train --preset=tutorial -q --log=none --dim=4 --epochs=1 train.tsv
	seq-embed -q train.tsv >mq.f32
	seq-embed -q --tower=item >mc.f32
}

# validation_agrees OPTION ...: seq-train with these options reports the top_5 of
# validation that seq-embed and topk-eval compute.
validation_agrees() {
	head -n 101 x.tsv >v.tsv
	seq-train "$@" --log=epoch --valid=v.tsv -m m x.tsv >log
	seq-embed -m m v.tsv | topk-eval -q -m m -l v.tsv |
		awk '$1 == "top_5" { print $2 }' >a
	awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		{ x = $(at["valid_top_5"]) } END { print x }' log | cmp - a
}
