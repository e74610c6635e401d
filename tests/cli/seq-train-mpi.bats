# seq-train-mpi: several processes make the same bytes as one, and end together.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	[ -x "$BUILD/bin/seq-train-mpi" ] ||
		skip "seq-train-mpi is not built: make deps-mpi mpi"
	# root may use mpirun too, and machines may have fewer processors.
	export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
	export OMPI_MCA_rmaps_base_oversubscribe=1
	export OMPI_MCA_hwloc_base_binding_policy=none
	sequences 1 1200 >s.tsv
	sequences 2 150 >v.tsv
	awk -F , 'NR == 1 { print "context\tlabel"; next }
		NF > 1 { label = $NF; sub(/,[^,]*$/, ""); print $0 "\t" label }' \
		s.tsv >x.tsv
	sed -n 1,151p x.tsv >w.tsv
}

# sequences SEED N: a header and N lists of items with an order in them.
sequences() {
	awk -v seed="$1" -v n="$2" 'BEGIN { srand(seed); print "items"
		for (i = 0; i < n; i++) {
			a = 1 + int(rand() * 40); s = "i" a
			for (k = 1 + int(rand() * 6); k > 0; k--) {
				a = rand() < 0.8 ? a % 40 + 1 : 1 + int(rand() * 40)
				s = s ",i" a }
			print s } }'
}

# ranks N OPTION ...: seq-train-mpi with that many processes.
ranks() {
	timeout 120 mpirun -n "$1" seq-train-mpi "${@:2}"
}

# compared FILE: what a training said of simple rankings.
compared() {
	grep -o '[a-z]*@[0-9]* [0-9.]*, popularity .*' "$1" || true
}

# same_bytes OPTION ...: any number of ranks and threads make seq-train's model
# and log, and there is work for four.
same_bytes() {
	seq-train "$@" --threads=1 -m one >one.tsv 2>one.err
	for n in 1 2 3 4; do
		for threads in 2 1; do
			ranks $n "$@" --threads=$threads -m $n >$n.tsv 2>$n.err
			diff -r one $n
			cmp one.tsv $n.tsv
			[ "$(compared $n.err)" = "$(compared one.err)" ]
		done
	done
	run -1 grep 'threads are idle' 4.err
}

@test "preset tutorial: any ranks and threads make the bytes of one" {
	same_bytes --preset=tutorial -e 2 -b 600 --valid=w.tsv x.tsv
}

@test "preset recommended: any ranks and threads make the bytes of one" {
	same_bytes --preset=recommended -e 2 -b 600 --valid=w.tsv x.tsv
}

@test "preset gru4rec: any ranks and threads make the bytes of one" {
	sequences 3 2600 >s.tsv
	same_bytes --preset=gru4rec -e 1 -b 2500 --valid=v.tsv s.tsv
}

@test "ranks without work, in a small batch, change no byte" {
	seq-train -q --preset=gru4rec -e 1 -b 30 -m one s.tsv >one.tsv
	ranks 3 --preset=gru4rec -e 1 -b 30 -m three s.tsv >three.tsv 2>err
	grep -q '2 of 3 threads are idle: a batch has work for 1' err
	diff -r one three
	cmp one.tsv three.tsv
}

@test "preset sasrec: any ranks and threads make the bytes of one" {
	same_bytes --preset=sasrec -e 1 -b 1200 --valid=v.tsv s.tsv
}

# A rank with more threads has more of the work from the second step on.
@test "ranks with different threads make the bytes of one" {
	seq-train -q --preset=tutorial -e 3 -b 600 -m one x.tsv >one.tsv
	timeout 60 mpirun \
		-n 1 seq-train-mpi --preset=tutorial -e 3 -b 600 --threads=5 -m two x.tsv : \
		-n 1 seq-train-mpi --preset=tutorial -e 3 -b 600 --threads=1 -m two x.tsv \
		>two.tsv 2>two.err
	diff -r one two
	cmp one.tsv two.tsv
}

@test "all ranks train on the standard input of rank 0" {
	seq-train -q --preset=tutorial -e 1 -m one x.tsv >one.tsv
	ranks 3 -q --preset=tutorial -e 1 -m three <x.tsv >three.tsv
	diff -r one three
	cmp one.tsv three.tsv
	gzip -c x.tsv | ranks 2 -q --preset=tutorial -e 1 -m two - >two.tsv
	diff -r one two
}

@test "a run begun by three ranks resumes to the same bytes with two, or one" {
	seq-train -q --preset=tutorial -e 3 -m whole x.tsv >/dev/null
	ranks 3 -q --preset=tutorial -e 1 -m part x.tsv >/dev/null
	cp -r part alone
	ranks 2 -q --preset=tutorial -e 3 --resume -m part x.tsv >/dev/null
	diff -r whole part
	seq-train -q --preset=tutorial -e 3 --resume -m alone x.tsv >/dev/null
	diff -r whole alone
}

@test "only rank 0 prints: every line appears once" {
	run -0 --separate-stderr ranks 3 --preset=tutorial -e 2 -b 600 x.tsv
	[ "$(grep -c 'epoch 1/2' <<<"$stderr")" = 1 ]
	[ "$(grep -c '^epoch' <<<"$output")" = 1 ]
	run -0 --separate-stderr ranks 2 --help
	[ "$(grep -c '^usage' <<<"${output,,}")" = 1 ]
}

@test "idle threads are reported" {
	ranks 2 --preset=tutorial --threads=40 -e 1 x.tsv 2>err >/dev/null
	grep -Eq '[0-9]+ of 80 threads are idle' err
	seq-train --preset=tutorial --threads=99 -e 1 x.tsv 2>err >/dev/null
	grep -Eq '[0-9]+ of 99 threads are idle' err
}

@test "a wrong command line is reported once, with status 2" {
	run -2 --separate-stderr ranks 3 --dimm=4 x.tsv
	[ "$(grep -c 'seq-train-mpi: ' <<<"$stderr")" = 1 ]
}

@test "an error found by all ranks is reported once, and ends all" {
	printf 'context\tlabel\ni1\ti2\nbad' >bad.tsv
	run -1 --separate-stderr ranks 3 --preset=tutorial bad.tsv
	[ "$(grep -c 'seq-train-mpi: ' <<<"$stderr")" = 1 ]
	assert_not_exist model
}

# An error found by one rank alone: mpirun starts two programs as one.
@test "an error found by one rank is reported by that rank, and ends all" {
	vocab-build x.tsv >vocab.tsv
	run --separate-stderr timeout 60 mpirun \
		-n 1 seq-train-mpi --preset=tutorial --vocab=vocab.tsv x.tsv : \
		-n 1 seq-train-mpi --preset=tutorial --vocab=missing.tsv x.tsv
	[ "$status" -ne 0 ]
	[ "$status" -ne 124 ]
	[ "$(grep -c 'missing.tsv' <<<"$stderr")" = 1 ]
	[[ $stderr == *"rank 1: seq-train-mpi: missing.tsv"* ]]
	assert_not_exist model
}

@test "ranks with different files do not train" {
	sed '$d' w.tsv >other.tsv
	run --separate-stderr timeout 60 mpirun \
		-n 1 seq-train-mpi -q --preset=tutorial --valid=w.tsv x.tsv : \
		-n 1 seq-train-mpi -q --preset=tutorial --valid=other.tsv x.tsv
	[ "$status" -ne 0 ]
	[ "$status" -ne 124 ]
	[[ $stderr == *"do all ranks read the same files?"* ]]
	assert_not_exist model
}

@test "only rank 0 needs the examples" {
	seq-train -q --preset=tutorial -e 1 -m one x.tsv >one.tsv
	timeout 60 mpirun -n 1 seq-train-mpi -q --preset=tutorial -e 1 -m two x.tsv : \
		-n 1 seq-train-mpi -q --preset=tutorial -e 1 -m two missing.tsv >two.tsv
	diff -r one two
	cmp one.tsv two.tsv
}

# 6,000 rows of 5,000 items are 120 MB, of which each of four ranks keeps 30 MB.
@test "each rank keeps a part of the examples: less memory, the same bytes" {
	bash -c 'ulimit -d 120000; seq-train-mpi -V' >/dev/null 2>&1 ||
		skip "programs with sanitizers need more"
	options=(-q -d 4 -b 200 -e 1 --context-length=5000 --hold-out=0)
	awk 'BEGIN { srand(1); print "context\tlabel"
		for (i = 0; i < 6000; i++) {
			a = 1 + int(rand() * 50)
			print "i" a ",i" a % 50 + 1 "\ti" (a + 1) % 50 + 1 } }' >big.tsv
	seq-train "${options[@]}" -m plain big.tsv >plain.tsv
	limited=(bash -c 'ulimit -d 120000; exec seq-train-mpi "$@"' -)
	run -1 --separate-stderr timeout 120 mpirun -n 1 "${limited[@]}" \
		"${options[@]}" -m less big.tsv
	[[ $stderr == *"out of memory"* ]]
	timeout 120 mpirun -n 4 "${limited[@]}" "${options[@]}" -m less big.tsv >less.tsv
	diff -r plain less
	cmp plain.tsv less.tsv
	assert_not_exist less.rows
}

# fields OPTION ...: three ranks make seq-train's model and log.
fields() {
	seq-train -q -d 4 -b 300 -e 2 "$@" -m one >one.tsv
	ranks 3 -q -d 4 -b 300 -e 2 "$@" -m three >three.tsv
	diff -r one three
	cmp one.tsv three.tsv
	rm -r one three
}

@test "fields, weights, negatives, every order and layout: the bytes of one" {
	awk 'NR == 1 { print $0 "\tage\tw"; next }
		{ print $0 "\t" NR % 7 "\t" NR % 3 / 2 }' x.tsv >f.tsv
	fields --query-field=age:id --weight=w --shuffle=epoch f.tsv
	fields --shuffle=buffer:50 --hold-out=100 --negatives=20 f.tsv
	fields --shuffle=none --hold-out=0 --sampler=all --mask-context f.tsv
	printf 'item\tkind\n' >i.tsv
	tr '\t' ',' <x.tsv | tr -s , '\n' | sort -u | awk '{ print $0 "\t" NR % 3 }' >>i.tsv
	fields --items=i.tsv --item-field=kind:id --item-hidden=6:relu --item-bias x.tsv
	awk 'NR == 1 { print $0 "\trating"; next }
		{ n = split($1, item, ","); r = NR % 3
			for (i = 2; i <= n; i++) r = r "," (NR + i) % 4
			print $0 "\t" r }' s.tsv >g.tsv
	fields --layout=sequences --max-length=4 --event-field=rating:id g.tsv
	fields --layout=sessions --event-field=rating:id --hold-out=100 g.tsv
}

@test "a killed rank ends all soon, and the model is old or whole" {
	seq-train -q --preset=tutorial -e 1 -m model x.tsv >/dev/null
	cp -r model old
	for kill in 0 1 2; do
		mpirun -n 3 seq-train-mpi -q --preset=tutorial -e 100000 \
			--log=none x.tsv 2>err &
		mpirun=$!
		for ((i = 0; i < 300; i++)); do
			ranks=$(pgrep -P $mpirun seq-train-mpi | sort -n) || :
			[ "$(wc -w <<<"$ranks")" -lt 3 ] || break
			sleep 0.1
		done
		sleep 0.$((3 * kill + 1))
		start=$SECONDS
		kill -9 "$(sed -n $((kill + 1))p <<<"$ranks")"
		status=0
		wait $mpirun || status=$?
		[ $status -ne 0 ]
		[ $status -ne 124 ]
		[ $((SECONDS - start)) -le 60 ] # it takes one, but not where all wait
		[ "$(grep -c '^\(rank\|seq-train-mpi\)' err)" -le 1 ]
		diff -r old model
	done
}

@test "SIGTERM completes the present step on all ranks, and --resume continues" {
	seq-train -q --preset=tutorial -e 200 -m whole x.tsv >/dev/null
	mpirun -n 2 seq-train-mpi -q --preset=tutorial -e 200 \
		--log=step -m part x.tsv >log.tsv 2>/dev/null &
	mpirun=$!
	for ((i = 0; i < 300; i++)); do
		[ "$(wc -l <log.tsv)" -lt 5 ] || break
		sleep 0.1
	done
	kill -TERM "$(pgrep -P $mpirun seq-train-mpi | tail -n 1)"
	status=0
	wait $mpirun || status=$?
	[ $status -ne 0 ]
	ranks 3 -q --preset=tutorial -e 200 --resume -m part x.tsv >/dev/null
	diff -r whole part
}

@test "tasks that are not connected are refused" {
	for name in SLURM_STEP_NUM_TASKS OMPI_COMM_WORLD_SIZE; do
		run -1 --separate-stderr env $name=4 seq-train x.tsv
		[[ $stderr == "seq-train: 4 tasks were started ($name), and each would do all the work: "*"seq-train-mpi"* ]]
	done
	assert_not_exist model
}

# part RUN N COMMAND ...: the checkpoint that is there as number N is to take its place,
# at which rank 0 is killed.
part() {
	mkdir "$1"
	(
		cd "$1" || exit
		"${@:3}" --log=none --checkpoint-every=2 --preset=tutorial -q -e 2 \
			-b 300 ../x.tsv || :
	) >/dev/null 2>&1
	assert_exist "$1/model.part/tensors.tsv"
}

@test "a checkpoint within an epoch has the bytes of one process" {
	for n in 2 4; do
		fault=renameat2:$n:KILL
		part one.$n $n faulted $fault seq-train
		for ranks in 2 3; do
			part $ranks.$n $n timeout 60 mpirun -x FAULT=$fault \
				-x LD_PRELOAD="$BUILD/tests/fault.so" -n $ranks seq-train-mpi
			diff -r one.$n/model.part $ranks.$n/model.part
		done
	done
	run -1 diff -rq one.2/model.part one.4/model.part
}

@test "--cache: rank 0 makes it of its input, all read it, and the bytes are those of one" {
	seq-train -q --preset=tutorial -e 2 -b 600 -m one x.tsv >one.tsv
	ranks 3 -q --preset=tutorial -e 2 -b 600 --cache=rows -m three <x.tsv >three.tsv
	cp rows before
	ranks 2 -q --preset=tutorial -e 2 -b 600 --cache=rows -m two x.tsv >two.tsv
	diff -r one three
	diff -r one two
	cmp one.tsv three.tsv
	cmp one.tsv two.tsv
	cmp before rows
}

@test "--cache of sessions: the bytes of one process" {
	seq-train -q --preset=gru4rec -e 1 -b 100 -m one s.tsv >one.tsv
	ranks 2 -q --preset=gru4rec -e 1 -b 100 --cache=rows -m two s.tsv >two.tsv
	diff -r one two
	cmp one.tsv two.tsv
}

@test "a cache that rank 0 refuses ends all, and is told once" {
	seq-train -q --preset=tutorial -e 1 --cache=rows -m one w.tsv >one.tsv
	run -1 --separate-stderr ranks 3 -q --preset=tutorial -e 1 --cache=rows -m m x.tsv
	[ "$(grep -c 'seq-train-mpi: rows was made with another input' <<<"$stderr")" = 1 ]
	assert_not_exist m
}
