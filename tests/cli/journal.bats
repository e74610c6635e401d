# journal - what a training tells of itself: journal, metrics, progress.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	awk 'BEGIN {
		print "user\tcontext\tlabel"
		for (i = 0; i < 3000; i++)
			print i % 100 "\t" i % 40 "," (i + 1) % 40 "\t" (i + 2) % 40
	}' >x.tsv
}

setup() {
	type python3 >/dev/null 2>&1 || skip "python3 is not installed"
	cd "$BATS_TEST_TMPDIR" || return 1
	cp "$BATS_FILE_TMPDIR/x.tsv" .
}

train() {
	seq-train -q --log=none --dim=8 --epochs=2 --threads=1 "$@" x.tsv
}

# The values of one key in the journal's lines of one event.
of() {
	python3 -c 'import json, sys
for line in open("j"):
    x = json.loads(line)
    if x["event"] == sys.argv[1]: print(x.get(sys.argv[2]))' "$@"
}

figure() {
	awk -v name="seqrec_train_$1" '$1 == name { print $2 }' m.prom
}

@test "the journal says with what a run began" {
	train --journal=j -r 0.01 -m model
	[ "$(of start program)" = seq-train ]
	[ "$(of start version)" = "$(seq-train --version | sed 's/.* //')" ]
	[ "$(of start files)" = "['x.tsv']" ]
	[ "$(of start model) $(of start items) $(of start threads)" = "model 40 1" ]
	[[ $(of start command) == *"--journal=j -r 0.01 -m model x.tsv" ]]
	[[ $(of start settings) == *"'dim': 8,"*"'learning_rate': 0.01,"* ]]
	[[ $(of start time) =~ ^20[0-9-]{8}T[0-9:]{8}Z$ ]]
}

@test "the journal has an epoch a line, and the end, with the figures of the log" {
	seq-train -q --log=epoch --dim=8 --epochs=2 --journal=j x.tsv >log.tsv
	[ "$(of epoch epoch)" = $'1\n2' ]
	awk 'NR > 1 { printf "%.5f\n", $4 / $3 }' log.tsv >want
	of epoch loss | awk '{ printf "%.5f\n", $1 }' | diff want -
	tail -n +2 log.tsv | awk '{ printf "%.5f\n", $NF }' >want
	of epoch valid_metric | awk '{ printf "%.5f\n", $1 }' | diff want -
	[ "$(of epoch metric)" = $'ndcg@10\nndcg@10' ]
	[ "$(of complete steps)" = "$(of epoch steps | tail -n 1)" ]
	[ "$(of complete best_epoch)" = "$(awk '$1 == "best_epoch" { print $2 }' model/settings.tsv)" ]
}

@test "the journal and the metrics have the simple rankings that the messages have" {
	run -0 --separate-stderr seq-train --log=none --dim=8 --epochs=1 --journal=j \
		--metrics=m.prom x.tsv
	for name in popularity "own items" transitions; do
		said=${stderr#*ndcg@10 *"$name "}
		key=${name/ /_}_metric
		[[ ${said%%[!0-9.]*} =~ ^[01]\.[0-9]{4}$ ]]
		[ "$(of complete "$key" | xargs printf %.4f)" = "${said%%[!0-9.]*}" ]
		[ "$(figure "$key" | xargs printf %.4f)" = "${said%%[!0-9.]*}" ]
	done
}

@test "a second run goes on with the journal, and resumes at its step" {
	train --journal=j --schedule=constant
	train --journal=j --schedule=constant --resume --epochs=3
	[ "$(of start steps_before)" = "$(printf '0\n%s' "$(of complete steps | head -n 1)")" ]
	[ "$(of complete epoch)" = $'2\n3' ]
}

@test "journal and metrics change neither the model nor the log" {
	seq-train -q --dim=8 -e 2 -m a x.tsv >a.tsv
	seq-train -q --dim=8 -e 2 -m b --journal=j --metrics=m.prom x.tsv >b.tsv
	cmp a.tsv b.tsv
	diff -r a b
}

@test "metrics say how far a run came, each with its type" {
	train --metrics=m.prom --journal=j
	[ "$(figure epoch) $(figure epochs) $(figure complete)" = "2 2 1" ]
	[ "$(figure steps)" = "$(of complete steps)" ]
	[ "$(awk '/^# TYPE/ { print $3 }' m.prom)" = "$(awk '!/^#/ { print $1 }' m.prom)" ]
	awk '!/^#/ && !(NF == 2 && $2 + 0 == $2) { exit 1 }' m.prom
	[ "$(find . -name 'm.prom*')" = ./m.prom ]
}

@test "a stopped run says so, and its metrics are not those of a complete one" {
	run -143 faulted mkdir:3:TERM seq-train -q --log=none --dim=8 -e 2 \
		--checkpoint-every=20 --journal=j --metrics=m.prom x.tsv
	[ "$(of stopped event)" = stopped ]
	[ -z "$(of complete event)" ]
	[ "$(figure complete)" = 0 ]
}

@test "a run that fails says why" {
	run -1 train --journal=j --preset=tutorial --optimizer=sgd -r 1e6 \
		--item-bias --loss=bpr-max --negatives=9 \
		--bpr-regularisation=1e6 --epochs=20
	[[ $(of failed error) == *"not"*"finite"* ]]
}

@test "a journal or metrics that cannot be written end the program before the work" {
	for option in journal metrics; do
		run -1 --separate-stderr seq-train --$option=no/where x.tsv
		[[ $stderr == *"seq-train: no/where: No such file or directory" ]]
		[ ! -e model ]
	done
}

@test "a journal on a full disk gives a model and status 1" {
	run -1 --separate-stderr train --journal=/dev/full
	[[ $stderr == "seq-train: /dev/full: "* ]]
	[ ! -e model/settings.tsv ]
}

@test "progress in lines has the time, and is a line at once" {
	run -0 --separate-stderr seq-train --log=none --progress=lines -e 1 x.tsv
	[[ $stderr =~ seq-train:\ 20[0-9-]{8}T[0-9:]{8}Z\ epoch\ 1/1,\ 1\ %:\ step\ 1/ ]]
	[[ $stderr != *$'\r'* ]]
}
