# helper - what every suite begins with: the programs on PATH, bats' libraries,
# and a fresh folder as the current one.
bats_load_library bats-support
bats_load_library bats-assert
bats_load_library bats-file
bats_require_minimum_version 1.5.0

BUILD=${BUILD:-$BATS_TEST_DIRNAME/../../build}
PATH=$(cd "$BUILD" && pwd)/bin:$(cd "$BUILD" && pwd)/examples:$PATH
export PATH
export LC_ALL=C

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

# A claim about a whole pipe: run it by the shell that bats does not see.
piped() {
	bash -o pipefail -c "$1"
}
