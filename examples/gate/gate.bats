# gate - tests that fail a build if a model is worse than required.  Copy this file.
#
#   TEST=test.tsv MODEL=model RANKS=ranks.tsv bats gate.bats
#
# TEST   examples that the model has not seen
# MODEL  a directory written by seq-train
# FLOOR  a metric and its smallest allowed value (default top_10=0.1)
# RANKS  the ranks of the last good model, written by topk-eval --ranks; if
#        the file does not exist, this model's ranks are written there
#
# topk-eval exits with 3 if the model is worse, and with 1 if something else fails,
# such as a full disk or a damaged file.
# SPDX-License-Identifier: MIT

bats_require_minimum_version 1.5.0

setup_file() {
	: "${TEST:?names no examples}" "${MODEL:?names no model}"
	seq-embed -m "$MODEL" -o "$BATS_FILE_TMPDIR/queries.f32" "$TEST"
}

evaluate() {
	topk-eval -m "$MODEL" -l "$TEST" "$@" "$BATS_FILE_TMPDIR/queries.f32"
}

@test "the model reaches the required metric" {
	evaluate --min="${FLOOR:-top_10=0.1}"
}

@test "the model is better than popularity" {
	evaluate >"$BATS_TEST_TMPDIR/metrics.tsv"
	awk '$1 == "top_10" { print; good = $2 > $3 } END { exit !good }' \
		"$BATS_TEST_TMPDIR/metrics.tsv"
}

@test "the model is not worse than the last one" {
	[[ -n ${RANKS:-} ]] || skip "RANKS names no file"
	[[ -e $RANKS ]] || {
		evaluate --ranks="$RANKS"
		skip "$RANKS is new: the next model is compared with it"
	}
	evaluate --compare="$RANKS"
}
