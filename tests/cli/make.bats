# make - what the Makefile compiles with, for which processor.
# shellcheck disable=SC2154 # run sets output
load helper

root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# commands MACHINE: what make would run with a compiler for it.
commands() {
	printf '#!/bin/sh\necho %s\n' "$1" >cc
	chmod +x cc
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -n -C "$root" all \
		BUILD="$PWD/build" CC="$PWD/cc"
}

@test "kernels for x86-64's instruction sets are compiled as such there" {
	commands x86_64-linux-gnu >out
	[[ $(grep -c -e '-mavx2 .*kernels_avx2\.c$' out) == 1 ]]
	[[ $(grep -c -e '-mavx512f .*kernels_avx512\.c$' out) == 1 ]]
	[[ $(grep -c -e -mavx out) == 2 ]]
}

@test "a compiler for another processor gets no option of x86-64" {
	commands aarch64-linux-gnu >out
	grep -q 'kernels_portable\.c$' out
	run -1 grep -e '-m\(avx\|fma\|sse\)' out
}
