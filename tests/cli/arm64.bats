# arm64 - an arm64 build, run by an emulator, gives the same bytes as this
# machine's build.  make deps-arm64 arm64 makes it.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	random_sequences 80 1 >items.tsv
	windows_of items.tsv >windows.tsv
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	type qemu-aarch64 >/dev/null 2>&1 || skip "qemu-aarch64 is not installed"
	[[ -x $BUILD/arm64/bin/seq-train ]] || skip "no arm64 build: make arm64"
	ln -s "$BATS_FILE_TMPDIR"/*.tsv .
}

# on_arm PROGRAM ARG ...
on_arm() {
	qemu-aarch64 "$BUILD/arm64/bin/$1" "${@:2}"
}

# same PRESET FILE: the model and its log are the same from this build, portable
# or not, and from arm64, with NEON or not.
same() {
	local how="-q --preset=$1 --dim=20 --epochs=2 --log=step"
	# shellcheck disable=SC2086 # options
	{
		seq-train $how -m here "$2" >here.log
		seq-train $how -m portable --kernels=portable "$2" >portable.log
		on_arm seq-train $how -m neon "$2" >neon.log
		on_arm seq-train $how -m plain --kernels=portable "$2" >plain.log
	}
	for other in portable neon plain; do
		diff -r here $other && cmp here.log $other.log
	done
}

@test "the preset tutorial trains to the same bytes on arm64" { same tutorial windows.tsv; }

@test "the preset recommended trains to the same bytes on arm64" { same recommended items.tsv; }

@test "the preset gru4rec trains to the same bytes on arm64" { same gru4rec items.tsv; }

@test "the preset sasrec trains to the same bytes on arm64" { same sasrec items.tsv; }

@test "queries, lists and metrics are the same bytes on arm64" {
	seq-train -q --log=none --preset=tutorial --dim=20 --epochs=1 windows.tsv
	seq-embed -q --format=tsv windows.tsv >q.tsv
	on_arm seq-embed -q --format=tsv windows.tsv | cmp - q.tsv
	topk-list -q --exclude-context q.tsv >l.tsv
	on_arm topk-list -q --exclude-context q.tsv | cmp - l.tsv
	topk-eval -q q.tsv >m.tsv
	on_arm topk-eval -q q.tsv | cmp - m.tsv
}
