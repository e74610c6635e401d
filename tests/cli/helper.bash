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
