# options - an option means the same in all programs.
# shellcheck disable=SC2016,SC2154 # $1 is awk's; run sets stderr
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	root=$BATS_TEST_DIRNAME/../..
	programs=$(cd "$root/cmd" && echo *.c | sed 's/\.c//g')
}

# The rows of all tables: "name letter ARG program", - for an absent one; for a
# list like K[,K]... its element K.
rows() {
	for p in $programs; do
		"$p" --help=all | sed -nE "
			s/^  (-[A-Za-z]), --([a-z0-9-]+)=([^ ]+).*/\2 \1 \3 $p/p
			s/^  (-[A-Za-z]), --([a-z0-9-]+)( .*)?\$/\2 \1 - $p/p
			s/^      --([a-z0-9-]+)=([^ ]+).*/\1 - \2 $p/p
			s/^      --([a-z0-9-]+)( .*)?\$/\1 - - $p/p" |
			sed -E 's/\[,[A-Z]+\]\.\.\. / /; s/ NAME:KIND / NAME /'
	done
}

# Rows on standard input that disagree: the same $1 with different $2.
disagree() {
	awk -v a="$1" -v b="$2" '$a == "-" { next }
		!($a in said) { said[$a] = $b; by[$a] = $NF; next }
		said[$a] != $b { print $a ": " by[$a] " has " said[$a] \
			", " $NF " has " $b }'
}

@test "the same option has the same letter in all programs" {
	rows >rows
	[[ $(wc -l <rows) -gt 120 ]]
	disagree 1 2 <rows >wrong
	[[ ! -s wrong ]] || fail "$(<wrong)"
}

@test "the same option has the same argument in all programs" {
	rows | disagree 1 3 >wrong
	[[ ! -s wrong ]] || fail "$(<wrong)"
}

@test "the same letter is the same option in all programs" {
	rows | disagree 2 1 >wrong
	[[ ! -s wrong ]] || fail "$(<wrong)"
}

@test "the check detects a differing letter, name or argument" {
	printf 'dim -d N a\ndim - N b\n' | disagree 1 2 | grep -q '^dim: a'
	printf 'dim -d N a\ndim -d D b\n' | disagree 1 3 | grep -q '^dim: a'
	printf 'dim -d N a\ndepth -d N b\n' | disagree 2 1 | grep -q '^-d: a'
	rows | grep -qx 'top -k K topk-eval'
	rows | grep -qx 'sequence - COLUMN seq-train'
}

# The names that --help lists for option $2 of program $1.
listed() {
	"$1" --help=all | awk -v o="--$2=" '
		/^  +-/ || !NF { on = index($0, o) }
		on { sub(/^ +/, ""); printf " %s", $0 }' |
		sed 's/ (default.*//; s/.*: //; s/,//g' | xargs -n 1
}

@test "help in place of a choice prints a line for each name, and nothing else" {
	for option in seq-train/{layout,encoder,norm,loss,activation,sampler,optimizer,metric,log,progress} \
		seq-embed/{tower,format} topk-eval/{ties,unknown} \
		{seq-train,seq-embed,topk-eval,topk-list}/kernels \
		seq-examples/{split,log-header} vocab-build/order \
		tfrec2tsv/compression tsv2tfrec/compression; do
		p=${option%/*}
		run -0 --separate-stderr "$p" "--${option#*/}=help"
		[[ -z $stderr ]]
		awk 'NF < 2 { exit 1 }' <<<"$output" || fail "$option: $output"
		[[ $option == */metric ]] ||
			diff <(awk '{ print $1 }' <<<"$output") \
				<(listed "$p" "${option#*/}")
	done
}

@test "the lines of a choice have two columns" {
	run -0 seq-train --preset=tutorial --loss=help
	assert_line --regexp '^softmax +cross-entropy '
	run -0 seq-train --preset=tutorial --activation=help
	assert_line --regexp '^elu-X +X .exp.score. - 1'
	run -0 seq-train --preset=tutorial --metric=help
	assert_line --regexp '^ndcg@K +mean of '
}

@test "--help mentions once that choices have help" {
	for p in $programs; do
		[[ $("$p" --help | grep -c '=help\.$') == 1 ]] || fail "$p"
	done
}

@test "=no cancels a flag, and =yes sets it again" {
	run -0 seq-train --print-settings --preset=gru4rec
	assert_line $'tie_embeddings\t1'
	run -0 seq-train --print-settings --preset=gru4rec --tie-embeddings=no
	assert_line $'tie_embeddings\t0'
	assert_line $'item_bias\t1'
	run -0 seq-train --preset=tutorial --print-settings --lazy=no --lazy=yes --optimizer=adam
	assert_line $'lazy\t1'
}

@test "a flag that is neither yes nor no exits 2" {
	run -2 --separate-stderr seq-train --preset=tutorial --lazy=maybe x.tsv
	[[ $stderr == "seq-train: --lazy: 'maybe' is neither yes nor no; "* ]]
	run -2 --separate-stderr vocab-build --no-header= x.tsv
	[[ $stderr == *"--no-header: '' is neither yes nor no; "* ]]
}

@test "a misspelt long option gets the nearest name suggested" {
	run -2 --separate-stderr seq-train --preset=tutorial --bathc-size=3 x.tsv
	[[ $stderr == "seq-train: unknown option --bathc-size; did you mean --batch-size? See seq-train --help" ]]
	run -2 --separate-stderr topk-eval --lables l.tsv
	[[ $stderr == *"unknown option --lables; did you mean --labels? See "* ]]
	run -2 --separate-stderr seq-train --preset=tutorial --qqqqqq x.tsv
	[[ $stderr == "seq-train: unknown option --qqqqqq; see "* ]]
}

@test "a shortened long option gets the full names suggested" {
	run -2 --separate-stderr seq-train --preset=tutorial --epoch=3 x.tsv
	[[ $stderr == *"unknown option --epoch; did you mean --epochs? See "* ]]
	run -2 --separate-stderr seq-train --preset=tutorial --epoch 3 x.tsv
	[[ $stderr == *"unknown option --epoch; did you mean --epochs? See "* ]]
	run -2 --separate-stderr tsv2tfrec --shar=3 x.tsv
	[[ $stderr == *"unknown option --shar; did you mean --shards? See "* ]]
	run -2 --separate-stderr seq-train --preset=tutorial --drop=0.2 x.tsv
	[[ $stderr == *"did you mean --dropout or --dropout-embedding? See "* ]]
}

@test "a long option with one dash gets two suggested" {
	run -2 --separate-stderr seq-train --preset=tutorial -model prod x.tsv
	[[ $stderr == "seq-train: -model: did you mean --model? See "* ]]
	run -2 --separate-stderr topk-eval -level=3
	[[ $stderr == "topk-eval: -level=3: did you mean --level=3? See "* ]]
	run -2 --separate-stderr seq-train --preset=tutorial -epochs=3 x.tsv
	[[ $stderr == *"-epochs=3: did you mean --epochs=3? See "* ]]
}

@test "an unknown letter gets the long options suggested that begin with it" {
	run -2 --separate-stderr tfrec2tsv -c x.tfrecord
	[[ $stderr == "tfrec2tsv: unknown option -c; did you mean --count or --compression? See tfrec2tsv --help" ]]
	run -2 --separate-stderr vocab-build -z
	[[ $stderr == "vocab-build: unknown option -z; see vocab-build --help" ]]
}

@test "the help of a choice on a full disk is an error" {
	run -1 --separate-stderr bash -c 'seq-train --preset=tutorial --loss=help >/dev/full'
	[[ $stderr == "seq-train: standard output: "* ]]
}

@test "a wrong choice exits 2 and lists the right ones" {
	run -2 --separate-stderr topk-eval --ties=fair -l l.tsv
	[[ $stderr == "topk-eval: --ties: unknown value 'fair'; known: standard, conservative, median, counts; "* ]]
}

@test "a misspelt choice gets the nearest one suggested" {
	run -2 --separate-stderr seq-train --preset=tutorial --loss=sofmax
	[[ $stderr == *"; did you mean softmax? See seq-train --help" ]]
	run -2 --separate-stderr seq-examples --split=leave_last
	[[ $stderr == *"; did you mean leave-last? See "* ]]
	run -2 --separate-stderr seq-train --preset=tutorial --encoder=xyz
	[[ $stderr != *"did you mean"* ]]
}

@test "a wrong beginning of a form gets the possible ones listed" {
	run -2 --separate-stderr seq-train --preset=tutorial --activation=ellu-0.5
	[[ $stderr == *"unknown value 'ellu-0.5'; known: linear, "*"elu-X, "*"; did you mean elu-X? "* ]]
	run -2 --separate-stderr seq-train --preset=tutorial --metric=ndgc@10
	[[ $stderr == *"unknown value 'ndgc@10'; known: "*"ndcg@K"*"did you mean ndcg@K? "* ]]
}

@test "topk-list and topk-eval contain no training code" {
	type nm >/dev/null || skip "nm is not installed"
	for p in "$BUILD/bin/"topk-{list,eval}; do
		run -1 grep -E ' (step|tower|params|encode|batch)_' <(nm "$p")
	done
	nm "$BUILD/bin/seq-train" | grep -q ' step_'
}

@test "--completion beside other arguments says that it must be alone" {
	run -2 --separate-stderr seq-embed -m model --completion=bash
	[[ $stderr == "seq-embed: --completion must be the only argument; "* ]]
	run -2 --separate-stderr seq-embed --completion=tcsh
	[[ $stderr == "seq-embed: --completion: unknown shell 'tcsh'; known: bash, zsh, fish; "* ]]
}

@test "a distant name is not suggested" {
	run -2 --separate-stderr seq-train --metric=foo@10 x
	[[ $stderr == *"unknown value 'foo@10'; known: "* && $stderr != *"did you mean"* ]]
}
