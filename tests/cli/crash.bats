# crash - failing calls and killed programs lose nothing. Tests a sample of the
# calls; all of them with SLOW=1.  See tests/fault/README.
load helper

PATH=$BATS_TEST_DIRNAME/../fault:$PATH

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	perl -e 'srand 1; for my $u (1 .. 12) { printf "%d::%d::%d::%d\n", $u,
		1 + rand 20, 1 + rand 5, $_ for 1 .. 6 }' >ratings.dat
	perl -e 'printf "%d::T%d (19%02d)::%s\n", $_, $_, $_,
		(qw(Drama Comedy|War Action))[$_ % 3] for 1 .. 20' >movies.dat
	seq-examples -q ratings.dat >x.tsv
	tsv2tfrec x.tsv >x.tfr
	tsv2tfrec --compression=gzip x.tsv >x.gz
	vocab-build x.tsv >v.tsv
	seq-train --preset=tutorial -q -d 4 -e 1 --log=none x.tsv
	seq-embed x.tsv >q.f32
	seq-embed --tower=item >c.f32
}

# The folder ./start, with copies of the files.
start() {
	mkdir start
	for f in "$@"; do
		cp -a "$BATS_FILE_TMPDIR/$f" start/
	done
}

# train OPTION...: a run with several checkpoints in ./start.
train() {
	(cd start && seq-train --preset=tutorial -q -d 4 -b 16 -e 3 --log=none "$@" x.tsv)
}

@test "the sweep detects files written in place, and fragments taken for the whole" {
	start x.tsv v.tsv
	run -1 sweep -n write -o v.tsv 'dd if=x.tsv of=v.tsv status=none'
	assert_output --partial "v.tsv is neither old nor new"
	run -1 sweep -n write -c wc 'dd if=x.tsv status=none'
	assert_output --partial "wc takes the fragment"
}

@test "vocab-build: a failing call is reported, and the old file is whole" {
	start x.tsv v.tsv
	sweep -o v.tsv 'vocab-build --order=bytes -o v.tsv x.tsv'
	sweep -c 'vocab-build -M' 'vocab-build x.tsv'
}

@test "tsv2tfrec: a failing call is reported, and old files are whole" {
	start x.tsv x.tfr
	sweep -o x.tfr 'tsv2tfrec -f label -o x.tfr x.tsv'
	sweep -c 'tfrec2tsv --count' 'tsv2tfrec --compression=gzip x.tsv'
}

@test "tsv2tfrec --shards: a failing call is reported, and old shards are whole" {
	start x.tsv
	sweep -o s-00000-of-00002 -o s-00001-of-00002 \
		'tsv2tfrec --shards=2 -o s x.tsv'
	cp start/x.tsv start/s-00000-of-00002
	cp start/x.tsv start/s-00001-of-00002
	sweep -o s-00000-of-00002 -o s-00001-of-00002 \
		'tsv2tfrec --shards=2 -o s --compression=zlib x.tsv'
}

@test "tfrec2tsv: a failing call is reported" {
	start x.gz
	sweep -c 'vocab-build --tokens=1' 'tfrec2tsv x.gz'
	sweep -c 'vocab-build --tokens=1' 'tfrec2tsv --schema x.gz'
	sweep -c 'vocab-build --tokens=1' 'tfrec2tsv --where label_movie_id!=0 --head=2 x.gz'
}

@test "tfrec2tsv: a failing read on the inflating thread is reported" {
	mkdir start
	seq 1 200000 | vocab-build -H -q | sed '1i token\tcount' |
		tsv2tfrec --compression=gzip >start/long.gz
	sweep -n read -c 'vocab-build --tokens=1' 'tfrec2tsv --threads=2 long.gz'
	sweep -n malloc -c 'vocab-build --tokens=1' 'tfrec2tsv --threads=2 long.gz'
}

@test "seq-examples: a failing call is reported, and old files are whole" {
	start ratings.dat movies.dat x.tsv
	mkdir start/d
	sweep -o x.tsv -o y.tsv -o d/movie_vocab.json -o d/movie_year_vocab.txt \
		-o d/movie_genre_vocab.txt 'seq-examples --preset=tutorial -i movies.dat ratings.dat
		--train=x.tsv --test=y.tsv --vocab-dir=d'
	sweep -o y.tsv -c 'vocab-build --tokens=1' \
		'seq-examples --earlier=3 ratings.dat --train=- --test=y.tsv'
	sweep -o x.tsv -o y.tsv 'seq-examples --event-field=rating,4 --time-gaps --nth
		--sequences --split=time-last --known-items ratings.dat
		--train=x.tsv --test=y.tsv'
}

@test "seq-train: a failing call is reported, and the old model is whole" {
	start x.tsv model v.tsv
	sweep -o model 'seq-train --preset=tutorial -d 4 -e 1 --vocab=v.tsv --valid=x.tsv x.tsv'
}

@test "what a killed save left, the next one on that name removes, and nothing else" {
	start x.tsv
	train -m m
	cp -r start/m start/m.backup
	cp -r start/m start/m.Monday
	mkdir start/m.absent
	for n in 2 5 9; do
		(cd start && run -137 faulted "write:$n:KILL" seq-train -q \
			--preset=tutorial -d 4 -e 1 --log=none -m m x.tsv)
	done
	left=("$(cd start && printf '%s\n' m.?????? | grep -v 'backup\|Monday\|absent')")
	[ -n "${left[0]}" ]
	# Another process holds one of them.
	live=$(head -n 1 <<<"${left[0]}")
	flock "start/$live" sleep 100 &
	holder=$!
	for ((i = 0; i < 100; i++)); do
		flock -n "start/$live" true || break
		sleep 0.05
	done
	train -m m
	assert_exist "start/$live"
	pkill -P $holder
	wait $holder || :
	train -m m
	assert_equal "$(ls start)" $'m\nm.Monday\nm.absent\nm.backup\nx.tsv'
	diff -r start/m start/m.backup
}

@test "seq-train --cache: a call that fails is told, and the cache is whole or none" {
	start x.tsv model
	sweep -o model -o rows 'seq-train --preset=tutorial -d 4 -e 1 --cache=rows x.tsv'
	(cd start && seq-train -q --preset=tutorial -d 4 -e 1 --cache=rows x.tsv >log)
	sweep -n read -o model -o rows \
		'seq-train --preset=tutorial -d 4 -e 1 --cache=rows x.tsv'
}

@test "seq-train --checkpoint-every: the model is the old or a new one" {
	start x.tsv model
	# Meanwhile a state is kept beside the model; here one exists before.
	cp -r start/model start/model.part
	sweep -o model -l 'seq-train --preset=tutorial -q --resume -d 4 -e 2 --log=none x.tsv' \
		'seq-train --preset=tutorial -d 4 -e 2 --checkpoint-every=1 x.tsv'
}

@test "on file systems that cannot swap two names, a model is replaced by two renames" {
	start x.tsv model
	train -m whole
	# The old model is moved away; so is that of a checkpoint; then there is
	# none.
	for n in 1 2 none; do
		[[ $n != none ]] || rm -r start/model
		(cd start && faulted "renameat2:${n/none/1}:EINVAL" seq-train --preset=tutorial -q \
			-d 4 -b 16 -e 3 --log=none --checkpoint-every=1 x.tsv)
		diff -r start/model start/whole
		[[ $(ls start) == $'model\nwhole\nx.tsv' ]]
	done
}

@test "seq-embed: a failing call is reported" {
	start x.tsv model
	sweep -c topk-list 'seq-embed x.tsv'
	sweep -c topk-list 'seq-embed --tower=item'
}

@test "fields of items: a failing call is reported, and old files are whole" {
	start x.tsv movies.dat ratings.dat
	(cd start && seq-examples -q --items=movies.dat --items-out=items.tsv -o y.tsv ratings.dat)
	sweep -o items.tsv -o y.tsv \
		'seq-examples --items=movies.dat --items-out=items.tsv -o y.tsv ratings.dat'
	(cd start && seq-train -q --preset=tutorial -d 4 -e 1 --log=none --items=items.tsv \
		--item-field=genres:id --item-field=year:number --item-hidden=3:relu x.tsv)
	sweep -o model 'seq-train --preset=tutorial -d 4 -e 1 --items=items.tsv
		--item-field=genres:id --item-field=year:number --item-hidden=3:relu x.tsv'
	sweep -c topk-list 'seq-embed x.tsv'
	sweep -o y.tsv -c topk-list 'seq-embed --tower=item --items=items.tsv --labels-out=y.tsv'
}

@test "fields of events and queries: a failing call is reported, and old files are whole" {
	start ratings.dat
	fields="--event-field=context_rating:number --event-field=context_gap:time
		--query-field=user:id:2 --query-field=hour:bucket:3:2
		--query-field=name:words:4:2"
	(cd start && seq-examples -q --event-field=rating --time-gaps ratings.dat |
		awk '{ print $0 "\t" (NR > 1 ? "No " $1 "\t" NR % 7 : "name\thour") }' >f.tsv
		# shellcheck disable=SC2086
		seq-train -q --preset=tutorial -d 4 -e 1 --log=none $fields f.tsv
		seq-examples -q --sequences --event-field=rating --time-gaps ratings.dat |
			awk '{ print $0 "\t" (NR > 1 ? "No " $1 "\t" NR % 7 : "name\thour") }' |
			sed '1s/rating/context_rating/; 1s/\tgap/\tcontext_gap/' >s.tsv)
	sweep -o model "seq-train --preset=tutorial -d 4 -e 1 $fields f.tsv"
	sweep -c topk-list 'seq-embed f.tsv'
	sweep -o l.tsv 'seq-embed --every-position --labels-out=l.tsv s.tsv'
	sweep -o m.safetensors 'seq-embed --export=safetensors -o m.safetensors'
}

@test "topk-eval: a failing call is reported, and the old file is whole" {
	start x.tsv v.tsv c.f32 q.f32 model
	sweep -c 'vocab-build --tokens=1' 'topk-eval -l x.tsv q.f32'
	sweep -o v.tsv 'topk-eval --candidates=c.f32 -v v.tsv -x x.tsv -l x.tsv --ranks=v.tsv
		--coverage -k 2 q.f32'
}

@test "topk-list: a failing call is reported, and the old file is whole" {
	start x.tsv v.tsv c.f32 q.f32 movies.dat model
	sweep -c 'vocab-build --tokens=1' 'topk-list -i movies.dat q.f32'
	sweep -o v.tsv 'topk-list -x x.tsv -o v.tsv --candidates=c.f32 -v v.tsv q.f32'
}

@test "topk-blend: a failing call is reported, and the old file is whole" {
	start v.tsv c.f32 q.f32 model
	sweep -c 'topk-list -q --scores -v model/vocab.tsv' 'topk-blend model q.f32'
	sweep -o c.f32 'topk-blend -w 1,2 -o c.f32 -v v.tsv model q.f32 model q.f32'
}

@test "seq-baseline with times: a failing call is reported, and the old model is whole" {
	start model
	printf 'items\ttime\n1,2,3\t7\n2,3\t5\n4,1,2\t9\n' >start/s.tsv
	sweep -o model 'seq-baseline --method=stan --lambda-snh=3 --sequence-time=time s.tsv'
}

@test "topk: an on-disk vocabulary that cannot be read again is an error" {
	mkdir start
	seq -f 'item%.0f' 130000 >start/v.tsv
	head -c 520000 /dev/zero >start/c.f32 # a column
	head -c 8 /dev/zero >start/q.f32
	printf 'item5\nitem129999\n' >start/y.tsv
	[[ $(wc -c <start/v.tsv) -gt 1048576 ]]
	sweep -n read 'topk-eval -H --candidates=c.f32 -v v.tsv -l y.tsv q.f32'
	sweep -n read -c 'vocab-build --tokens=1' 'topk-list --candidates=c.f32 -v v.tsv q.f32'
}

@test "a disk that fills up right after a row leaves no whole line" {
	start x.tsv
	rows=$(head -n 20 start/x.tsv | wc -c)
	run -1 eval \
		"faulted write:1:FULL=$rows tfrec2tsv $BATS_FILE_TMPDIR/x.tfr >cut.tsv"
	(($(wc -c <cut.tsv) == rows - 1))
	run -1 vocab-build cut.tsv
}

@test "a disk that fills up right after a record leaves no whole record" {
	start x.tsv
	row=$(($(wc -c <"$BATS_FILE_TMPDIR/q.f32") / ($(wc -l <start/x.tsv) - 1)))
	cp -a "$BATS_FILE_TMPDIR/model" .
	run -1 eval \
		"faulted write:1:FULL=$((3 * row)) seq-embed start/x.tsv >cut.f32"
	(($(wc -c <cut.f32) == 3 * row - 1))
	run -1 topk-list cut.f32
}

@test "after a kill at any point, a named file is the old or the new one" {
	start x.tsv v.tsv ratings.dat
	sweep -k -o v.tsv 'vocab-build --order=bytes -o v.tsv x.tsv'
	sweep -k -o s-00000-of-00002 -o s-00001-of-00002 \
		'tsv2tfrec --shards=2 -o s x.tsv'
	sweep -k -o x.tsv -o y.tsv \
		'seq-examples ratings.dat --train=x.tsv --test=y.tsv'
}

@test "after a kill at any point, training continues to the same model, byte for byte" {
	start x.tsv
	train -b 30 -e 2 -m whole
	cat >go-on <<-'END'
		set -e
		args="-q -d 4 -b 30 -e 2 --log=none x.tsv"
		seq-train --preset=tutorial -m m --resume=auto $args
		diff -r m whole
	END
	# Compares only the model, which was killed in between, with an unbroken
	# run's.
	sweep -k -o m -l 'sh ../go-on' \
		'seq-train --preset=tutorial -q -d 4 -b 30 -e 2 -m m --checkpoint-every=1 x.tsv'
}

@test "training also continues after kill -9 at random times" {
	start x.tsv
	train -m whole
	RANDOM=7
	cd start
	for ((i = 0; i < ${SLOW:+20}0 + 8; i++)); do
		timeout --foreground -s KILL "0.$(printf %03d $((RANDOM % 150)))" \
			seq-train --preset=tutorial -q -d 4 -b 16 -e 3 --log=none --resume=auto \
			--checkpoint-every=1 x.tsv || true
		[[ ! -e model ]] || diff -r model whole
	done
	seq-train --preset=tutorial -q -d 4 -b 16 -e 3 --log=none --resume=auto x.tsv
	diff -r model whole
}

@test "SIGTERM and SIGINT leave a checkpoint and exit with the signal's status" {
	start x.tsv
	train -m whole
	cd start
	for signal in TERM:143 INT:130; do
		# In the second checkpoint, and in the last
		for n in 3 $((2 * $(wc -l <x.tsv) / 16)); do
			rm -rf model
			run "-${signal#*:}" faulted "mkdir:$n:${signal%:*}" \
				seq-train --preset=tutorial -q -d 4 -b 16 -e 3 --log=none \
				--checkpoint-every=1 x.tsv
			[ ! -e model ]
			seq-train --preset=tutorial -q -d 4 -b 16 -e 3 --log=none --resume x.tsv
			diff -r model whole
		done
	done
}
