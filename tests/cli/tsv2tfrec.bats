# tsv2tfrec - TSV as TFRecord files.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf 'a\tb\tc\n1,-2\t0.5\tx,y\n3\t\\N\t\\E\n' >in.tsv
}

@test "the bytes of a record are as specified" {
	# length 14, Example { Features { entry { a: Int64List { 7 } } } }
	run -0 bash -c "printf 'a\n7\n' | tsv2tfrec | od -An -v -tx1 | tr -d ' \n'"
	assert_output 0e00000000000000c5e5693f0a0c0a0a0a016112051a030a0107fa9aa804
}

@test "types come from the first rows" {
	tsv2tfrec in.tsv | tfrec2tsv -t >out
	printf 'a:int64\tb:float\tc:bytes\n' | cat - <(tail -n +2 in.tsv) | cmp - out
}

@test "whole numbers and others in one column are floats" {
	printf 'a\n1\n2.5\n1e3\ninf\n-inf\nnan\n' | tsv2tfrec >x
	run -0 tfrec2tsv -t x
	assert_output "$(printf 'a:float\n1.0\n2.5\n1000.0\ninf\n-inf\nnan')"
}

@test "text that would be written differently as a number stays bytes" {
	for x in 007 +1 1_000 0x10 99999999999999999999 ' 1' -0 1e99; do
		printf 'a\n%s\n' "$x" >x.tsv
		tsv2tfrec x.tsv | tfrec2tsv | cmp - x.tsv
	done
}

@test "integers are exact at both ends of int64" {
	printf 'a:int64\n-9223372036854775808,9223372036854775807\n' >x.tsv
	tsv2tfrec x.tsv | tfrec2tsv -t | cmp - x.tsv
}

@test "a typed header gives the types" {
	printf 'a:bytes\tb:float\n1\t2\n' | tsv2tfrec >x
	run -0 tfrec2tsv -t x
	assert_output "$(printf 'a:bytes\tb:float\n1\t2.0')"
}

@test "-f selects columns and gives types" {
	tsv2tfrec -f c,a:float in.tsv >x
	run -0 tfrec2tsv -t x
	assert_output "$(printf 'a:float\tc:bytes\n1.0,-2.0\tx,y\n3.0\t\\E')"
}

@test "-f with a missing column is an error" {
	run --separate-stderr -1 tsv2tfrec -f nope in.tsv
	[[ $stderr == "tsv2tfrec: there is no column 'nope'" ]]
}

@test "-H takes the names from -f" {
	tail -n +2 in.tsv | tsv2tfrec -H -f a,b,c | cmp - <(tsv2tfrec in.tsv)
	run --separate-stderr -1 tsv2tfrec -H -f a,b in.tsv
	[[ $stderr == "tsv2tfrec: in.tsv:line 1: 3 columns, but -f names 2" ]]
	run --separate-stderr -2 tsv2tfrec -H in.tsv
}

@test "a row that does not fit its type names line and column" {
	{
		printf 'a\tb\n'
		seq 1000 | sed 's/$/	1/'
		printf '5\t1.5\n'
	} >x.tsv
	run --separate-stderr -1 bash -c 'tsv2tfrec x.tsv >x'
	[[ $stderr == "tsv2tfrec: x.tsv:line 1002: column 'b': '1.5' is not an int64; int64 is a guess from the first 1000 rows: give the type with -f 'b:float', or in the header" ]]
	[[ $(tfrec2tsv --count x 2>/dev/null) == "" ]] # it is cut, and known to be
	printf 'a:int64\n1,x\n' >y.tsv
	run --separate-stderr -1 bash -c 'tsv2tfrec y.tsv | cat >/dev/null; exit ${PIPESTATUS[0]}'
	[[ $stderr == "tsv2tfrec: y.tsv:line 2: column 'a': 'x' is not an int64" ]]
}

@test "a type that the first rows do not show must be given" {
	{
		printf 'a\tb\n'
		seq 1000 | sed 's/$/	\\N/'
		printf '5\t1\n'
	} >x.tsv
	run --separate-stderr -1 bash -c 'tsv2tfrec x.tsv >x'
	[[ $stderr == *"x.tsv:line 1002: column 'b': the first rows do not tell its type"* ]]
	tsv2tfrec -f a,b:int64 x.tsv | tfrec2tsv -f b:int64 | tail -n 1 | grep -qx 1
}

@test "the order of columns does not change the bytes" {
	printf 'b\ta\n1\t2\n' | tsv2tfrec >x
	printf 'a\tb\n2\t1\n' | tsv2tfrec >y
	cmp x y
}

@test "lengths and defaults are refused, and so is a header with a repeated name" {
	run --separate-stderr -2 tsv2tfrec -f a:int64:2 in.tsv
	run --separate-stderr -2 tsv2tfrec -f a:int64=2 in.tsv
	printf 'a\ta\n1\t2\n' >x.tsv
	run --separate-stderr -1 tsv2tfrec x.tsv
	[[ $stderr == "tsv2tfrec: two columns have the name 'a'" ]]
}

@test "an invalid escape is an error" {
	printf 'a\nx\\q\n' >x.tsv
	run --separate-stderr -1 bash -c 'tsv2tfrec x.tsv >x'
	[[ $stderr == *"x.tsv:line 2: column 'a': "*"has a wrong escape" ]]
}

@test "shards get records in turn, and together hold all" {
	{
		echo a
		seq 7
	} >x.tsv
	tsv2tfrec --shards=3 --output=out x.tsv
	[[ $(ls) == "$(printf 'in.tsv\nout-00000-of-00003\nout-00001-of-00003\nout-00002-of-00003\nx.tsv')" ]]
	[[ $(tfrec2tsv -H out-00001-of-00003) == "$(printf '2\n5')" ]]
	tfrec2tsv -H out-* | sort | cmp - <(seq 7)
}

@test "a failed run leaves no file, and old files unchanged" {
	echo old >out-00000-of-00002
	printf 'a:int64\n1\nx\n' >x.tsv
	run --separate-stderr -1 tsv2tfrec --shards=2 -o out x.tsv
	run --separate-stderr -1 tsv2tfrec -o single x.tsv
	ls >&2; 	[[ $(cat out-00000-of-00002) == old ]]
	[[ $(ls -- *out* single* 2>/dev/null) == out-00000-of-00002 ]]
}

@test "if a shard cannot take its name, no shard does" {
	mkdir out-00001-of-00002
	run --separate-stderr -1 tsv2tfrec --shards=2 -o out in.tsv
	[[ $stderr == "tsv2tfrec: out-00001-of-00002: "* ]]
	[[ ! -e out-00000-of-00002 ]]
}

@test "--shards needs --output" {
	run --separate-stderr -2 tsv2tfrec --shards=2 in.tsv
}

@test "gzip and zlib hold the same records, and repeat" {
	for how in gzip zlib; do
		tsv2tfrec --compression=$how in.tsv >x
		tsv2tfrec --compression=$how <in.tsv | cmp - x
		tfrec2tsv x | cmp - in.tsv
	done
	gzip -t <(tsv2tfrec --compression=gzip in.tsv)
}

@test "truncated input fails, and the output is truncated too" {
	head -c -1 in.tsv >cut.tsv
	run --separate-stderr -1 bash -c 'tsv2tfrec cut.tsv >x'
	[[ $stderr == "tsv2tfrec: cut.tsv:line 3: "*"cut short" ]]
	run --separate-stderr -1 tfrec2tsv --count x
	run --separate-stderr -1 bash -c 'tsv2tfrec --compression=gzip cut.tsv >x'
	run --separate-stderr -1 tfrec2tsv --count x
}

@test "file, pipe, single bytes and gzip give the same" {
	tsv2tfrec in.tsv >a
	tsv2tfrec <in.tsv >b
	dd bs=1 status=none if=in.tsv | tsv2tfrec >c
	gzip -c in.tsv | tsv2tfrec >d
	cmp a b
	cmp a c
	cmp a d
}

@test "the locale does not change a byte" {
	printf 'a\tb\n0.5\t\303\251,z\n' >x.tsv
	LC_ALL=C tsv2tfrec x.tsv >a
	LC_ALL=C.UTF-8 tsv2tfrec x.tsv >b
	cmp a b
}

@test "a full disk is an error" {
	run --separate-stderr -1 bash -c 'tsv2tfrec in.tsv >/dev/full'
	[[ $stderr == "tsv2tfrec: standard output: "* ]]
	run --separate-stderr -1 bash -c 'tsv2tfrec --compression=gzip in.tsv >/dev/full'
}

@test "a directory and an empty file are errors" {
	run --separate-stderr -1 bash -c 'tsv2tfrec . | cat; exit ${PIPESTATUS[0]}'
	: >empty
	run --separate-stderr -1 bash -c 'tsv2tfrec empty | cat; exit ${PIPESTATUS[0]}'
}

@test "a wrong command line exits 2" {
	run -2 tsv2tfrec --nope
	run -2 tsv2tfrec --shards=x --output=o in.tsv
	run -2 tsv2tfrec --shards=1001 --output=o in.tsv
	run -2 tsv2tfrec --compression=auto in.tsv
	run -2 tsv2tfrec -f a:text in.tsv
}

@test "a header alone is a file of no records" {
	printf 'a:int64\n' | tsv2tfrec >x
	[[ ! -s x ]]
	[[ $(tfrec2tsv --count x) == 0 ]]
}

@test "a bad header is refused with its file and line" {
	printf 'a\t\n1\t2\n' >x.tsv
	run -1 --separate-stderr tsv2tfrec x.tsv
	[[ $stderr == "tsv2tfrec: x.tsv:line 1: column 2 has no name" ]]
	printf 'a\tb\\q\n1\t2\n' >x.tsv
	run -1 --separate-stderr tsv2tfrec x.tsv
	[[ $stderr == "tsv2tfrec: x.tsv:line 1: the name has a wrong escape: 'b\q'" ]]
}
