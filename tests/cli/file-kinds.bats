# file-kinds - a file of an unexpected kind is recognised by its first bytes.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf 'a:int64\n7\n' | tsv2tfrec >records
	printf 'context\tlabel\n1,2\t3\n2,3\t1\n' >in.tsv
	printf 'u1,a,1\nu1,b,2\nu1,c,3\n' >log.csv
	printf 'user,item,time\n' | cat - log.csv >titled.csv
}

# A model of three items, and queries of it.
small_model() {
	seq-train --preset=tutorial -q --log=none -e 1 -b 2 -d 4 --threads=1 -C 1 -L 2 in.tsv
	seq-embed -C 1 -q -o q.f32 in.tsv
}

@test "every reader of text names an unexpected kind, and the command to convert it" {
	printf '\3757zXZ\0\0' >a.xz
	for command in vocab-build seq-train tsv2tfrec seq-examples; do
		run -1 --separate-stderr $command a.xz
		[[ $output == "" ]]
		[[ $stderr == "$command: a.xz is compressed by xz, not "*"; "*": xz -dc a.xz |" ]]
	done
}

@test "a kind is known in a pipe, a byte at a time, and inside of gzip" {
	printf '{"user": 1}\n' >x
	run -1 --separate-stderr seq-examples <x
	[[ $stderr == "seq-examples: standard input is JSON, not a log; jq -r "*" FILE | "* ]]
	run -1 --separate-stderr bash -c 'dd bs=1 status=none if=x | seq-examples'
	[[ $stderr == *"is JSON"* ]]
	gzip x
	run -1 --separate-stderr seq-examples x.gz
	[[ $stderr == "seq-examples: x.gz is JSON"* ]]
}

@test "TFRecords instead of text are recognised, also in the second file" {
	run -1 --separate-stderr vocab-build in.tsv records
	[[ $stderr == "vocab-build: records is a TFRecord file, not tab-separated text; tfrec2tsv records converts it to text" ]]
}

@test "text instead of TFRecords is recognised" {
	run -1 --separate-stderr tfrec2tsv records log.csv
	[[ $stderr == *"log.csv is text, not a TFRecord file; "*"tsv2tfrec"* ]]
}

@test "a byte order mark is skipped in text and logs, in gzip too" {
	{
		printf '\357\273\277'
		cat in.tsv
	} >bom.tsv
	vocab-build in.tsv >want
	vocab-build bom.tsv | cmp - want
	gzip <bom.tsv | vocab-build | cmp - want
	dd bs=1 if=bom.tsv status=none | vocab-build | cmp - want
}

@test "UTF-16 is recognised with and without its mark, and iconv's output is read" {
	iconv -f UTF-8 -t UTF-16 log.csv >marked.csv
	run -1 --separate-stderr seq-examples marked.csv
	[[ $stderr == *"is UTF-16, "*": iconv -f UTF-16 -t UTF-8 marked.csv |" ]]
	for order in LE BE; do
		iconv -f UTF-8 -t UTF-16$order log.csv >bare.csv
		run -1 --separate-stderr seq-examples bare.csv
		[[ $stderr == *": iconv -f UTF-16$order -t UTF-8 bare.csv |" ]]
	done
}

@test "CSV instead of TSV is refused by its header" {
	for line in user,item 'user;item' 'user|item' user::item::time; do
		printf '%s\n1,2\n' "$line" >x
		for command in vocab-build tsv2tfrec seq-train; do
			run -1 --separate-stderr $command x
			[[ $stderr == "$command: x:line 1: TABs must separate columns, not "*" as in '$line'; "* ]]
		done
	done
	printf 'a\\,b\n7\n' | tsv2tfrec | tfrec2tsv >out # a comma of a name
	[[ $(cat out) == $'a\\,b\n7' ]]
}

@test "input that is not compressed as requested is reported" {
	run -1 --separate-stderr tfrec2tsv --compression=gzip records
	[[ $stderr == "tfrec2tsv: records is not gzip; without --compression=gzip "* ]]
	gzip records
	run -1 --separate-stderr tfrec2tsv --compression=none records.gz
	[[ $stderr == "tfrec2tsv: records.gz is compressed by gzip, not plain; without --compression=none "* ]]
}

@test "queries in npy and fvecs give the lists of raw floats" {
	small_model
	topk-list -k 2 q.f32 >want
	for format in npy fvecs; do
		seq-embed -C 1 -q --format=$format -o q in.tsv
		topk-list -k 2 q | cmp - want
		dd bs=1 if=q status=none | topk-list -k 2 | cmp - want
		topk-eval -l in.tsv -L 2 q >out
		topk-eval -l in.tsv -L 2 q.f32 | cmp - out
	done
}

@test "a single query in npy or fvecs is one query" {
	small_model
	head -n 2 in.tsv >one.tsv
	for format in npy fvecs; do
		seq-embed -C 1 -q --format=$format -o q one.tsv
		run -0 topk-list -H -k 1 q
		[[ ${#lines[@]} == 1 ]]
	done
}

@test "npy and fvecs with other columns, truncated, or with other types are refused" {
	small_model
	seq-embed -C 1 -q --format=npy -o q.npy in.tsv
	seq-embed -C 1 -q --format=fvecs -o q.fvecs in.tsv
	sed 's/(2, 4)/(1, 8)/' q.npy >wide.npy
	run -1 --separate-stderr topk-list wide.npy
	[[ $stderr == *"wide.npy has 8 columns, not 4" ]]
	sed 's/<f4/<f8/' q.npy >double.npy
	run -1 --separate-stderr topk-list double.npy
	[[ $stderr == *"double.npy is a NumPy array, but not of rows of float32: {'descr': '<f8', "* ]]
	sed 's/(2, 4)/(3, 4)/' q.npy >more.npy
	run -1 --separate-stderr topk-list more.npy
	[[ $stderr == *"more.npy has 2 rows, but its header says 3" ]]
	head -c 50 q.npy >cut.npy
	run -1 --separate-stderr topk-list cut.npy
	[[ $stderr == *"cut.npy: the header of the NumPy array is cut short" ]]
	head -c 30 q.fvecs >cut.fvecs
	run -1 --separate-stderr topk-list cut.fvecs
	[[ $stderr == *"cut.fvecs:row 2 "*"is cut short"* ]]
}

@test "doubles instead of floats are refused" {
	small_model
	perl -e 'print pack "d*", map { sin } 1 .. 64' >q.f64
	run -1 --separate-stderr topk-list q.f64
	[[ $stderr == *"q.f64: the numbers are not little-endian float32"*"float64"* ]]
	perl -e 'print pack "f>*", map { sin } 1 .. 64' >big.f32
	run -1 --separate-stderr topk-list big.f32
	perl -e 'print pack "l*", 1 .. 64' >ids
	run -1 --separate-stderr topk-list ids
}

@test "candidates in npy and fvecs are those of raw floats" {
	small_model
	seq-embed -q --tower=item -o c.f32
	for format in npy fvecs; do
		seq-embed -q --tower=item --format=$format -o c
		for dim in '' --dim=4; do
			topk-list --candidates=c.f32 --vocab=model/vocab.tsv $dim q.f32 >want
			topk-list --candidates=c --vocab=model/vocab.tsv $dim q.f32 | cmp - want
		done
	done
}

@test "the recognition of floats does not depend on chunks" {
	seq-train --preset=tutorial -q --log=none -e 1 -b 2 -d 4 -C 1 -L 2 in.tsv
	# The first row is huge, so nothing can be recognised by it.
	perl -e 'print pack "f<*", (1e16) x 4, map { sin } 1 .. 4000' >some.f32
	topk-list -q -k 1 some.f32 >want
	dd bs=16 if=some.f32 status=none | topk-list -q -k 1 | cmp - want
	perl -e 'print pack "d*", map { sin } 1 .. 3000' >q.f64
	run -1 --separate-stderr topk-list -q q.f64
	told=$stderr
	run -1 --separate-stderr bash -c 'dd bs=16 if=q.f64 status=none | topk-list -q'
	told=${told#*little-endian}
	[[ $stderr == *"${told%%;*}"* && $told == *"of the first "* ]]
}

# remedy FILE: runs the command in the message about FILE and reports what it
# says of the log.
remedy() {
	local command
	run -1 --separate-stderr seq-examples "$1"
	command=${stderr##*: }
	[[ $command == *" |" ]] || return 1
	bash -o pipefail -c "$command seq-examples -q" >out
	seq-examples -q titled.csv | cmp - out
}

@test "the command in a message about compressed files makes the log" {
	local tool
	for tool in xz zstd bzip2 lz4; do
		type $tool >/dev/null 2>&1 || continue
		$tool -c <titled.csv >packed
		remedy packed
	done
	iconv -f UTF-8 -t UTF-16 titled.csv >wide
	remedy wide
	iconv -f UTF-8 -t UTF-16BE titled.csv >"wi de's"
	remedy "wi de's"
	tr '\n' '\r' <titled.csv >mac
	remedy mac
}

@test "the command in a message about archives lists their files, and extracts one" {
	local name command
	tar -cf log.tar log.csv
	! type zip >/dev/null 2>&1 || zip -q log.zip log.csv
	for name in log.tar log.zip; do
		[ -e $name ] || continue
		run -1 --separate-stderr seq-examples $name
		command=${stderr#*; }
		run -0 bash -c "${command%% lists*}"
		[[ $output == *log.csv* ]]
		command=${stderr##*: }
		command=${command%% |}
		bash -c "${command/NAME/log.csv}" | cmp - log.csv
	done
}

@test "the command in a message about JSON or a database makes the log" {
	local command
	seq-examples -q titled.csv >want
	if type jq >/dev/null 2>&1; then
		awk -F , '{ printf "{\"user\": \"%s\", \"item\": \"%s\", \"time\": %s}\n",
			$1, $2, $3 }' log.csv >x.json
		run -1 --separate-stderr seq-examples x.json
		command=${stderr#*; }
		command=${command%% (*}
		bash -c "${command/seq-examples/seq-examples -q}" | cmp - want
	fi
	if type sqlite3 >/dev/null 2>&1; then
		sqlite3 x.db '.mode csv' '.import titled.csv events'
		run -1 --separate-stderr seq-examples x.db
		command=${stderr#*; }
		command=${command/NAME/events}
		bash -c "${command/seq-examples/seq-examples -q}" | cmp - want
	fi
}

@test "the commands in messages about other number types make floats" {
	local python command
	for python in python3 /usr/bin/python3; do
		$python -c 'import numpy' 2>/dev/null && break
	done
	$python -c 'import numpy' 2>/dev/null || skip "there is no NumPy"
	small_model
	topk-list -k 2 q.f32 >want
	seq-embed -C 1 -q --format=word2vec -o q.w2v in.tsv
	run -1 --separate-stderr topk-list q.w2v
	command=${stderr#*; }
	command=${command%% makes *}
	bash -c "${command/python3/$python}"
	topk-list -k 2 x.npy | cmp - want
	cat q.f32 q.f32 q.f32 q.f32 q.f32 q.f32 q.f32 q.f32 >many.f32
	topk-list -k 2 many.f32 >want
	$python -c 'import numpy
numpy.fromfile("many.f32", "<f4").astype("<f8").tofile("q.f64")'
	run -1 --separate-stderr topk-list q.f64
	command=${stderr#*if they are float64, }
	bash -c "${command/python3/$python}"
	topk-list -k 2 x.f32 | cmp - want
}

@test "the command in a message about pandas' tables makes the log" {
	local command kind python=python3
	type "$python" >/dev/null 2>&1 || skip "there is no Python"
	"$python" -c 'import pandas' 2>/dev/null || skip "there is no pandas"
	seq-examples -q titled.csv >want
	"$python" - <<-'END'
		import pandas
		x = pandas.read_csv("titled.csv")
		for kind, write in [
		    ("parquet", x.to_parquet), ("orc", x.to_orc),
		    ("feather", x.to_feather), ("pickle", x.to_pickle),
		    ("xlsx", lambda f: x.to_excel(f, index=False)),
		    ("hdf5", lambda f: x.to_hdf(f, key="x")),
		]:
		    try:
		        write("x." + kind)
		    except ImportError:
		        pass
	END
	for kind in parquet orc feather pickle xlsx hdf5; do
		[ -e x.$kind ] || continue
		run -1 --separate-stderr seq-examples x.$kind
		command=${stderr#*; }
		bash -c "${command/seq-examples/seq-examples -q}" | cmp - want
	done
}

@test "binary data in place of text is recognised, whatever its first line is" {
	small_model
	perl -e 'srand 2; print pack "f<*", map { rand() - 0.5 } 1 .. 640' >floats
	perl -e 'print "a\tb\0\n1\t2\n"' >nul
	for x in floats nul; do
		for command in vocab-build seq-train seq-embed tsv2tfrec seq-pca seq-examples; do
			run -1 --separate-stderr $command $x
			[[ $output == "" ]]
			[[ $stderr == "$command: $x is binary data, not "*"; if it holds floats, "* ]]
		done
	done
}

@test "an old encoding, bytes in cells and separators of Hive are not binary data" {
	printf 'context\tlabel\tann\351e\n1,2\t3\t\351\n' | vocab-build -q >out
	printf 'context\tlabel\n1\x01\xff,2\t3\n' | vocab-build -q >out
	printf 'u\x01i\x01ann\351e\nu1\x01a\x011\nu1\x01b\x012\n' |
		seq-examples -q --user=u --item=i --separator=$'\x01' >out
	[[ $(tail -n 1 out) == $'u1\ta\tb' ]]
}

@test "a message shows control characters and wrong bytes as escapes" {
	printf 'one\033[31m\tsch\303\266n \377\n1\t2\n' >x
	run -1 --separate-stderr seq-train x
	[[ $stderr == *'the header is: one\x1b[31m	schön \xff;'* ]]
}

@test "the remedy for text is the one that the reader needs" {
	small_model
	run -1 --separate-stderr tfrec2tsv in.tsv
	[[ $stderr == *"; tsv2tfrec in.tsv converts TSV to TFRecord" ]]
	run -1 --separate-stderr topk-list in.tsv
	[[ $stderr == *"; seq-embed in.tsv converts examples to floats" ]]
}

@test "columns separated by blanks, and a file without a header, get advice" {
	printf 'user context label\nu1 1,2 3\n' >x
	run -1 --separate-stderr seq-train x
	[[ $stderr == *"; TABs must separate columns; --context="* ]]
	printf 'u1\t1,2\t3\nu1\t1,2\t4\n' >x
	run -1 --separate-stderr seq-train x
	[[ $stderr == *"; if this is not a header, give --no-header; --context="* ]]
}

@test "examples in place of a log are recognised" {
	printf 'user\tcontext\tlabel\nu1\ta\tb\n' >x
	run -1 --separate-stderr seq-examples x
	[[ $stderr == *"this is not a log: it has the columns user,context,label of examples"* ]]
	printf 'user\titems\nu1\ta,b\n' | run -1 --separate-stderr seq-examples
	[[ $stderr == *"this is not a log"* ]]
}
