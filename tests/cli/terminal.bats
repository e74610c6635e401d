# terminal - output that differs on a terminal, and only there.
# shellcheck disable=SC2154 # run sets stderr
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	needs_terminal
	printf 'label\tgreater\tequal\na\t0\t1\nb\t3\t1\nc\t20\t1\n' >ranks.tsv
	awk 'BEGIN {
		print "context_movie_id\tlabel_movie_id"
		for (i = 0; i < 200; i++)
			print "a" i % 7 "\ta" (i + 1) % 7
	}' >x.tsv
	esc=$(printf '\033')
}

# The output of COMMAND on a terminal of 100 columns.
on_terminal() {
	script -qec "stty cols ${2:-100} -onlcr; $1" /dev/null
}

@test "topk-eval is in columns of four digits on a terminal, and TSV in a pipe" {
	on_terminal "topk-eval -R ranks.tsv" >seen
	topk-eval -R ranks.tsv >piped
	run -1 grep -q "$(printf '\t')" seen
	[[ $(awk '{ print length }' seen | sort -u | wc -l) == 1 ]]
	awk '{
		for (i = 1; i <= NF; i++)
			printf "%s%s", $i ~ /^[0-9]+\.[0-9]+$/ ? \
			    sprintf("%.4f", $i) : $i, i < NF ? " " : "\n"
	}' piped >rounded
	tr -s ' ' <seen | diff - rounded
	grep -q '[0-9]\.[0-9]\{6\}' piped
}

@test "topk-list is in columns on a terminal, and TSV in a pipe" {
	seq-train --preset=tutorial -q -b 20 x.tsv >/dev/null
	seq-embed -q x.tsv >q.f32
	on_terminal "topk-list -k 2 q.f32" >seen
	topk-list -k 2 q.f32 >piped
	run -1 grep -q "$(printf '\t')" seen
	[[ $(awk '{ print length }' seen | sort -u | wc -l) == 1 ]]
	awk 'NR > 1 { $4 = sprintf("%.4f", $4) } { print $1, $2, $3, $4 }' \
		piped >rounded
	tr -s ' ' <seen | sed 's/^ //' | diff - rounded
}

@test "tfrec2tsv --schema is in columns on a terminal, and TSV in a pipe" {
	tsv2tfrec -o x.tfrecord x.tsv
	on_terminal "tfrec2tsv -q --schema x.tfrecord" >seen
	tfrec2tsv -q --schema x.tfrecord >piped
	run -1 grep -q "$(printf '\t')" seen
	# There it is shorter, but has the same features in the same order.
	awk '{ print $1 "\t" $2 "\t" $3 }' seen | tr -d '\r' |
		diff - <(cut -f 1,2,4 piped)
	[[ $(wc -l <piped) == 3 ]]
}

@test "an unmet gate is yellow, an error red, on a terminal alone" {
	gate="topk-eval -R ranks.tsv --min=top_1=0.9 >/dev/null"
	run -3 on_terminal "$gate"
	[[ $output == "${esc}[33mtopk-eval:${esc}[m top_1"* ]]
	run -1 on_terminal "topk-eval -R no-such-file"
	[[ $output == "${esc}[31mtopk-eval:${esc}[m no-such-file"* ]]
	run -3 --separate-stderr bash -c "$gate"
	[[ $stderr == "topk-eval: top_1"* ]]
}

@test "NO_COLOR and TERM=dumb turn colour off; an empty NO_COLOR does not" {
	for none in NO_COLOR=1 TERM=dumb; do
		run -1 on_terminal "$none topk-eval -R no-such-file"
		[[ $output == "topk-eval: no-such-file"* ]]
	done
	run -1 on_terminal "NO_COLOR= topk-eval -R no-such-file"
	[[ $output == "${esc}"* ]]
}

@test "progress is drawn on a terminal, not in a pipe, and never with -q" {
	train="seq-train --preset=tutorial --batch-size=20 x.tsv >/dev/null"
	on_terminal "$train" | grep -q 'epoch 1/3 \[#* *\] '
	run -0 --separate-stderr bash -c "$train"
	[[ $stderr != *"[#"* && $stderr == *"epoch 3/3: "* ]]
	run -0 on_terminal "seq-train --preset=tutorial -q --progress=always x.tsv >/dev/null"
	[[ -z $output ]]
}

@test "--progress=always draws in a pipe, =never not even on a terminal" {
	train="seq-train --preset=tutorial --batch-size=20 x.tsv >/dev/null"
	run -0 --separate-stderr bash -c "${train/x.tsv/--progress=always x.tsv}"
	[[ $stderr == *"epoch 1/3 ["* ]]
	run -0 on_terminal "${train/x.tsv/--progress=never x.tsv}"
	[[ $output != *"epoch 1/3 ["* && $output == *"epoch 3/3: "* ]]
	run -2 --separate-stderr seq-train --preset=tutorial --progress=often x.tsv
	[[ $stderr == "seq-train: --progress: unknown value 'often'"* ]]
}

@test "a program that waits for the terminal says so, but not for a pipe" {
	for p in seq-train seq-examples tfrec2tsv vocab-build; do
		run on_terminal "printf '\004' | script -qec $p /dev/null"
		[[ $output == *"$p: reading the terminal; ^D ends the input"* ]]
	done
	run on_terminal "vocab-build x.tsv"
	[[ $output != *"reading the terminal"* ]]
	run on_terminal "vocab-build -q <x.tsv"
	[[ $output != *"reading the terminal"* ]]
	run on_terminal "cat x.tsv | vocab-build"
	[[ $output != *"reading the terminal"* ]]
}

@test "on a terminal no message is glued to a row" {
	seq-train --preset=tutorial -q -b 20 x.tsv >/dev/null
	run on_terminal "TERM=dumb topk-list no-such-file"
	[[ ${#lines[@]} == 1 && $output == "topk-list: no-such-file: "* ]]
	seq-embed x.tsv >q.f32
	printf x >>q.f32
	run on_terminal "TERM=dumb topk-list -k 1 q.f32"
	assert_line --regexp '^topk-list: q.f32:'
	run on_terminal "TERM=dumb topk-list --similar=a0 --include=no-such"
	[[ ${#lines[@]} == 1 && $output == "topk-list: no-such: "* ]]
}

@test "an epoch is one line of 80 columns, with the same unit for both losses" {
	head -n 41 x.tsv >v.tsv
	run -0 --separate-stderr bash -c "seq-train --preset=tutorial --valid=v.tsv \
		--metric=recall@100 -e 12 -b 40 --valid-batch=7 x.tsv >log.tsv"
	grep '^seq-train: epoch ' <<<"$stderr" >said
	[[ $(wc -l <said) == 12 ]]
	[[ -z $(awk 'length > 80' said) ]]
	sed -n 's/.*, valid \([0-9.]*\), recall@100 1\.0000\( best\)*, .* s$/\1/p' \
		said >each
	[[ $(wc -l <each) == 12 ]]
	# 5 batches of 7 and one of 5; the log has their mean sum.
	awk -F '\t' 'NR > 1 && $5 != "\\N" { printf "%.4f\n", $5 * 6 / 40 }' \
		log.tsv | diff - each
	[[ $(grep -c ' best, ' said) == 1 && $(head -n 1 said) == *" best, "* ]]
}

@test "training that stops early reports it" {
	head -n 41 x.tsv >v.tsv
	run -0 --separate-stderr bash -c "seq-train --preset=tutorial --valid=v.tsv \
		--metric=recall@100 --patience=2 -e 9 -b 40 x.tsv >log.tsv"
	[[ $stderr == *"seq-train: epoch 3/9: "* ]]
	[[ $stderr != *"seq-train: epoch 4/9: "* ]]
	[[ $stderr == *"model: weights of epoch 1, the best; stopped early"* ]]
}

@test "the bar is no wider than the terminal" {
	on_terminal "seq-train --preset=tutorial --batch-size=20 x.tsv >/dev/null" 40 |
		tr '\r' '\n' | grep '^epoch 1/' | sed "s/$esc\[K//g" >bars
	[[ $(wc -l <bars) -ge 1 ]]
	[[ $(awk 'length > 39' bars) == "" ]]
}
