# gate - the gate that users copy passes a good model and no other.
# shellcheck disable=SC2030,SC2031 # each test has its own environment
load helper

gate=$BATS_TEST_DIRNAME/../../examples/gate/gate.bats

# Users walk from item to item and sometimes skip one: there is something to
# learn, and a model trained on noise does not learn it.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	awk 'BEGIN {
		r = 1
		for (u = 1; u <= 300; u++) {
			i = r % 60
			for (t = 1; t <= 8; t++) {
				print "u" u ",i" i % 60 "," t
				r = r * 75 % 65537
				i += r % 4 ? 1 : 2
			}
		}
	}' >log.csv
	# In reverse order: a model that learns this order is wrong.
	awk -F, -v OFS=, '{ $3 = 9 - $3 } 1' log.csv >backwards.csv
	seq-examples -q --columns=user,item,time --split=leave-last \
		--train=train.tsv --test=test.tsv log.csv
	seq-examples -q --columns=user,item,time -o backwards.tsv \
		backwards.csv
	seq-train --preset=tutorial -q --log=none --epochs=15 -b 100 -m good train.tsv
	seq-train --preset=tutorial -q --log=none --epochs=3 -b 100 -m bad --vocab=good/vocab.tsv \
		backwards.tsv
	seq-embed -q -m good test.tsv |
		topk-eval -m good -l test.tsv --ranks=ranks.tsv >metrics.tsv
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cp -r "$BATS_FILE_TMPDIR"/{test.tsv,ranks.tsv,good,bad} .
}

# A bats process of its own.
run_gate() {
	env -u BATS_TEST_DIRNAME -u BATS_ROOT -u FLOOR -u RANKS \
		TEST=test.tsv "$@" \
		bats --tap "$gate"
}

@test "a good model passes" {
	run -0 run_gate MODEL=good RANKS=ranks.tsv
	[[ $(grep -c '^ok' <<<"$output") == 3 && $output != *"# skip"* ]]
}

@test "a worse model fails at each gate" {
	run -1 run_gate MODEL=bad RANKS=ranks.tsv FLOOR=recall@10=0.5
	[[ $output == *"not ok 1 the model reaches the required metric"* ]]
	[[ $output == *"not ok 2 the model is better than popularity"* ]]
	[[ $output == *"not ok 3 the model is not worse than the last one"* ]]
	# the log of the build says by how much
	[[ $output == *"recall@10 is 0."* && $output == *"is worse than in ranks.tsv"* ]]
}

@test "the first model's ranks are kept, and the next model is compared with them" {
	run -0 run_gate MODEL=good RANKS=new.tsv
	[[ $output == *"# skip new.tsv is new"* ]]
	cmp new.tsv ranks.tsv
	run -1 run_gate MODEL=bad RANKS=new.tsv
	[[ $output == *"not ok 3"* ]]
	cmp new.tsv ranks.tsv
}

@test "without RANKS that test is skipped" {
	run -0 run_gate MODEL=good
	[[ $output == *"ok 3 "*"# skip RANKS names no file"* ]]
}

@test "missing examples or a missing model fail" {
	run -1 run_gate MODEL=none
	[[ $output == *"none: no such model"* ]]
	run -1 env -u TEST bats --tap "$gate"
	[[ $output == *"TEST: names no examples"* ]]
}

@test "topk-eval exits with 3 for a worse model, with 1 for a full disk" {
	seq-embed -q -m bad -o q.f32 test.tsv
	run -3 --separate-stderr topk-eval -m bad -l test.tsv \
		--min=recall@10=0.9 --compare=ranks.tsv q.f32
	[[ $stderr == *"recall@10"*"is worse than in ranks.tsv"* ]]
	run -1 --separate-stderr bash -c 'topk-eval -m bad -l test.tsv \
		--min=recall@10=0.9 --compare=ranks.tsv q.f32 >/dev/full'
	[[ $stderr == "topk-eval: standard output: "* ]]
}
