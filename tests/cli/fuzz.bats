# fuzz - replays the inputs of the fuzz targets, and damaged copies of them.
load helper

targets=$BATS_TEST_DIRNAME/../fuzz

# Makes the inputs, once.
setup_file() {
	"$BATS_TEST_DIRNAME/../fuzz/seeds" "$BATS_FILE_TMPDIR/seeds"
}

# Replays the inputs of a target, its former crashers, and FUZZ_RUNS damaged
# copies of each.
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

@test "TFRecord framing: records are those that a simple reader finds" {
	replay tfrecord
}

@test "Examples: two readers agree, and Examples survive writing and TSV" {
	replay example
}

@test "gzip and zlib: compressed data are read, truncated data are refused" {
	replay input
}

@test "TSV: rows are those that a simple reader finds, and cells survive" {
	replay tsv
}

@test "vocabularies survive writing and sorting" {
	replay vocab
}

@test "model directories: a loaded model is sound, and survives saving" {
	replay model
}

@test "feature specifications keep their meaning when written again" {
	replay column
}

@test "command lines: accepted values are within their bounds" {
	replay cli
}

@test "logs and lists of items: counts add up" {
	replay log
}

@test "padding is detected as by a simple reader" {
	replay pads
}

@test "matrices: reading by rows or as a whole gives the same" {
	replay mat
}

@test "conditions: = and !=, and < and >=, agree" {
	replay condition
}

@test "files of items: values are rows of the fields' tables" {
	replay items
}

@test "fields: values are rows, and the same when read again" {
	replay field
}

@test "caches: as many rows as they say, by number those of a pass over all" {
	replay cache
}
