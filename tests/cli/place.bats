# place - training works beside the model, which only changes when training is
# complete.
load helper

ARGS="--preset=tutorial -q -d 4 -b 16 -e 3 --log=none"

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	perl -e 'srand 4; print "context\tlabel\n"; print
		join(",", map { "i" . (1 + int rand 20) } 1 .. 3), "\ti",
		1 + int rand 20, "\n" for 1 .. 80' >x.tsv
}

@test "a complete run leaves the model and nothing else" {
	seq-train $ARGS --checkpoint-every=1 x.tsv
	[ "$(ls)" = $'model\nx.tsv' ]
}

@test "a stopped run leaves the good model unchanged, and a state to resume" {
	seq-train $ARGS x.tsv
	cp -r model good
	seq-train $ARGS -s 5 -m whole x.tsv
	run -143 --separate-stderr faulted mkdir:3:TERM seq-train ${ARGS/-q /} -s 5 --checkpoint-every=1 x.tsv
	[[ $stderr == *"seq-train: stopped; model.part has the state, and --resume continues" ]]
	diff -r model good
	grep -q '^steps_done	' model.part/settings.tsv
	[ ! -e model.lock ]
	seq-train $ARGS -s 5 --resume x.tsv
	diff -r model whole
	[ ! -e model.part ]
}

@test "a killed run leaves the good model unchanged" {
	seq-train $ARGS x.tsv
	cp -r model good
	run -137 faulted mkdir:7:KILL seq-train $ARGS -s 5 --checkpoint-every=1 x.tsv
	diff -r model good
	# The lock ended with its process.
	seq-train $ARGS -s 5 --resume=auto x.tsv
	run ! diff -r model good
	[ "$(ls)" = $'good\nmodel\nx.tsv' ]
}

@test "--resume=auto resumes, or begins" {
	seq-train $ARGS -m whole x.tsv
	seq-train $ARGS --resume=auto -m m x.tsv
	diff -r m whole
	seq-train $ARGS --resume=auto -m m x.tsv
	diff -r m whole
	run -2 --separate-stderr seq-train --resume=maybe x.tsv
	[[ $stderr == *"--resume: 'maybe' is neither yes nor no, nor auto"* ]]
}

@test "a state of another run is reported, and a differing one is refused" {
	run -143 faulted mkdir:3:TERM seq-train $ARGS --checkpoint-every=1 x.tsv
	run -1 --separate-stderr seq-train $ARGS -s 5 --resume=auto x.tsv
	[[ $stderr == "seq-train: model.part: cannot resume: seed was 1, now 5" ]]
	run -0 --separate-stderr seq-train ${ARGS/-q /} -s 5 x.tsv
	[[ $stderr == *"model.part holds a stopped run, which --resume would continue; starting a new run"* ]]
	[ ! -e model.part ]
}

@test "a second run on the same model is refused" {
	mkfifo in
	seq-train $ARGS -m m/ in &
	exec {fd}>in
	until [ -e m.lock ]; do sleep 0.05; done
	run -1 --separate-stderr seq-train $ARGS -m m x.tsv
	[ "$stderr" = "seq-train: m: another run is training this model and holds m.lock" ]
	cat x.tsv >&"$fd"
	exec {fd}>&-
	wait $!
	[ ! -e m.lock ]
	seq-train $ARGS -m m x.tsv
}

@test "new items begin as the mean of the items before them" {
	seq-train $ARGS -m old x.tsv
	printf 'context\tlabel\ni1,i2\tnew\ni2\tnew\n' >y.tsv
	{ cat x.tsv; tail -n +2 y.tsv; } >z.tsv
	{ cut -f 1,2 old/vocab.tsv; printf 'new\t2\nother\t0\n'; } >v.tsv
	# A learning rate of nearly 0 leaves them unchanged.
	run -0 --separate-stderr seq-train --preset=tutorial -d 4 -e 1 -b 9999 --log=none -r 1e-30 \
		--init-from=old --vocab=v.tsv -m m z.tsv
	[[ $stderr == *"1 other starts from the mean of the items before it"* ]]
	perl -e '
		sub rows { open F, "<", $_[0]; binmode F; local $/; unpack "f<*", <F> }
		my @old = rows("old/query_embedding.f32"), my @new = rows("m/query_embedding.f32");
		open V, "<", "v.tsv"; my ($n, %at); while (<V>) { /^(\w+)/; $at{$1} = ++$n }
		for (0 .. 3) {
			my $want = ($old[4 * $at{i1} + $_] + 2 * $old[4 * $at{i2} + $_]) / 3;
			my $is = $new[4 * $at{new} + $_];
			die "$is, not $want" if abs($is - $want) > 1e-6;
		}'
}
