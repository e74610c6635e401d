# resident - programs that answer line by line for a long time do not grow.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	awk 'BEGIN {
		print "context\tlabel\tprice\ttags\tabout\tage\tgap"
		for (i = 0; i < 400; i++)
			print i % 40 "," (i + 1) % 40 "\t" (i + 2) % 40 "\t" \
				i % 7 "\tt" i % 5 ",t" i % 3 "\tword" i % 9 \
				" and\t" i % 50 "\t" i % 4 "," i % 6
	}' >x.tsv
	seq-train -q --log=none --dim=8 --epochs=1 --hold-out=0 \
		--query-field=price:number --query-field=tags:bag:4 \
		--query-field=about:words:20:4 --query-field=age:bucket:5:4 \
		--event-field=gap:time:4 x.tsv
	seq-train -q --log=none --dim=8 --epochs=1 --hold-out=0 -m plain x.tsv
}

setup() {
	type python3 >/dev/null 2>&1 || skip "python3 is not installed"
	! nm "$(type -P seq-embed)" 2>/dev/null | grep -q __asan_init ||
		skip "the address sanitizer keeps what is freed"
	cd "$BATS_FILE_TMPDIR" || return 1
}

# Writes n lines of a header and a format to a command, each of other numbers, and
# prints its memory in KiB, but for files that are mapped, at the quarter and at the
# end; each line must have an answer.
ask() {
	timeout 300 python3 -c '
import subprocess, sys, threading
n, header, line = int(sys.argv[1]), sys.argv[2], sys.argv[3]
p = subprocess.Popen(sys.argv[4:], stdin=subprocess.PIPE,
                     stdout=subprocess.PIPE, bufsize=1 << 20)
def own():
    for x in open("/proc/%d/status" % p.pid):
        if x.startswith("RssAnon"): return x.split()[1]
def write(a, b):
    for i in range(a, b):
        p.stdin.write((line + "\n").replace("@", str(i)).replace("%", str(i % 40)).encode())
    p.stdin.flush()
p.stdin.write((header + "\n").encode())
first = "topk-list" not in sys.argv  # its answers have no header line
for a in range(0, n, n // 4):
    t = threading.Thread(target=write, args=(a, a + n // 4))
    t.start()
    for i in range(n // 4 + first): assert p.stdout.readline()
    first = False
    t.join()
    if a in (0, n // 4 * 3): print(own())
p.stdin.close()
assert p.stdout.read() == b""
sys.exit(p.wait())' "$@"
}

# Alike: no more than a MiB apart.
alike() {
	awk 'NR == 1 { early = $1 } END { exit !(NR == 2 && $1 < early + 1024) }' \
		<<<"$1"
}

@test "seq-embed does not grow by values of fields that never come again" {
	run -0 --separate-stderr ask 100000 \
		$'context\tprice\ttags\tabout\tage\tgap' \
		$'%\t@.5\tnew@,t1\tword@ and other@\t1@\t3@' \
		seq-embed -q --format=tsv --line-buffered --threads=1
	alike "$output"
}

@test "seq-embed does not grow by users, and by items that it does not know" {
	run -0 --separate-stderr ask 100000 $'user\tcontext' $'u@\t%,strange@' \
		seq-embed -q -m plain --format=tsv --line-buffered --threads=1
	alike "$output"
}

@test "seq-embed does not grow by wrong lines" {
	run -1 --separate-stderr ask 20000 $'user\tcontext' $'u@\t%\t@' \
		seq-embed -q -m plain --format=tsv --line-buffered --threads=1
	alike "$output"
}

@test "topk-list does not grow by queries" {
	printf 'user\tcontext\nu\t3,4\n' |
		seq-embed -q -m plain --format=tsv >one.tsv
	run -0 --separate-stderr ask 100000 "$(head -n 1 one.tsv)" \
		"$(sed -n '2s/^u	3/u@	%/p' one.tsv)" \
		topk-list -q -m plain --format=json --exclude-context \
		--line-buffered --top=3 --threads=1
	alike "$output"
}

@test "a value that is no number makes a wrong line, and no other" {
	run -1 --separate-stderr bash -c \
		"printf '%s\n' $'context\tprice\ttags\tabout\tage\tgap' \
			$'1\tx\tt1\tword1\t1\t1' $'1\t2\tt1\tword1\t1\t1' |
		seq-embed -q --format=tsv --line-buffered"
	[[ ${lines[1]} == *"column price: 'x' is not a number"* ]]
	[[ ${lines[2]} != *"not a number"* && ${#lines[@]} -eq 3 ]]
}

@test "metrics count the requests and the wrong ones, of both programs" {
	run -1 --separate-stderr bash -c \
		"printf '%s\n' $'user\tcontext' $'u1\t3,4' $'u2' $'u3\t5' |
		seq-embed -q -m plain --format=tsv --line-buffered --metrics=e.prom |
		topk-list -q -m plain --format=json --line-buffered --metrics=l.prom"
	for name in e:seq-embed l:topk-list; do
		file=${name%:*}.prom label="{program=\"${name#*:}\"}"
		grep -qxF "seqrec_request_seconds_count$label 3" "$file"
		grep -qxF "seqrec_request_errors_total$label 1" "$file"
		grep -qxF "seqrec_request_seconds_bucket${label%\}},le=\"+Inf\"} 3" "$file"
		awk '/_bucket/ { if ($2 < last) exit 1; last = $2; n++ }
			END { exit n != 15 }' "$file"
	done
}

@test "metrics need --line-buffered, and cost no answer where they cannot be written" {
	run -2 --separate-stderr seq-embed -m plain --metrics=x /dev/null
	[[ $stderr == *"--metrics needs --line-buffered"* ]]
	run -1 --separate-stderr bash -c "printf '%s\n' $'user\tcontext' $'u1\t3,4' |
		seq-embed -m plain --format=tsv --line-buffered --metrics=no/where"
	[ "${#lines[@]}" = 2 ]
	[[ $stderr == *"no/where: No such file or directory; trying again"* ]]
}
