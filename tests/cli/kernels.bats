# kernels - every instruction set computes the same bytes.
# shellcheck disable=SC2016,SC2086,SC2154 # $ is for awk; several words; run sets stderr
load helper

# Sequences of 1 to 9 events of 30 items, and their windows.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	random_sequences 60 0 >s.tsv
	windows_of s.tsv >w.tsv
	cut -f2 w.tsv >l.tsv
	seq-train --preset=tutorial -q -d 20 -e 1 --item-bias --log=none w.tsv
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ln -s "$BATS_FILE_TMPDIR"/*.tsv "$BATS_FILE_TMPDIR/model" .
	tables=$(seq-train --preset=tutorial --kernels=help | awk '$1 != "auto" { print $1 }')
}

# Skips the test if the processor has nothing to compare.
needs_two() {
	[[ $tables == *$'\n'* ]] ||
		skip "this processor has no kernels but the $tables ones"
}

# Trains with every table of kernels, with every cell and two optimisers, and
# options that use all kernels; further options select the layout.  20 columns:
# full vectors of each width, and a remainder.
trains_alike() { # FILE OPTION ...
	needs_two
	local kernels cell optimizer
	while read -r cell optimizer; do
		for kernels in $tables; do
			seq-train --preset=tutorial -q -b 17 -e 1 -d 20 --threads=2 \
				--encoder=$cell --optimizer=$optimizer \
				--dropout=0.2 --negatives=9 --logq=0.5 \
				--schedule=cosine --metric=ndcg@10 "${@:2}" \
				--kernels=$kernels -m $cell.$kernels "$1" >$cell.$kernels.tsv
			diff -r $cell.portable $cell.$kernels
			cmp $cell.portable.tsv $cell.$kernels.tsv
		done
		[[ -s $cell.portable.tsv && -d $cell.portable/state ]]
	done <<-'EOF'
		gru adagrad
		gru-reset-before adam
		lstm adam
	EOF
}

@test "every instruction set trains windows to the same model, state and log" {
	trains_alike w.tsv --valid=w.tsv
}

@test "every instruction set trains sequences to the same model, state and log" {
	trains_alike s.tsv --layout=sequences --valid=s.tsv --encoder=gru,gru --tie-embeddings
}

@test "every instruction set trains sessions to the same model, state and log" {
	trains_alike s.tsv --layout=sessions --valid=s.tsv --item-bias
}

@test "every instruction set has the same losses, activations and optimisers" {
	needs_two
	while read -r more; do
		for kernels in $tables; do
			seq-train --preset=tutorial -q -b 17 -e 1 -d 20 $more --kernels=$kernels \
				-m $kernels w.tsv >$kernels.tsv
			diff -r portable $kernels
			cmp portable.tsv $kernels.tsv
		done
	done <<-'EOF'
		--loss=bpr --activation=tanh --optimizer=sgd --momentum=0.5
		--loss=bpr-max --activation=elu-0.5 --optimizer=adagrad-gru4rec
		--loss=top1 --activation=selu --optimizer=rmsprop
		--loss=top1-max --activation=leaky-0.1 --optimizer=adamw --clip=0.5
		--loss=gbce --negatives=5 --normalize --temperature=0.1
		--sampler=all --label-smoothing=0.1 --schedule=step:3:0.5 --encoder=gru:12
	EOF
}

@test "a run of one instruction set can be resumed with another" {
	needs_two
	args="-q -b 17 -d 20 --layout=sessions --dropout=0.2 --encoder=lstm --optimizer=adam"
	seq-train --preset=tutorial $args -e 2 -m whole s.tsv >whole.tsv
	seq-train --preset=tutorial $args -e 1 -m parts --kernels=portable s.tsv >parts.tsv
	seq-train --preset=tutorial $args -e 2 -m parts --resume s.tsv | tail -n +2 >>parts.tsv
	diff -r whole parts
	cmp whole.tsv parts.tsv
}

@test "every instruction set computes the same queries" {
	needs_two
	for kernels in $tables; do
		seq-embed --kernels=$kernels w.tsv >$kernels.f32
		seq-embed --kernels=$kernels --every-position --labels-out=e.tsv \
			s.tsv >>$kernels.f32
		cmp portable.f32 $kernels.f32
	done
}

@test "every instruction set finds the same ranks, metrics and lists" {
	needs_two
	seq-embed w.tsv >q.f32
	for kernels in $tables; do
		topk-eval -q --kernels=$kernels --coverage -l l.tsv \
			--ranks=$kernels.ranks q.f32 >$kernels.tsv
		topk-eval -q --kernels=$kernels --tfrs -l l.tsv q.f32 >>$kernels.tsv
		topk-list --kernels=$kernels -k 7 q.f32 >>$kernels.tsv
		topk-list --kernels=$kernels --similar=3 >>$kernels.tsv
		cmp portable.ranks $kernels.ranks
		cmp portable.tsv $kernels.tsv
	done
}

@test "kernels that this processor lacks exit 2, and the available ones are named" {
	for p in seq-train seq-embed topk-eval topk-list; do
		run -2 --separate-stderr "$p" --kernels=vax
		[[ $stderr == "$p: --kernels: unknown value 'vax'; known: auto, portable"* ]]
	done
}

@test "training, queries and lists call only sqrt and fma of the C library" {
	type nm ldd >/dev/null || skip "nm and ldd are not installed"
	libm=$(ldd "$BUILD/bin/seq-train" | awk '$1 ~ /^libm\./ { print $3 }')
	[[ -r $libm ]] || skip "the C library has no libm of its own"
	nm -D --defined-only "$libm" | awk '{ sub(/@.*/, "", $3); print $3 }' |
		sort -u >math
	grep -qx tanhf math
	# The results of these are exact, or rounded as IEEE 754 requires.
	printf '%s\n' fma fmaf fmax fmin frexp frexpf ldexp sqrt sqrtf >same
	for p in seq-train seq-embed topk-eval topk-list; do
		nm -D --undefined-only "$BUILD/bin/$p" |
			awk '{ sub(/@.*/, "", $2); print $2 }' | sort |
			comm -12 - math | comm -23 - same >other
		# The significance in topk-eval --compare, which affects no
		# rank.
		[[ $p != topk-eval ]] || sed -i '/^erfc$/d' other
		[[ ! -s other ]] || fail "$p: $(<other)"
	done
}
