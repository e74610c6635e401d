# tfrecord-damage - any damage to a TFRecord file is noticed.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	printf 'a:int64\n7\n8\n' >in.tsv
	tsv2tfrec in.tsv >in.tfr # two records of 30 bytes
}

# The bytes of a file: as numbers in the array bytes, and as printf's escapes in
# the array escaped.
load_bytes() {
	read -r -d '' -a bytes < <(od -An -v -tu1 "$1") || true
	read -r -d '' -a escaped < <(od -An -v -to1 "$1" | sed 's/ / \\/g') || true
}

# Writes these bytes with bit $1 flipped.  (No loop, which bats makes slow.)
flipped() {
	local at=$(($1 / 8)) x IFS=
	printf -v x '\\%03o' $((bytes[at] ^ 1 << ($1 % 8)))
	# shellcheck disable=SC2059 # the escapes are the data
	printf "${escaped[*]:0:at}$x${escaped[*]:at+1}"
}

# Runs tfrec2tsv on a file: its exit status, and its output in out and err.
# (Without bats' run, which starts too many processes for this many runs.)
try() {
	status=0
	tfrec2tsv -f a:int64 "$1" >out 2>err || status=$?
	read -r -d '' output <out || true
	read -r -d '' message <err || true
}

# The output for none, one and both of the records.
rows=(a $'a\n7' $'a\n7\n8')

@test "any flipped bit of a plain file: exit 1, with file, record, offset" {
	load_bytes in.tfr
	((${#bytes[@]} == 60))
	for ((bit = 0; bit < 480; bit++)); do
		flipped $bit >x.tfr
		try x.tfr
		n=$((bit / 240))
		((status == 1))
		[[ $output == "${rows[n]}" ]]
		[[ $message == "tfrec2tsv: x.tfr:record $((n + 1)) @offset $((30 * n)): "* ]]
	done
}

@test "any flipped bit of a gzip file: exit 1, or the same rows" {
	tsv2tfrec --compression=gzip in.tsv >in.gz
	load_bytes in.gz
	for ((bit = 0; bit < 8 * ${#bytes[@]}; bit++)); do
		flipped $bit >x.gz
		try x.gz
		if ((status == 0)); then
			[[ $output == "${rows[2]}" ]]
		else
			((status == 1))
			[[ $message == "tfrec2tsv: x.gz"[:\ ]* ]]
		fi
	done
}

@test "truncated anywhere but between records: exit 1, and the rows before" {
	for ((size = 0; size < 60; size++)); do
		head -c $size in.tfr >x.tfr
		try x.tfr
		n=$((size / 30))
		[[ $output == "${rows[n]}" ]]
		if ((size % 30 == 0)); then
			((status == 0))
		else
			((status == 1))
			[[ $message == *":record $((n + 1)) @offset $((30 * n)): the file is cut"* ]]
			# The last row so far lacks its newline.
			((${#output} == $(wc -c <out)))
		fi
	done
}

@test "gzip truncated anywhere: exit 1" {
	tsv2tfrec --compression=gzip in.tsv >in.gz
	size=$(wc -c <in.gz)
	for ((n = 1; n < size; n++)); do
		head -c $n in.gz >x.gz
		try x.gz
		((status == 1))
	done
}

@test "of a large truncated gzip file, the rows before are written" {
	{
		echo a:int64
		seq 100000 | awk '{ print ($1 * 7919) % 1000003 }'
	} >big.tsv
	tsv2tfrec --compression=gzip big.tsv | head -c -1000 >x.gz
	run --separate-stderr -1 bash -c 'tfrec2tsv --typed x.gz >out'
	[[ $stderr == "tfrec2tsv: x.gz:record "*" @offset "*": the gzip stream is cut short @offset "* ]]
	n=$(wc -l <out)
	((n > 90000))
	cmp <(head -n "$n" big.tsv) <(head -n "$n" out)
}

@test "a damaged gzip stream is reported with one name of its file" {
	tsv2tfrec --compression=gzip in.tsv >x.gz
	printf '\007' | dd of=x.gz bs=1 seek=10 conv=notrunc status=none
	run --separate-stderr -1 tfrec2tsv x.gz
	[[ $stderr == "tfrec2tsv: x.gz:record 1 @offset 0: damaged gzip stream "* ]]
}

@test "a message about wrong data says how to continue" {
	load_bytes in.tfr
	flipped 100 >x.tfr
	run --separate-stderr -1 tfrec2tsv x.tfr
	[[ $stderr == *": the checksum of the data is wrong; --skip-corrupt skips such records" ]]
}

@test "--skip-corrupt continues after wrong data, and counts it" {
	load_bytes in.tfr
	for ((bit = 96; bit < 240; bit += 7)); do # data and its checksum
		flipped $bit >x.tfr
		run --separate-stderr -0 tfrec2tsv -H -f a:int64 --skip-corrupt x.tfr
		[[ $output == 8 ]]
		[[ $stderr == "tfrec2tsv: 1 damaged place left out, 30 bytes" ]]
	done
	run --separate-stderr -0 tfrec2tsv --count --skip-corrupt x.tfr
	[[ $output == 1 ]]
}

@test "--skip-corrupt continues after a wrong length, at the next valid record" {
	load_bytes in.tfr
	for ((bit = 0; bit < 96; bit += 5)); do
		flipped $bit >x.tfr
		run --separate-stderr -0 tfrec2tsv -H -f a:int64 --skip-corrupt x.tfr
		[[ $output == 8 ]]
		[[ $stderr == "tfrec2tsv: 1 damaged place left out, 30 bytes" ]]
	done
}

@test "--skip-corrupt reads whole records before and after holes of any size" {
	{
		echo a:int64
		seq 10001 16000
	} >many.tsv
	tsv2tfrec many.tsv >many.tfr
	tail -n +2 many.tsv >rows
	one=$(($(wc -c <many.tfr) / 6000)) # bytes of a record
	for hole in 1 17 200 100000; do
		at=$((1000 * one + 5)) # in the head of record 1001
		{
			head -c $at many.tfr
			tail -c +$((at + hole + 1)) many.tfr
		} >x.tfr
		run --separate-stderr -0 bash -c 'tfrec2tsv -H -f a --skip-corrupt x.tfr >out'
		next=$(((at + hole + one - 1) / one + 1)) # the next that is whole
		{
			head -n 1000 rows
			tail -n +$next rows
		} | cmp - out
		[[ $stderr == "tfrec2tsv: 1 damaged place left out, "*" bytes" ]]
	done
	{
		head -c $at many.tfr
		head -c 70000 /dev/zero
		tail -c +$((1001 * one + 1)) many.tfr
	} >x.tfr
	run --separate-stderr -0 bash -c 'tfrec2tsv -H -f a --skip-corrupt x.tfr | wc -l'
	[[ $output == 5999 ]]
	[[ $stderr == *" 70005 bytes" ]]
}

@test "--skip-corrupt reads the whole records of a truncated file" {
	head -c 59 in.tfr >x.tfr
	run --separate-stderr -0 tfrec2tsv -H -f a --skip-corrupt x.tfr
	[[ $output == 7 ]]
	[[ $stderr == *"1 damaged place left out, 29 bytes" ]]
}

@test "--skip-corrupt fails without any whole record" {
	head -c 20 in.tfr >x.tfr
	run --separate-stderr -1 tfrec2tsv -f a:int64 --skip-corrupt x.tfr
	[[ $stderr == *"no record of the file is whole"* ]]
}

@test "checksums that are unmasked, or 0, are reported as such" {
	perl -e 'open F, "in.tfr"; read F, $x, 60; $m = unpack "V", substr $x, 8, 4;
		$m = ($m - 0xa282ead8) & 0xffffffff;
		substr($x, 8, 4) = pack "V", ($m << 15 | $m >> 17) & 0xffffffff;
		print $x' >x.tfr
	run --separate-stderr -1 tfrec2tsv x.tfr
	[[ $stderr == *"the checksum of the length is not masked: "* ]]
	perl -e 'open F, "in.tfr"; read F, $x, 60; substr($x, 8, 4) = "\0" x 4;
		print $x' >x.tfr
	run --separate-stderr -1 tfrec2tsv x.tfr
	[[ $stderr == *"the checksum of the length is 0: "*"without checksums"* ]]
}

@test "a length of 2^60 with a correct checksum is refused at once" {
	bash -c 'ulimit -v 500000; tfrec2tsv -V' >/dev/null 2>&1 ||
		skip "the address sanitizer needs all address space"
	printf '\000\000\000\000\000\000\000\020\304\043\116\216' >x.tfr
	run --separate-stderr -1 bash -c 'ulimit -v 500000; tfrec2tsv --count x.tfr'
	[[ $stderr == *"the record has 1152921504606846976 bytes"* ]]
}

@test "a message about a file of another kind asks whether it is a TFRecord file" {
	printf '\1\2\3\4 and what follows here' >x
	run --separate-stderr -1 tfrec2tsv x
	[[ $stderr == "tfrec2tsv: x:record 1 @offset 0: "*"this may not be a TFRecord file" ]]
}
