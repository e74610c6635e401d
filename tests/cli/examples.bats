# examples - the commands under EXAMPLES in the manual pages run as written.
# shellcheck disable=SC2154 # run sets stderr
load helper
load pages

man=$BATS_TEST_DIRNAME/../../man

# Renumbers the films 1, 2, 3 in field $1 of a log as the pages expect.
rename() {
	awk -F :: -v OFS=:: -v k="$1" \
		'BEGIN { to[1] = 1193; to[2] = 914; to[3] = 661 }
		$k in to { $k = to[$k] } 1'
}

# A folder with all files that the pages assume, made once: an invented
# MovieLens and models of it.
setup_file() {
	load helper
	mkdir "$BATS_FILE_TMPDIR/prepared"
	cd "$BATS_FILE_TMPDIR/prepared" || return 1
	make-movielens -q --users=300 --movies=200 raw
	rename 1 <raw/movies.dat >movies.dat
	rename 2 <raw/ratings.dat >ratings.dat
	seq-examples -q --preset=tutorial --train=train.tsv --test=test.tsv --min-rating=2 \
		--items=movies.dat ratings.dat
	cp train.tsv examples.tsv
	tsv2tfrec -o train.tfrecord train.tsv
	tsv2tfrec -o x.tfrecord test.tsv
	seq-examples -q --sequences ratings.dat >sessions.tsv
	awk -F :: -v OFS=, '{ print $1, $4, $2 }' ratings.dat >sessions.csv
	awk -F :: -v OFS=, 'BEGIN { print "customer_id,sku,ordered_at,quantity,price" }
		{ print $1, $2, $4, 1 + $2 % 3, $2 % 100 }' ratings.dat >orders.csv
	awk -v OFS=, 'BEGIN { print "order_id,product_id"
		for (i = 1; i <= 300; i++) print i, i % 7 }' >order_products__prior.csv
	awk -F :: -v OFS=, 'BEGIN { print "user,item,rating,time" }
		{ print $1, $2, $3, $4 }' ratings.dat >ratings.csv
	awk -F :: -v OFS=, '{ print $1,
		strftime("%Y-%m-%dT%H:%M:%S.123Z", $4, 1), $2, 0
		}' ratings.dat >yoochoose-clicks.dat
	awk -F :: -v OFS=';' 'BEGIN { print \
		"session_id;user_id;item_id;timeframe;eventdate" }
		{ print $1, "NA", $2, $4 % 86400,
			strftime("%Y-%m-%d", $4, 1) }' ratings.dat \
		>train-item-views.csv
	for part in 1 2; do
		awk -v p=$part 'NR == 1 || NR % 2 == p - 1' train.tsv |
			vocab-build -o part-$part.vocab.tsv
	done
	vocab-build -o vocab.tsv train.tsv
	cut -f 1 vocab.tsv >items.txt
	seq-train --preset=tutorial -q -m old -e 2 -b 256 train.tsv >/dev/null
	seq-train --preset=tutorial -q -m new -e 4 -b 256 train.tsv >/dev/null
	cp -r new model
	seq-embed test.tsv >queries.f32
	seq-embed --format=tsv test.tsv >queries.tsv
	topk-eval -l test.tsv --ranks=b.tsv queries.f32 >/dev/null
	cp b.tsv ranks.tsv
	seq-embed -m old test.tsv |
		topk-eval -m old -l test.tsv --ranks=a.tsv >/dev/null
}

run_examples() { # PAGE
	cp -r "$BATS_FILE_TMPDIR/prepared/." .
	# A program cut short by head has not failed.
	commands "$man/$1" EXAMPLES | tr -d '\0' | sed '/| head/s/$/ || [ $? -eq 141 ]/' >commands
	[[ -s commands ]]
	bash -xeuo pipefail commands </dev/null >out 2>err ||
		fail "$1: $(tail -n 5 err)"
	[[ -s out || $2 == silent ]]
}

@test "every page of a program has examples, all of them commands" {
	for page in "$man"/*.1; do
		displayed "$page" EXAMPLES | sed 's/^[$] //' >all
		[[ -s all ]]
		commands "$page" EXAMPLES | tr -d '\0' | diff - all ||
			fail "$page"
	done
}

@test "every page of a program, or of a format with commands, is tested here" {
	for page in "$man"/*.[15]; do
		[[ -z $(commands "$page" EXAMPLES | tr -d '\0') ]] ||
			grep -q "run_examples ${page##*/}" "$BATS_TEST_FILENAME"
	done
}

@test "the examples of seq-examples(1) run" { run_examples seq-examples.1; }
@test "the examples of tsv2tfrec(1) run" { run_examples tsv2tfrec.1 silent; }
@test "the examples of tfrec2tsv(1) run" { run_examples tfrec2tsv.1; }
@test "the examples of vocab-build(1) run" { run_examples vocab-build.1; }
@test "the examples of seq-train(1) run" { run_examples seq-train.1; }
@test "the examples of seq-embed(1) run" { run_examples seq-embed.1; }
@test "the examples of topk-eval(1) run" { run_examples topk-eval.1; }
@test "the examples of topk-list(1) run" { run_examples topk-list.1; }
@test "the examples of topk-blend(1) run" { run_examples topk-blend.1; }
@test "the examples of seq-baseline(1) run" { run_examples seq-baseline.1; }
@test "the examples of seq-train-mpi(1) run" {
	[ -x "$BUILD/bin/seq-train-mpi" ] ||
		skip "seq-train-mpi is not built: make deps-mpi mpi"
	export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
	export OMPI_MCA_rmaps_base_oversubscribe=1
	run_examples seq-train-mpi.1 silent
}
@test "the examples of seq-pca(1) run" { run_examples seq-pca.1 silent; }
@test "the examples of matrix-f32(5) run" { run_examples matrix-f32.5; }
@test "the examples of query-tsv(5) run" { run_examples query-tsv.5; }
@test "the examples of ranks-tsv(5) run" { run_examples ranks-tsv.5; }
@test "the examples of seq-model(5) run" { run_examples seq-model.5; }
@test "the examples of vocab-tsv(5) run" { run_examples vocab-tsv.5; }
