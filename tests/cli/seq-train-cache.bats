# seq-train --cache: rows that stay in a file give the bytes of rows in memory.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	awk 'BEGIN { srand(2); print "user\tcontext\tlabel\trating\tage\tgenre\tw"
		for (i = 0; i < 1500; i++) {
			c = r = ""
			a = 1 + int(rand() * 60)
			for (k = 1 + int(rand() * 8); k > 0; k--) {
				c = c (c == "" ? "" : ",") "i" a
				r = r (r == "" ? "" : ",") int(rand() * 50) / 10
				a = rand() < 0.7 ? a % 60 + 1 : 1 + int(rand() * 60) }
			print int(i / 7) "\t" c "\ti" a "\t" r "\t" int(rand() * 60) \
				"\tg" int(rand() * 5) ",h" int(rand() * 3) "\t" \
				int(rand() * 4) / 2 } }' >x.tsv
	awk 'BEGIN { srand(3); print "items\trating\tage"
		for (i = 0; i < 600; i++) {
			c = r = ""
			a = 1 + int(rand() * 60)
			for (k = 1 + int(rand() * 12); k > 0; k--) {
				c = c (c == "" ? "" : ",") "i" a
				r = r (r == "" ? "" : ",") int(rand() * 50) / 10
				a = rand() < 0.7 ? a % 60 + 1 : 1 + int(rand() * 60) }
			print c "\t" r "\t" int(rand() * 60) } }' >s.tsv
}

# same_bytes OPTION ...: made, and used again by another number of threads, the cache
# gives the model and the log of a run without.
same_bytes() {
	seq-train -q -d 4 -b 100 "$@" -m plain >plain.tsv
	seq-train -q -d 4 -b 100 "$@" --cache=rows --threads=1 -m made >made.tsv
	cp rows before
	seq-train -q -d 4 -b 100 "$@" --cache=rows --threads=2 -m again >again.tsv
	diff -r plain made
	diff -r plain again
	cmp plain.tsv made.tsv
	cmp plain.tsv again.tsv
	cmp before rows
}

# Rows of 2,000 items are several parts of what the reader keeps in memory.
@test "examples: the bytes of memory, from parts too" {
	same_bytes -e 2 x.tsv
	rm rows
	same_bytes -e 1 --context-length=2000 x.tsv
}

@test "examples in any order, with negatives, held out by user: the bytes of memory" {
	same_bytes -e 2 --shuffle=epoch --hold-out=200 --negatives=20 x.tsv
	same_bytes -e 2 --shuffle=none --hold-out=0 x.tsv
	same_bytes -e 2 --shuffle=buffer:50 --hold-out=0 --sampler=all x.tsv
}

@test "fields and weights: the bytes of memory" {
	same_bytes -e 1 --weight=w --event-field=rating:number \
		--query-field=age:bucket:5 --query-field=genre:bag x.tsv
	rm rows
	same_bytes -e 1 --context-length=1000 --hold-out=100 \
		--event-field=rating:id --query-field=age:id x.tsv
}

@test "sequences: the bytes of memory" {
	same_bytes --preset=sasrec -e 1 s.tsv
	same_bytes --layout=sequences -e 1 --max-length=5 --hold-out=300 s.tsv
}

@test "sequences with fields: the bytes of memory" {
	same_bytes --layout=sequences -e 1 --event-field=rating:bucket:4 \
		--query-field=age:id --hold-out=300 s.tsv
}

@test "sessions: the bytes of memory" {
	same_bytes --preset=gru4rec -e 1 -b 20 s.tsv
	rm rows
	same_bytes --preset=gru4rec -e 1 -b 20 --hold-out=200 \
		--event-field=rating:number --query-field=age:id s.tsv
}

@test "items of a context that are no negatives: the bytes of memory" {
	same_bytes --preset=sasrec --mask-context -e 1 --max-length=3 s.tsv
	same_bytes --preset=gru4rec --mask-context -e 1 -b 20 s.tsv
	rm rows
	same_bytes --mask-context -e 1 x.tsv
}

@test "what fills lists up is found in parts as in memory" {
	awk 'BEGIN { srand(4); print "context\tlabel"
		for (i = 0; i < 4000; i++) {
			c = ""
			n = 1 + int(rand() * 10)
			for (k = 0; k < 300; k++)
				c = c (k ? "," : "") (k < n ? 1 + int(rand() * 50) : 0)
			print c "\t" 1 + int(rand() * 50) } }' >p.tsv
	seq-train -q -d 4 -b 500 -e 1 -m plain p.tsv >plain.tsv
	run -0 --separate-stderr seq-train -d 4 -b 500 -e 1 --cache=rows -m made p.tsv
	[[ $stderr == *"'0' is treated as padding"* ]]
	diff -r plain made
}

@test "more data than memory: the bytes of a run without a limit" {
	bash -c 'ulimit -v 60000; seq-train -V' >/dev/null 2>&1 ||
		skip "programs with sanitizers need more"
	options=(-q -d 4 -b 200 -e 1 --context-length=3000 --threads=1)
	awk 'BEGIN { srand(1); print "context\tlabel"
		for (i = 0; i < 8000; i++) {
			a = 1 + int(rand() * 50)
			print "i" a ",i" a % 50 + 1 "\ti" (a + 1) % 50 + 1 } }' >big.tsv
	seq-train "${options[@]}" -m plain big.tsv >plain.tsv
	run -1 --separate-stderr bash -c 'ulimit -v 60000; seq-train "$@"' - \
		"${options[@]}" -m less big.tsv
	[[ $stderr == *"out of memory"* ]]
	(
		ulimit -v 60000
		seq-train "${options[@]}" --cache=rows -m less big.tsv >less.tsv
	)
	diff -r plain less
	cmp plain.tsv less.tsv
}

@test "standard input is packed, and known again" {
	seq-train -q -d 4 -e 1 -m plain x.tsv >plain.tsv
	seq-train -q -d 4 -e 1 --cache=rows -m made <x.tsv >made.tsv
	gzip -c x.tsv | seq-train -q -d 4 -e 1 --cache=rows -m again >again.tsv
	diff -r plain made
	diff -r plain again
}

@test "--resume and --init-from go on with a cache as without" {
	head -n 1000 x.tsv >old.tsv
	seq-train -q -d 4 -e 1 -m old old.tsv >log
	vocab-build old.tsv x.tsv >v.tsv
	options=(-q -d 4 --hold-out=0 --schedule=constant --init-from=old --vocab=v.tsv)
	seq-train "${options[@]}" -e 2 -m plain x.tsv >log
	seq-train "${options[@]}" -e 1 --cache=rows -m made x.tsv >log
	seq-train -q -d 4 --hold-out=0 --schedule=constant --vocab=v.tsv -e 2 \
		--resume --cache=rows -m made x.tsv >log
	diff -r plain made
}

# refused WHAT OPTION ...: the cache was made of something else, which is named.
refused() {
	run -1 --separate-stderr seq-train -q -d 4 -e 1 --cache=rows -m m "${@:2}"
	[[ $stderr == "seq-train: rows was made with another $1; remove it"* ]]
	cmp before rows
	assert_not_exist m
}

@test "a cache of another input, or of other options, is refused" {
	seq-train -q -d 4 -e 1 --cache=rows -m made --event-field=rating:number x.tsv >log
	cp rows before
	rating=--event-field=rating:number
	sed '$d' x.tsv >other.tsv
	refused input $rating other.tsv
	sed 's/i1\b/i2/' x.tsv >other.tsv
	refused input $rating other.tsv
	refused input $rating x.tsv x.tsv
	refused --context-length $rating --context-length=3 x.tsv
	refused --pad $rating --pad=i1 x.tsv
	refused --weight $rating --weight=w x.tsv
	refused --unknown $rating --unknown=row0 x.tsv
	refused --label $rating --label=user x.tsv
	refused "number of fields" x.tsv
	refused field --event-field=rating:id x.tsv
	vocab-build --order=bytes x.tsv >v.tsv
	refused vocabulary $rating --vocab=v.tsv x.tsv
	refused layout --layout=sequences s.tsv
}

@test "a cache with the items of another file is refused for those of the data" {
	vocab-build x.tsv >v.tsv
	seq-train -q -d 4 -e 1 --vocab=v.tsv --cache=rows -m made x.tsv >log
	cp rows before
	refused vocabulary x.tsv
}

@test "a damaged cache is refused, wherever it is damaged" {
	seq-train -q -d 4 -e 1 --cache=rows -m made x.tsv >log
	cp rows whole
	size=$(wc -c <whole)
	for ((at = 0; at < size; at += size / 25)); do
		cp whole rows
		printf '\377\376' | dd of=rows bs=1 seek="$at" conv=notrunc status=none
		cmp -s whole rows && continue
		run -1 --separate-stderr seq-train -q -d 4 -e 1 --cache=rows -m m x.tsv
		[[ $stderr == "seq-train: rows"[:\ ]* ]]
		assert_not_exist m
	done
}

@test "a cache that is cut, or is something else, is refused" {
	seq-train -q -d 4 -e 1 --cache=rows -m made x.tsv >log
	cp rows whole
	for n in 0 1 15 16 95 96 1000 50000; do
		head -c "$n" whole >rows
		run -1 --separate-stderr seq-train -q -d 4 -e 1 --cache=rows -m m x.tsv
		[[ $stderr == "seq-train: rows"[:\ ]* ]]
	done
	cp whole rows
	printf x >>rows
	run -1 --separate-stderr seq-train -q --cache=rows -m m x.tsv
	cp x.tsv rows
	run -1 --separate-stderr seq-train -q --cache=rows -m m x.tsv
	assert_equal "$stderr" "seq-train: rows is not a cache of seq-train"
	cmp x.tsv rows
}

# The log comes to a reader after a step; what it changes then is in use.
@test "a cache that is changed while it is in use ends the run" {
	mkfifo log
	seq-train -q -d 4 -b 100 -e 2000 --log=step --cache=rows -m m x.tsv >log 2>err &
	exec 9<log
	read -r _ <&9
	read -r _ <&9
	printf x >>rows
	cat <&9 >rest
	exec 9<&-
	status=0
	wait $! || status=$?
	assert_equal "$status" 1
	assert_equal "$(cat err)" "seq-train: rows has changed while it was in use"
	assert_not_exist m
}

@test "a cache that is exchanged for another file while it is in use changes nothing" {
	seq-train -q -d 4 -b 100 -e 30 --log=step -m plain x.tsv >plain.tsv
	mkfifo log
	seq-train -q -d 4 -b 100 -e 30 --log=step --cache=rows -m m x.tsv >log &
	exec 9<log
	read -r first <&9
	cp x.tsv other
	mv other rows
	{
		printf '%s\n' "$first"
		cat <&9
	} >made.tsv
	exec 9<&-
	wait $!
	cmp plain.tsv made.tsv
	diff -r plain m
}

@test "a cache that cannot be written leaves nothing behind" {
	mkdir d
	run -1 --separate-stderr faulted write:1:ENOSPC seq-train -q --cache=d/rows -m m x.tsv
	[[ $stderr == "seq-train: "*"d/rows: "*"No space left on device" ]]
	assert_equal "$(ls d)" ""
	run -1 --separate-stderr seq-train -q --cache=none/rows -m m x.tsv
	[[ $stderr == "seq-train: none/rows: No such file or directory" ]]
	run -1 --separate-stderr seq-train -q --cache=d -m m x.tsv
	run -1 --separate-stderr seq-train -q --cache=/dev/full -m m x.tsv
	[[ $stderr == "seq-train: /dev/full is not a regular file" ]]
	printf 'context\tlabel\ni1\ti2\nbad' >bad.tsv
	run -1 --separate-stderr seq-train -q --cache=d/rows -m m bad.tsv
	assert_equal "$(ls d)" ""
}

@test "--cache wants a file" {
	run -2 --separate-stderr seq-train --cache=- x.tsv
	[[ $stderr == "seq-train: --cache: rows are read again"* ]]
}
