# tour - the commands in seqrec(7) run as typed, on invented data.
# shellcheck disable=SC2016 # $ is for sh and awk
load helper
load pages

page=$BATS_TEST_DIRNAME/../../man/seqrec.7

# The files of the page's data step, and more; on other data the output differs,
# so only the exit status counts.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	make-movielens --users=300 --movies=1200 --ratings-per-user=40 ml-1m
	ln -s "$BATS_TEST_DIRNAME/../../examples" examples
	# Debian's NumPy belongs to its own python3, which may not be the first.
	mkdir bin
	/usr/bin/python3 -c 'import numpy' 2>/dev/null &&
		ln -s /usr/bin/python3 bin
	PATH=$PWD/bin:$PATH
	run_all tutorial "THE TUTORIAL, STAGE BY STAGE"
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
}

# The missing requirements of a command: the program, or files that it reads;
# ours all exist.
lacks() {
	local p
	for p in parallel jq mlr; do
		[[ $1 != *"$p "* ]] || type $p >/dev/null 2>&1 || echo $p
	done
	case $1 in
	*" ranks.1 "*) type parallel >/dev/null 2>&1 || echo parallel ;;
	*python3* | *c.f32*)
		python3 -c 'import numpy' 2>/dev/null || echo python3-numpy
		;;
	esac
}

# Runs each command of a section; lists failures in NAME.failed.  An unmet gate
# is not a failure here.
run_all() { # NAME SECTION
	local cmd status
	while IFS= read -r -d '' cmd; do
		lacks "$cmd" >lacking
		if [[ -s lacking ]]; then
			cat lacking >>left-out
			continue
		fi
		status=0
		HOME=$PWD bash -eo pipefail -c "$cmd" >out 2>err </dev/null ||
			status=$?
		case $status,$cmd in
		0,* | 3,*--min=* | 3,*--compare=*) echo . >>"$1.ran" ;;
		141,*head*) echo . >>"$1.ran" ;; # head has seen enough
		*) printf '%s\n' "status $status: $cmd" "$(<err)" >>"$1.failed" ;;
		esac
	done < <(commands "$page" "$2")
}

@test "the tutorial's commands run, in order" {
	[[ ! -e tutorial.failed ]] || fail "$(<tutorial.failed)"
	[[ $(wc -l <tutorial.ran) -ge 11 ]]
	assert_exist model/tensors.tsv
}

@test "the files look as the tour shows them" {
	[[ $(head -n 1 log.tsv | cut -f 1-4) == $'epoch\tstep\texamples\tloss' ]]
	[[ $(cut -f 1,5 test.tsv | head -n 1) == \
		$'context_movie_id\tlabel_movie_id' ]]
	tfrec2tsv --schema -q train.tfrecord | cut -f 1,2 >have
	sed -n '/^feature	/,/^\.Ed/p' "$page" | grep -v '^\.' |
		cut -f 1,2 | cmp - have
	seq-embed test.tsv | topk-eval -l test.tsv | head -n 6 | cut -f 1 >have
	displayed "$page" "THE TUTORIAL, STAGE BY STAGE" |
		grep -A 5 '^metric	' | cut -f 1 | cmp - have
}

@test "from TFRecords to another program: models of ids and of fields, and a graph" {
	tsv2tfrec -q -o test.tfrecord test.tsv
	run_all records "FROM TFRECORDS TO ANOTHER PROGRAM"
	[[ ! -e records.failed ]] || fail "$(<records.failed)"
	[[ $(wc -l <records.ran) == 12 ]]
	# The shards hold the records, and the selection is a part of them.
	all=$(tfrec2tsv --count train.tfrecord)
	[[ $(tfrec2tsv --count shards.tfrecord-* | tail -n 1) == "$all"$'\ttotal' ]]
	some=$(tfrec2tsv --count some.tfrecord)
	[[ $some -gt 0 && $some -lt $((all / 10)) ]]
	grep -q '^event_field0	context_movie_rating:number$' fields/settings.tsv
	[[ $(wc -l <items.txt) == "$(wc -l <fields/vocab.tsv)" ]]
	assert_exist query.onnx
}

@test "a table of methods: ranks of all on one test, a mean over seeds" {
	run_all study "A TABLE OF METHODS"
	[[ ! -e study.failed ]] || fail "$(<study.failed)"
	for m in pop item-knn vstan ease 1 2 3; do
		[[ $(wc -l <$m.ranks) == "$(wc -l <last.tsv)" ]]
		grep -q '^ndcg@10	0\.' $m.metrics
	done
	topk-eval -q -k 10 --from-ranks --mean 1.ranks 2.ranks 3.ranks >mean
	cat 1.metrics 2.metrics 3.metrics mean | awk '$1 == "top_10" { v[++n] = $2 }
		END { d = (v[1] + v[2] + v[3]) / 3 - v[4]
			exit !(n == 4 && d * d < 1e-11) }'
}

@test "the gate of the tour passes, or exits with 3 if the model finds less" {
	gate=$(commands "$page" "RUNNING A SERVICE" | tr -d '\0' | grep -e --min=)
	found=$(seq-embed test.tsv | topk-eval -l test.tsv |
		awk '$1 == "top_10" { print ($2 < 0.13) ? 3 : 0 }')
	run "-$found" bash -o pipefail -c "$gate"
}

@test "the commands with other programs run" {
	printf '{"user":"u","item":"%s","time":"2024-05-01"}\n' a b c >log.json
	run_all others "WITH OTHER PROGRAMS"
	[[ ! -e others.failed ]] || fail "$(<others.failed)"
	[[ $(wc -l <others.ran) -ge 2 ]]
	[[ -e left-out || $(wc -l <others.ran) -ge 7 ]]
}

@test "no command of the tour is left out" {
	[[ ! -e left-out ]] || skip "needs $(sort -u left-out | paste -sd ' ')"
}

@test "the commands beyond the tutorial run on the reader's own log" {
	mkdir beyond
	cd beyond
	awk -F :: -v OFS=, 'BEGIN { print "user,item,time" }
		{ print $1, $2, $4 }' ../ml-1m/ratings.dat >log.csv
	run_all beyond "BEYOND THE TUTORIAL"
	[[ ! -e beyond.failed ]] || fail "$(<beyond.failed)"
	[[ $(wc -l <beyond.ran) -ge 1 ]]
	assert_exist model/tensors.tsv
}

# Files of the shapes of published data, made of the same ratings.
make_shapes() {
	local r=../ml-1m/ratings.dat
	awk -F :: -v OFS='\t' 'BEGIN { print "user_id:token",
		"item_id:token", "rating:float", "timestamp:float" }
		{ print $1, $2, $3, $4 }' $r >ml-100k.inter
	awk -F :: -v OFS='\t' -v to=rsc15_train_full.txt -v test=rsc15_test.txt '
		BEGIN { print "SessionId", "ItemId", "Time" >to
			print "SessionId", "ItemId", "Time" >test }
		{ print $1, $2, $4 ".25" >($1 <= 250 ? to : test) }' $r
	seq-examples -q --sequences -H $r | tr '\t,' '  ' >Beauty.txt
	cut -d ' ' -f 2- Beauty.txt >all.txt
	head -n 250 all.txt >train.txt
	tail -n +251 all.txt >test.txt
	mkdir Split-train Split-eval
	seq-examples -q --split=leave-last --train=a.tsv --test=b.tsv $r
	sed -i '1s/.*/customer\thistory\tnext/' a.tsv b.tsv
	tsv2tfrec -q --compression=gzip a.tsv >Split-train/data.gz
	tsv2tfrec -q --compression=gzip b.tsv >Split-eval/data.gz
	seq-examples -q --sequences $r | tr , ';' |
	    sed '1s/.*/user\titem::steps/' >steps.tsv
	head -n 251 steps.tsv |
	    tsv2tfrec -q --compression=gzip >sequences.tfrecord.gz
	sed '2,251d' steps.tsv |
	    tsv2tfrec -q --compression=gzip >sequences-eval.tfrecord.gz
}

@test "files of these shapes are trained on and evaluated" {
	mkdir shapes
	cd shapes
	make_shapes
	run_all shapes "PUBLISHED DATA SETS"
	[[ ! -e shapes.failed ]] || fail "$(<shapes.failed)"
	[[ $(wc -l <shapes.ran) == 14 ]]
	# The last model finds more than popularity does.
	awk '$1 == "top_20" { n++; if (!($2 > $3)) exit 1 }
		END { exit n != 1 }' out
}

@test "the Makefile of the tour makes queries of new files" {
	{
		printf '.PHONY: all\nall: queries.f32\n'
		sed -n '/^queries.f32: /,/^\.Ed/p' "$page" | grep -v '^\.'
	} >tour.mk
	type make >/dev/null || skip "make is not installed"
	touch train.tsv
	make -s -f tour.mk
	seq-embed test.tsv | cmp - queries.f32
	run -0 make -s -q -f tour.mk queries.f32
}

# alike A B: the same text, with numbers that differ by at most a thousandth:
# another processor may give other last digits.
alike() {
	awk -F '\t' 'NR == FNR { line[FNR] = $0; n = FNR; next }
		{
			fields = split(line[FNR], want)
			good = fields == NF
			for (i = 1; i <= NF; i++) {
				d = $i - want[i]
				if (d < 0)
					d = -d
				if ($i !~ /^[0-9.]+$/ || want[i] !~ /^[0-9.]+$/)
					good = good && ($i == want[i])
				else
					good = good && (d <= want[i] / 1000)
			}
			if (!good) {
				print "< " line[FNR] "\n> " $0
				bad = 1
			}
		}
		END { exit bad || FNR != n }' "$1" "$2"
}

# ML1M=dir bats tests/cli/tour.bats
@test "on MovieLens 1M the tutorial prints what the tour shows" {
	[[ -e ${ML1M:-}/ratings.dat ]] || skip "ML1M names no MovieLens 1M"
	mkdir -p real
	ln -sfn "$(cd "$ML1M" && pwd)" real/ml-1m
	cd real
	displayed "$page" "THE TUTORIAL, STAGE BY STAGE" >want
	transcript "$page" "THE TUTORIAL, STAGE BY STAGE" >script
	bash -eu script >have 2>&1
	# The last two print nothing.
	head -n "$(grep -n '^[$] echo' want | cut -d : -f 1)" want >shown
	head -n "$(wc -l <shown)" have >printed
	alike shown printed
}
