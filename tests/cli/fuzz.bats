# fuzz - the inputs of the fuzz targets, and damaged copies of them, replayed.
load helper

targets=$BATS_TEST_DIRNAME/../fuzz

# Makes the inputs, once.
setup_file() {
	"$BATS_TEST_DIRNAME/../fuzz/seeds" "$BATS_FILE_TMPDIR/seeds"
}

# Replays the inputs of a target, those that broke something once, and FUZZ_RUNS
# damaged copies of each.
replay() {
	local n=0 line
	cp -r "$BATS_FILE_TMPDIR/seeds/$1" in
	while read -r line; do
		n=$((n + 1))
		# shellcheck disable=SC2001,SC2059 # the escapes are the data
		printf "$(sed 's/../\\x&/g' <<<"$line")" >in/crasher.$n
	done < <(grep -v '^#' "$targets/crashers/$1" 2>/dev/null)
	TMPDIR=$PWD run -0 "$BUILD/fuzz/replay_$1" -n "${FUZZ_RUNS:-200}" in/*
	assert_output --partial " inputs"
}

@test "TFRecord framing: records are those that an obvious reader finds" {
	replay tfrecord
}

@test "Examples: two readers agree, and they survive being written and TSV" {
	replay example
}

@test "gzip and zlib: what was packed is read, what is cut is refused" {
	replay input
}

@test "TSV: rows are those that an obvious reader finds, cells survive" {
	replay tsv
}

@test "vocabularies survive being written, and sorted" {
	replay vocab
}

@test "model directories: what loads is sound, and survives being saved" {
	replay model
}

@test "feature specifications mean the same when they are written again" {
	replay column
}

@test "command lines: what is accepted is within its bounds" {
	replay cli
}

@test "logs and lists of items: what is read adds up" {
	replay log
}

@test "padding is what an obvious reader takes for it" {
	replay pads
}

@test "matrices: read row by row or as a whole they are the same" {
	replay mat
}

@test "conditions: = and !=, below and above agree" {
	replay condition
}

@test "files of items: values are rows of the fields' tables" {
	replay items
}

@test "fields: values are rows, and the same when they are read again" {
	replay field
}
