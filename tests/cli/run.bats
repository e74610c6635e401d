# run - tests/run counts tests and reports on a whole run.
# shellcheck disable=SC2154 # run sets output
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir build
}

# suite NAME: makes a suite from the commands on standard input.
suite() {
	{
		echo '#!/bin/sh'
		cat
	} >"$1"
	chmod +x "$1"
}

# sum_up STATUS SUITE ...: runs tests/run on them, outside of this run of bats,
# which has put its own parts on PATH.
sum_up() {
	run "-$1" env -u BATS_TEST_DIRNAME -u BATS_ROOT BUILD="$PWD/build" \
		PATH="$(tr : '\n' <<<"$PATH" | grep -v /libexec/ | paste -sd :)" \
		"$BATS_TEST_DIRNAME/../run" "${@:2}"
}

@test "passed and skipped tests are counted, each skip with its reason" {
	suite ./a <<<"echo 1..2; echo 'ok 1 - it holds'; echo 'ok 2 it can # skip no tool'"
	suite ./b <<<"echo 'ok 1 - more'; echo 1..1"
	sum_up 0 ./a ./b
	[[ ${lines[-1]} == "2 passed, 0 failed, 1 skipped" ]]
	[[ ${lines[-2]} == "skipped: a: it can: no tool" ]]
}

@test "a failed test is shown with its suite and its output" {
	suite ./a <<<"echo 1..2; echo 'not ok 1 it holds'; echo '# 1 is not 2'; echo 'ok 2 x'"
	sum_up 1 ./a
	[[ $output == *$'\na: not ok 1 it holds\n# 1 is not 2\n1 passed, 1 failed, 0 skipped' ]]
}

@test "a suite that ends abnormally has failed, and its last output is shown" {
	suite ./a <<<"echo 'ok 1 - x'; echo 'it: no such folder' >&2; exit 3"
	suite ./b <<<"echo 1..2; echo 'ok 1 - x'"
	suite ./c <<<"echo 'ok 1 - x'; echo 1..1; exit 1"
	sum_up 1 ./a ./b ./c
	[[ $output == *"a: not ok: ran 1 of 0 tests # status 3"$'\nit: no such folder'* ]]
	[[ $output == *"b: not ok: ran 1 of 2 tests"* ]]
	[[ $output == *"c: not ok: ran 1 of 1 tests # status 1"* ]]
	[[ ${lines[-1]} == "3 passed, 3 failed, 0 skipped" ]]
}

@test "a suite that leaves files in the temporary folder has failed" {
	# shellcheck disable=SC2016 # the suite's
	suite ./a <<<'echo "ok 1 - x"; echo 1..1; touch "$TMPDIR/mine"'
	sum_up 1 ./a
	[[ $output == *"left behind: "*/mine* ]]
	[[ ${lines[-1]} == "1 passed, 1 failed, 0 skipped" ]]
}

@test "bats runs suites of bats" {
	printf '@test "it holds" {\n\tfalse # here\n}\n' >x.bats
	sum_up 1 x.bats
	[[ $output == *$'\nx: not ok 1 it holds\n'*"\`false # here' failed"* ]]
}
