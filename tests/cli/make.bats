# make - the Makefile's compiler options for each processor.
# shellcheck disable=SC2154 # run sets output
load helper

root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)

# commands MACHINE: the commands of make with a compiler for it.
commands() {
	printf '#!/bin/sh\necho %s\n' "$1" >cc
	chmod +x cc
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -n -C "$root" all \
		BUILD="$PWD/build" CC="$PWD/cc" |
		sed ':more
			/\\$/ { N; s/\\\n *//; b more; }'
}

@test "kernels for x86-64's instruction sets are compiled with their options" {
	commands x86_64-linux-gnu >out
	[[ $(grep -c -e '-mavx2 .*kernels_avx2\.c$' out) == 1 ]]
	[[ $(grep -c -e '-mavx512f .*kernels_avx512\.c$' out) == 1 ]]
	[[ $(grep -c -e '-mavx512vnni .*int8_vnni\.c$' out) == 1 ]]
	[[ $(grep -c -e -mavx out) == 3 ]]
}

@test "make prints a short line for each command, V=1 the command, -s nothing" {
	printf 'int x;\n' >x.c
	build() {
		env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make "$@" -f "$root/Makefile" \
			-I "$root" BUILD=build -o build/example.pb-c.h build/x.o
	}
	mkdir build && touch build/example.pb-c.h
	cp "$root/Makefile" .
	run -0 build
	assert_output "CC x.c"
	rm build/x.o
	run -0 build V=1
	assert_output --regexp '^gcc -std=c11 .* -c -o build/x\.o x\.c$'
	rm build/x.o
	run -0 build -s
	assert_output ""
}

@test "a compiler for another processor gets no option of x86-64" {
	commands aarch64-linux-gnu >out
	grep -q 'kernels_portable\.c$' out
	run -1 grep -e '-m\(avx\|fma\|sse\)' out
}
