# tfrec2tsv - TFRecord files as TSV.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf 'a:int64\tb:float\tc:bytes\n1,-2\t0.5\tx,y\n3\t\\N\t\\E\n' >in.tsv
	tsv2tfrec in.tsv >in.tfr
}

# record BYTES: a record with these, as printf writes them.
record() {
	# shellcheck disable=SC2059 # the escapes are the data
	printf "$1" | perl -e '
		sub masked {
			my $crc = 0xffffffff;
			for my $byte (unpack "C*", $_[0]) {
				$crc ^= $byte;
				$crc = $crc >> 1 ^ ($crc & 1 ? 0x82f63b78 : 0)
				    for 1 .. 8;
			}
			$crc ^= 0xffffffff;
			return pack "V", (($crc >> 15 | $crc << 17) + 0xa282ead8)
			    & 0xffffffff;
		}
		local $/;
		my $data = <STDIN> // "";
		my $length = pack "Q<", length $data;
		print $length, masked($length), $data, masked($data)'
}

# A record that is not an Example.
text_record() {
	record 'hello, world'
}

# An Example with a: 7, byte by byte, and one with an unset a.
example='\012\014\012\012\012\001a\022\005\032\003\012\001\007'
unset_example='\012\007\012\005\012\001a\022\000'

# n numbered records.
many() {
	{
		printf 'id:int64\tname:bytes\n'
		seq "$1" | awk '{ print $1 "\tn" $1 }'
	} | tsv2tfrec
}

@test "columns are the features in byte order, lists joined by commas" {
	run --separate-stderr -0 tfrec2tsv in.tfr
	assert_output "$(printf 'a\tb\tc\n1,-2\t0.5\tx,y\n3\t\\N\t\\E')"
	[[ $stderr == "" ]]
}

@test "--typed writes what tsv2tfrec reads" {
	run -0 bash -c 'tfrec2tsv --typed in.tfr | cmp - in.tsv'
}

@test "-H leaves out the header and nothing else" {
	tfrec2tsv -H in.tfr >a
	tfrec2tsv in.tfr | tail -n +2 >b
	cmp a b
}

@test "-f selects and orders columns" {
	run -0 tfrec2tsv -f c,a in.tfr
	assert_output "$(printf 'c\ta\nx,y\t1,-2\n\\E\t3')"
}

@test "-f with a length takes lists of that length" {
	run --separate-stderr -1 tfrec2tsv -f a:int64:2 in.tfr
	assert_output "$(printf 'a\n1,-2')"
	[[ $stderr == "tfrec2tsv: in.tfr:record 2 @offset "*": feature 'a' has 1 values, not 2" ]]
}

@test "an empty list is not a missing one and gets no default" {
	run --separate-stderr -1 tfrec2tsv -f c:bytes:2=z in.tfr
	[[ $stderr == *"feature 'c' has 0 values, not 2" ]]
}

@test "-f with a length and without a default requires the feature" {
	run --separate-stderr -1 tfrec2tsv -f b:float:1 in.tfr
	[[ $stderr == *"record 2 "*"feature 'b' is required but missing"* ]]
}

@test "a default replaces a missing feature, repeated to its length" {
	run --separate-stderr -0 tfrec2tsv -H -f b:float=1,d:int64:3=7,e:bytes='x\,y' in.tfr
	assert_output "$(printf '0.5\t7,7,7\tx\\,y\n1.0\t7,7,7\tx\\,y')"
}

@test "a default of the wrong type is refused" {
	run --separate-stderr -1 tfrec2tsv -f a:int64=x in.tfr
	[[ $stderr == "tfrec2tsv: the default of 'a', 'x', is not int64" ]]
}

@test "-f with a type other than the file's is an error" {
	run --separate-stderr -1 tfrec2tsv -f a:bytes in.tfr
	[[ $stderr == *"record 1 @offset 0: feature 'a' is int64 here, not bytes" ]]
}

@test "whole numbers are read as floats if floats are requested" {
	printf 'r:int64\tt:int64:steps\n4,-3\t1;2,3\n\\E\t\\N\n' | tsv2tfrec >ints.tfr
	printf 'r:float\tt:float:steps\n4.5\t0.5\n' | tsv2tfrec >floats.tfr
	run -0 tfrec2tsv -f r:float,t:float:steps ints.tfr floats.tfr
	[[ $output == $'r\tt::steps\n4.0,-3.0\t1.0;2.0,3.0\n\\E\t\\N\n4.5\t0.5' ]]
	run -1 --separate-stderr tfrec2tsv ints.tfr floats.tfr
	[[ $stderr == *"feature 'r' is float here, not int64; as float with -f, both are accepted" ]]
}

@test "a whole number that no float equals is not rounded" {
	printf 'r:int64\n16777217\n' | tsv2tfrec >x.tfr
	run -1 --separate-stderr tfrec2tsv -f r:float x.tfr
	[[ $stderr == *"record 1 @offset 0: 16777217 is not exact as a float; it would become 16777216" ]]
}

@test "-f with a feature that no record has is an error, not a column of \\N" {
	run --separate-stderr -1 tfrec2tsv -f a,nope in.tfr
	[[ $stderr == *"there is no feature 'nope' in the first 2 records"* ]]
}

@test "with its type given, a feature that no record has is reported" {
	run --separate-stderr -0 tfrec2tsv -H -f nope:int64 in.tfr
	assert_output "$(printf '\\N\n\\N')"
	[[ $stderr == "tfrec2tsv: no record has the feature 'nope'" ]]
}

@test "a malformed -f is a wrong command line" {
	for spec in '' ',a' a:int32 a:int64:0 a:int64:x a:int64:1:1 a,a \
	    a:int64:steps=1; do
		run --separate-stderr -2 tfrec2tsv -f "$spec" in.tfr
	done
}

@test "a feature that appears late in a pipe is an error that suggests an -f" {
	{
		printf 'a:int64\tlate:int64\n'
		seq 1001 | awk '{ print $1 "\t" ($1 > 1000 ? $1 : "\\N") }'
	} | tsv2tfrec >late.tfr
	run --separate-stderr -1 bash -c 'cat late.tfr | tfrec2tsv'
	[[ ${#lines[@]} == 1001 ]] # the header, and 1,000 rows
	[[ $stderr == *"record 1001 "*"feature 'late' is new here"*": -f 'a:int64,late:int64', or give a file" ]]
	tfrec2tsv -f a,late:int64 late.tfr | tail -n 1 | grep -qx '1001	1001'
}

@test "a feature that appears late in files has its column" {
	{
		printf 'a:int64\tlate:int64\n'
		seq 3001 | awk '{ print $1 "\t" ($1 > 3000 ? $1 : "\\N") }'
	} >late.tsv
	tsv2tfrec late.tsv >late.tfr
	tfrec2tsv -t late.tfr | cmp - late.tsv
	tfrec2tsv -t <late.tfr | cmp - late.tsv
	gzip <late.tfr >late.gz
	tfrec2tsv -t in.tfr late.gz >out
	[[ $(head -n 1 out) == $'a:int64\tb:float\tc:bytes\tlate:int64' ]]
	[[ $(tail -n 1 out) == $'3001\t\\N\t\\N\t3001' ]]
}

@test "a late feature list has its column too, and a late type" {
	{
		printf 'a:int64:steps\tlate:bytes:steps\n'
		seq 3001 | awk '{ print "\\Z\t" ($1 > 3000 ? "x;y" : "\\N") }'
		printf '7\t\\N\n'
	} >late.tsv
	tsv2tfrec late.tsv >late.tfr
	tfrec2tsv -t late.tfr | cmp - late.tsv
}

@test "if a pipe succeeds its output is that of a file" {
	many 5000 >m.tfr
	cat m.tfr | tfrec2tsv | cmp - <(tfrec2tsv m.tfr)
}

@test "features of the second shard are seen among the first 1,000 records" {
	printf 'z:float\n0.5\n' | tsv2tfrec >z.tfr
	run -0 tfrec2tsv in.tfr z.tfr
	[[ ${lines[0]} == "$(printf 'a\tb\tc\tz')" ]]
	[[ ${lines[3]} == "$(printf '\\N\t\\N\t\\N\t0.5')" ]]
}

@test "a feature that changes its type is an error" {
	printf 'a:bytes\nx\n' | tsv2tfrec >x.tfr
	run --separate-stderr -1 tfrec2tsv in.tfr x.tfr
	[[ $stderr == *"x.tfr:record 1 @offset 0: feature 'a' is bytes here, not int64" ]]
}

@test "steps of a SequenceExample are joined by semicolons" {
	printf 'a:int64\tt:bytes:steps\tu:int64:steps\n' >seq.tsv
	printf '1\tx,y;\\E;z\\;\t\\Z\n\\N\t\\N\t1;-2\n' >>seq.tsv
	tsv2tfrec seq.tsv >seq.tfr
	tfrec2tsv --typed seq.tfr | cmp - seq.tsv
}

@test "a feature list is marked in a header without types too" {
	printf 't:bytes:steps\nx;y\n' | tsv2tfrec >seq.tfr
	run -0 tfrec2tsv seq.tfr
	assert_output "$(printf 't::steps\nx;y')"
	run -0 tfrec2tsv -f t:bytes:steps seq.tfr
	assert_output "$(printf 't::steps\nx;y')"
}

@test "a feature list requested as a feature is an error that says so" {
	printf 't:bytes:steps\nx;y\n' | tsv2tfrec >seq.tfr
	run --separate-stderr -1 tfrec2tsv -f t:bytes seq.tfr
	[[ $stderr == *"'t' is a feature list"* ]]
}

@test "bytes with a meaning are escaped, in names too" {
	printf 'a\\tb:bytes\tx:int64:bytes\n\\t\\n\\\\\\,\\;\\x00\tq\n' >esc.tsv
	tsv2tfrec esc.tsv >esc.tfr
	tfrec2tsv --typed esc.tfr | cmp - esc.tsv
	tfrec2tsv esc.tfr | tsv2tfrec | cmp - esc.tfr
}

@test "--schema has type, counts, lengths, range and most frequent values" {
	run --separate-stderr -0 tfrec2tsv --schema in.tfr
	assert_output "$(
		printf 'feature\ttype\tcount\tmissing\tshortest\tlongest\tleast\tgreatest\tdistinct\ttimes\tmost_frequent\n'
		printf 'a\tint64\t2\t0\t1\t2\t-2\t3\t3\t1\t-2\n'
		printf 'b\tfloat\t1\t1\t1\t1\t0.5\t0.5\t1\t1\t0.5\n'
		printf 'c\tbytes\t2\t0\t0\t2\tx\ty\t2\t1\tx\n'
	)"
	[[ $stderr == "tfrec2tsv: 2 records" ]]
}

@test "--schema marks feature lists and counts their steps" {
	printf 't:float:steps\n1.0;2.0,3.0;\\E\n\\Z\n' | tsv2tfrec >seq.tfr
	run --separate-stderr -0 tfrec2tsv --schema seq.tfr
	[[ ${lines[1]} == "$(printf 't\tfloat:steps\t2\t0\t0\t3\t1.0\t3.0\t3\t1\t1.0')" ]]
}

@test "--schema: the most frequent value is that of awk; among equals, the least" {
	{
		printf 'id:int64\tx:float\tname:bytes\n'
		seq 5000 | awk '{ print $1 % 701 "\t" $1 % 13 ".5\tn" $1 % 97 % 50 }'
	} >many.tsv
	tsv2tfrec many.tsv | tfrec2tsv -q --schema >got
	for k in 1 2 3; do
		tail -n +2 many.tsv | cut -f $k | sort | uniq -c |
			sort -k1,1nr -k2,2g -k2,2 | awk -v OFS='\t' \
			'NR == 1 { n = $1; v = $2 } END { print NR, n, v }'
	done | sort >want
	tail -n +2 got | cut -f 9-11 | sort | cmp - want
}

@test "--schema with too many different values does not guess" {
	{
		printf 'few:int64\tmany:int64\n'
		seq 100001 | awk '{ print $1 % 3 "\t" $1 }'
	} | tsv2tfrec >x.tfr
	tfrec2tsv -q --schema x.tfr | cut -f 1,7- >got
	printf '%s\n' few,0,2,3,33334,1 'many,1,100001,\N,\N,\N' | tr , '\t' >want
	tail -n +2 got | cmp - want
	[[ $(tfrec2tsv -q --schema --json x.tfr) == *'"greatest": 100001, "distinct": null, "times": null, "most_frequent": null}]}' ]]
}

@test "--schema --json is one object, that jq reads" {
	type jq >/dev/null 2>&1 || skip "jq is not installed"
	printf 'a:bytes\tb:float\tn\n"\\n\tinf\t\\N\n"\\n\t\\N\t\\N\n' |
		tsv2tfrec | tfrec2tsv -q --schema --json >got.json
	jq -c '[.records, (.features[] | [.feature, .type, .steps, .count,
		.missing, .least, .distinct, .times, .most_frequent])]' got.json >got
	printf '%s\n' '[2,["a","bytes",false,2,0,"\"\n",1,2,"\"\n"],["b","float",false,1,1,"inf",1,1,"inf"],["n",null,false,0,2,null,0,0,null]]' |
		cmp - got
}

@test "a feature that is unset in all records is in --schema and survives" {
	record "$unset_example" >unset.tfr
	run -0 tfrec2tsv -q --schema unset.tfr
	[[ ${lines[1]} == $'a\t\t0\t1\t0\t0\t\\N\t\\N\t0\t0\t\\N' ]]
	run -0 tfrec2tsv -t unset.tfr
	[[ $output == $'a\n\\N' ]]
	tfrec2tsv -t unset.tfr | tsv2tfrec | cmp - unset.tfr
	cat in.tfr unset.tfr | tfrec2tsv -H | tail -n 1 >got
	printf '\\N\t\\N\t\\N\n' | cmp - got
}

@test "--schema fits the terminal" {
	needs_terminal
	{
		printf 'a_feature_of_a_long_name:bytes\tid:int64\treal:float\tt:bytes:steps\n'
		printf 'a long value that is cut somewhere\t%d\t-0.000012345678\tx;y\n' \
			-9223372036854775808 9223372036854775807
	} | tsv2tfrec >wide.tfr
	for width in 80 100; do
		script -qec "stty cols $width; tfrec2tsv -q --schema wide.tfr" /dev/null |
			tr -d '\r' >got
		[[ $(wc -l <got) == 5 ]]
		awk -v w=$width 'length > w { exit 1 }' got
	done
	grep -q '^a_feature_of_a_long_name *bytes' got
}

@test "--count counts records of any kind" {
	text_record | cat in.tfr - in.tfr >mixed.tfr
	run -0 tfrec2tsv --count mixed.tfr
	assert_output 5
	: >empty
	run -0 tfrec2tsv --count empty
	assert_output 0
}

@test "a record that is not an Example is refused as such" {
	text_record | cat in.tfr - >mixed.tfr
	run --separate-stderr -1 tfrec2tsv -H mixed.tfr
	[[ ${#lines[@]} == 2 ]]
	[[ $stderr == "tfrec2tsv: mixed.tfr:record 3 @offset "*": the record is neither a tf.train.Example nor a SequenceExample; "*"--count" ]]
}

@test "an ExampleListWithContext is refused by name, in rows and in --schema" {
	record "\\012\\016$example\\012\\016$example\\022\\016$example" >ranked.tfr
	for how in -q --schema -fa:int64; do
		run --separate-stderr -1 tfrec2tsv $how ranked.tfr
		[[ $output != *7* ]]
		[[ $stderr == "tfrec2tsv: ranked.tfr:record 1 @offset 0: the record is an ExampleListWithContext, "*": write a record for each of its examples, "* ]]
	done
	[[ $(tfrec2tsv --count ranked.tfr) == 1 ]]
	cat in.tfr ranked.tfr >late.tfr
	run --separate-stderr -1 tfrec2tsv -H late.tfr
	[[ ${#lines[@]} == 2 && $stderr == *"record 3 "*"is an ExampleListWithContext"* ]]
}

@test "unknown fields of Examples are skipped" {
	record "$example\\042\\003abc\\050\\001" >new.tfr
	run --separate-stderr -0 tfrec2tsv -t new.tfr
	[[ $output == $'a:int64\n7' && $stderr == "" ]]
	record '\042\003abc\050\001' >other.tfr # nothing that is known
	run --separate-stderr -1 tfrec2tsv -f a:int64 other.tfr
	[[ $stderr == *"record 1 @offset 0: the record is neither a tf.train.Example nor "* ]]
}

@test "without records there are no columns, unless -f names them" {
	: >empty
	run --separate-stderr -1 tfrec2tsv empty
	[[ $stderr == *"name them with -f" ]]
	run -0 tfrec2tsv -f a,b empty
	assert_output "$(printf 'a\tb')"
}

@test "gzip, zlib and uncompressed files are recognised, or can be forced" {
	for how in none gzip zlib; do
		tsv2tfrec --compression=$how in.tsv >x
		tfrec2tsv --typed x | cmp - in.tsv
		tfrec2tsv --typed --compression=$how x | cmp - in.tsv
	done
	run --separate-stderr -1 tfrec2tsv --compression=none x
	run --separate-stderr -1 tfrec2tsv --compression=gzip in.tfr
}

@test "several gzip members are one file" {
	tsv2tfrec --compression=gzip in.tsv >x
	cat x x >xx
	[[ $(tfrec2tsv --count xx) == 4 ]]
}

@test "any number of threads writes the same bytes" {
	many 50000 >m.tfr
	for n in 1 2 3 7; do
		tfrec2tsv --threads=$n m.tfr | sha256sum
	done | sort -u >sums
	[[ $(wc -l <sums) == 1 ]]
	tfrec2tsv --typed m.tfr | tail -n 1 | grep -qx '50000	n50000'
}

@test "all rows before a damaged record are written, with any number of threads" {
	many 30000 >m.tfr
	text_record >>m.tfr
	many 30000 >>m.tfr
	for n in 1 4; do
		run --separate-stderr -1 tfrec2tsv -H --threads=$n m.tfr
		[[ ${#lines[@]} == 30000 ]]
		[[ $stderr == *"record 30001 "* ]]
	done
}

@test "file, pipe and single bytes give the same" {
	many 300 >m.tfr
	tfrec2tsv m.tfr >a
	tfrec2tsv <m.tfr >b
	dd bs=1 status=none if=m.tfr | tfrec2tsv >c
	dd bs=1 status=none if=m.tfr | tfrec2tsv - >d
	cmp a b
	cmp a c
	cmp a d
}

@test "the locale does not change a byte" {
	printf 'a\tb\n0.5\t\303\251,z\n' | tsv2tfrec >x
	LC_ALL=C tfrec2tsv x >a
	LC_ALL=C.UTF-8 tfrec2tsv x >b
	cmp a b
}

@test "a full disk is an error" {
	run --separate-stderr -1 bash -c 'tfrec2tsv in.tfr >/dev/full'
	[[ $stderr == "tfrec2tsv: standard output: "* ]]
}

@test "a directory and a missing file are errors" {
	run --separate-stderr -1 tfrec2tsv .
	[[ $stderr == "tfrec2tsv: .: "* ]]
	run --separate-stderr -1 tfrec2tsv in.tfr nope
	[[ $stderr == "tfrec2tsv: nope: "* ]]
}

@test "a wrong command line exits 2" {
	run -2 tfrec2tsv --nope
	run -2 tfrec2tsv --threads=x in.tfr
	run -2 tfrec2tsv --compression=snappy in.tfr
	run -2 tfrec2tsv --schema --count in.tfr
	run -2 tfrec2tsv --schema -f a in.tfr
	run -2 tfrec2tsv --typed -H in.tfr
}

@test "a failure leaves a truncated line, which tsv2tfrec refuses" {
	text_record | cat in.tfr - >mixed.tfr
	run --separate-stderr bash -c 'tfrec2tsv mixed.tfr 2>/dev/null | tsv2tfrec >x'
	((status == 1))
	[[ $stderr == *"cut short" ]]
}

@test "-o writes the same as standard output, whole or not at all" {
	tfrec2tsv in.tfr >want
	tfrec2tsv -o out.tsv in.tfr
	cmp want out.tsv
	head -c -1 in.tfr >cut.tfr
	run -1 --separate-stderr tfrec2tsv -o out.tsv cut.tfr
	cmp want out.tsv
	run -1 --separate-stderr tfrec2tsv -o new.tsv cut.tfr
	[[ $(echo new.tsv*) == "new.tsv*" ]]
	tfrec2tsv -q --schema -o out.tsv in.tfr
	tfrec2tsv -q --schema in.tfr | cmp - out.tsv
}

@test "a feature list trains, counts and embeds as a sequence, by its name" {
	printf 'items:bytes:steps\nx;y;z\ny;\\E;x;z\n\\Z\nz;x;y\n' | tsv2tfrec | tfrec2tsv >lists.tsv
	printf 'items\nx,y,z\ny,x,z\n\\E\nz,x,y\n' >flat.tsv
	vocab-build -T items lists.tsv >out
	vocab-build -T items flat.tsv | cmp - out
	for in in lists flat; do
		seq-train --preset=tutorial -q --log=none --layout=sequences -e 1 -b 2 -d 4 -m $in $in.tsv
	done
	cmp lists/vocab.tsv flat/vocab.tsv
	cmp lists/candidate_embedding.f32 flat/candidate_embedding.f32
	seq-embed -q -m flat -C items lists.tsv >a
	seq-embed -q -m flat -C items flat.tsv | cmp - a
}

@test "a list of lists is not a list of items" {
	printf 'items:bytes:steps\nx;y\nx;y,z\n' | tsv2tfrec | tfrec2tsv >lists.tsv
	run -1 --separate-stderr vocab-build lists.tsv
	[[ $stderr == *"line 3: column 'items::steps': step 2 has several values: 'y,z'; "* ]]
}

@test "without a header N::steps is a column of steps" {
	printf 'x;y;z\ny;\\E;x;z\nz;x;y\n' >lists.txt
	printf 'x,y,z\ny,x,z\nz,x,y\n' >flat.txt
	vocab-build -q -H -T 1::steps lists.txt >out
	vocab-build -q -H -T 1 flat.txt | cmp - out
	seq-train --preset=tutorial -q -H --log=none --layout=sequences -e 1 -d 4 \
		--sequence=1::steps -m lists lists.txt
	seq-train --preset=tutorial -q -H --log=none --layout=sequences -e 1 -d 4 \
		-m flat flat.txt
	cmp lists/candidate_embedding.f32 flat/candidate_embedding.f32
	seq-embed -q -H -m flat -C 1::steps lists.txt >a
	seq-embed -q -H -m flat flat.txt | cmp - a
	# The first row is read before columns are looked up; also for labels.
	printf 'x;y\tz\ny;z\tx\n' >some.txt
	printf 'context\tlabel\nx,y\tz\ny,z\tx\n' >same.tsv
	seq-embed -q -H -m flat -C 1::steps some.txt >a
	seq-embed -q -m flat same.tsv | cmp - a
}

@test "without a header a list separated by semicolons is not taken for an item" {
	printf 'x;y\nz;x\n' >lists.txt
	for command in vocab-build "seq-train --layout=sequences"; do
		run -1 --separate-stderr $command -H lists.txt
		[[ $stderr == *"lists.txt:line 1: 'x;y' has semicolons: name column N of steps as N::steps,"* ]]
	done
	printf 'x\\;y\nz\n' >items.txt
	vocab-build -q -H items.txt | cut -f 1 >out
	printf 'x\\;y\nz\n' | cmp - out
	run -1 --separate-stderr vocab-build -H -T 2::steps items.txt
	[[ $stderr == *"there is no column 2, only 1" ]]
}

# Records 1 to 2,000 with a number, a half, a name and a list of steps.
numbered() {
	{
		printf 'id:int64\tx:float\tname:bytes\tt:int64:steps\n'
		seq 2000 | awk '{
			name = "n" $1 % 10; if ($1 % 3 == 0) name = name ",even"
			t = $1 % 4 ";7"; if ($1 % 5 == 0) t = "\\N"
			print $1 - 1000 "\t" $1 % 7 ".5\t" name "\t" t }'
	} | tsv2tfrec >n.tfr
	tfrec2tsv -H n.tfr >n.tsv
	[[ $(wc -l <n.tsv) == 2000 ]]
}

# picked AWK CONDITION...: do the conditions select awk's rows, as rows, as
# records and as a count?
picked() {
	local program=$1 args=()
	shift
	for condition; do
		args+=(--where "$condition")
	done
	awk -F '\t' "$program" n.tsv >want
	tfrec2tsv -H "${args[@]}" n.tfr | cmp - want
	tfrec2tsv "${args[@]}" -o picked.tfrecord n.tfr
	tfrec2tsv -H -f id,name,x,t:int64:steps picked.tfrecord | cmp - want
	[[ $(tfrec2tsv --count "${args[@]}" n.tfr) == $(wc -l <want) ]]
}

@test "--where selects records by a feature; numbers compare as numbers" {
	numbered
	picked '$1 == -7' id=-7
	picked '$1 == 7' id==7.0
	picked '$1 != -7' 'id!=-7'
	picked '$1 < -90' 'id<-90'
	picked '$1 <= -90' 'id<=-90'
	picked '$1 > 99.5' 'id>99.5'
	picked '$1 >= 99' 'id>=99'
	picked '$3 == 4.5' x=4.5
	picked '$3 > 4.5' 'x>4.5'
	picked '$1 > 90 && $1 < 95' 'id>90' 'id<95'
	picked '$1 ~ /99$/' 'id~99$'
}

@test "--where: one value of a list suffices, except for !=" {
	numbered
	picked '$2 ~ /even/' name=even
	picked '$2 !~ /even/' 'name!=even'
	picked '$2 ~ /^n[37](,|$)/' 'name~^n[37]$'
	picked '$2 ~ /even/ || $2 == "n0"' 'name<n1'
	picked '$4 ~ /^3/' t=3
	picked '$4 ~ /^3/' t::steps=3
	picked '$4 !~ /^3/' 't!=3'
	picked '$4 != "\\N"' 't~.'
}

@test "--where compares a float with the nearest float" {
	printf 'x:float\n0.1\n0.2\nnan\n' | tsv2tfrec >x.tfr
	[[ $(tfrec2tsv -H --where x=0.1 x.tfr) == 0.1 ]]
	[[ $(tfrec2tsv -H --where 'x<=0.1' x.tfr) == 0.1 ]]
	[[ $(tfrec2tsv -H --where 'x>0.1' x.tfr) == 0.2 ]]
	[[ $(tfrec2tsv -H --where x=nan x.tfr) == nan ]]
}

@test "--where compares a whole number exactly, not as a float" {
	printf 'n:int64\n16777216\n16777217\n' | tsv2tfrec >n.tfr
	[[ $(tfrec2tsv -H --where 'n>16777216.5' n.tfr) == 16777217 ]]
	[[ $(tfrec2tsv -H --where 'n<16777216.5' n.tfr) == 16777216 ]]
	[[ $(tfrec2tsv -q -H --where 'n=16777216.5' n.tfr) == "" ]]
}

@test "--where without a condition is a wrong command line" {
	for where in '' a =1 'a~[' '=' 'a!b'; do
		run --separate-stderr -2 tfrec2tsv --where "$where" in.tfr
		[[ $stderr == "tfrec2tsv: --where: '$where': "* ]]
	done
}

@test "--where with a word for a number is an error; an absent feature is reported" {
	run --separate-stderr -1 tfrec2tsv --where a=x in.tfr
	[[ $stderr == "tfrec2tsv: in.tfr:record 1 @offset 0: 'a' is int64 here, but 'x' is not a number" ]]
	run --separate-stderr -0 tfrec2tsv --count --where nope=x in.tfr
	[[ $output == 0 && $stderr == "tfrec2tsv: --where: no record has the feature 'nope'" ]]
}

@test "--where takes names with operators, escaped with a backslash" {
	printf 'a=b:int64\n1\n2\n' | tsv2tfrec >x.tfr
	[[ $(tfrec2tsv -H --where 'a\=b=2' x.tfr) == 2 ]]
}

@test "--sample draws that share, the same with any threads, another with another seed" {
	many 20000 >m.tfr
	tfrec2tsv -H --sample=0.1 m.tfr >a
	n=$(wc -l <a)
	((n > 1800 && n < 2200))
	tfrec2tsv -H --threads=1 --sample=0.1 m.tfr | cmp - a
	cat m.tfr | tfrec2tsv -H --threads=3 --sample=0.1 | cmp - a
	[[ $(tfrec2tsv --count --sample=0.1 m.tfr) == "$n" ]]
	tfrec2tsv -H --sample=0.1 --seed=2 m.tfr >b
	[[ $(comm -12 <(sort a) <(sort b) | wc -l) -lt $((n / 5)) ]]
	tfrec2tsv -H --sample=1 m.tfr | wc -l | grep -qx 20000
	run -2 tfrec2tsv --sample=1.5 m.tfr
}

@test "--head takes the first selected records, and reads no further" {
	many 20000 >m.tfr
	tfrec2tsv m.tfr | sed 7q >want
	for threads in 1 4; do
		tfrec2tsv --threads=$threads --head=6 m.tfr | cmp - want
	done
	[[ $(tfrec2tsv -H --head=2 --where 'id>15000' m.tfr) == $'15001\tn15001\n15002\tn15002' ]]
	[[ $(tfrec2tsv -H --head=2 --shard=2/5 m.tfr) == $'2\tn2\n7\tn7' ]]
	text_record >>m.tfr
	run -0 --separate-stderr tfrec2tsv -H --head=20000 m.tfr
	[[ ${#lines[@]} == 20000 && $stderr == "" ]]
	run -1 tfrec2tsv -H --head=20001 m.tfr
	[[ $(tfrec2tsv -q --schema --head=3 m.tfr | grep ^id) == $'id\tint64\t3\t0\t1\t1\t1\t3\t3\t1\t1' ]]
}

@test "-o x.tfrecord copies the bytes of selected records, compressed by the name" {
	many 3000 >m.tfr
	for name in x.tfrecord x.tfrecords x.tfr x.tfrec; do
		tfrec2tsv -o $name m.tfr
		cmp $name m.tfr
	done
	tfrec2tsv -o x.tfrecord.gz m.tfr
	gzip -dc x.tfrecord.gz | cmp - m.tfr
	tfrec2tsv -o half.tfrecord --shard=1/2 x.tfrecord.gz
	tfrec2tsv --typed --shard=1/2 m.tfr | tsv2tfrec | cmp - half.tfrecord
	tsv2tfrec --compression=zlib in.tsv >in.z
	tfrec2tsv --compression=zlib -o y.tfrecord in.z
	tfrec2tsv -t --compression=zlib y.tfrecord | cmp - in.tsv
}

@test "records of any kind are copied, whole or not at all" {
	{ text_record && record abc; } >text.tfr
	tfrec2tsv --head=1 -o x.tfrecord text.tfr
	text_record | cmp - x.tfrecord
	head -c -1 text.tfr >cut.tfr
	run -1 --separate-stderr tfrec2tsv -o x.tfrecord cut.tfr
	text_record | cmp - x.tfrecord
	run -1 --separate-stderr tfrec2tsv --where a=1 -o x.tfrecord text.tfr
	[[ $stderr == *"record 1 @offset 0: the record is neither "* ]]
	for option in -t -H --schema --count -fa; do
		run -2 tfrec2tsv $option -o x.tfrecord text.tfr
	done
}

@test "--count of several files is a line each and the total" {
	text_record >text.tfr
	many 5 >five.tfr
	run -0 tfrec2tsv --count text.tfr five.tfr in.tfr
	[[ $output == $'1\ttext.tfr\n5\tfive.tfr\n2\tin.tfr\n8\ttotal' ]]
	run -0 tfrec2tsv --count --shard=2/4 five.tfr five.tfr
	[[ $output == $'1\tfive.tfr\n2\tfive.tfr\n3\ttotal' ]]
	run -0 tfrec2tsv --count --head=6 five.tfr five.tfr
	[[ $output == $'5\tfive.tfr\n1\tfive.tfr\n6\ttotal' ]]
	run -0 tfrec2tsv --count - <five.tfr
	[[ $output == 5 ]]
}
