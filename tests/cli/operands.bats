# operands: a file to read that is missing, a directory or empty is an error
# that names it, in every program.
# shellcheck disable=SC2086,SC2154 # commands are words; run sets stderr
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	perl -e 'srand 1; for my $u (1 .. 12) { printf "%d::%d::%d::%d\n", $u,
		1 + rand 20, 1 + rand 5, $_ for 1 .. 6 }' >ratings.dat
	seq-examples -q ratings.dat >x.tsv
	vocab-build x.tsv >v.tsv
	seq-train --preset=tutorial -q -d 4 -e 1 --log=none x.tsv
	seq-embed x.tsv >q.f32
	seq-embed --tower=item >c.f32
	topk-eval -q -l x.tsv --ranks=r.tsv q.f32 >metrics.tsv
	mkdir folder kept
	: >empty
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
}

# Commands that read a file @.
commands() {
	cat <<-'EOT'
		seq-examples @
		seq-examples -q ratings.dat @
		seq-examples --preset=tutorial -i @ ratings.dat
		tfrec2tsv @
		tfrec2tsv --schema @
		tfrec2tsv --count @
		topk-eval -l x.tsv @
		topk-list @
	EOT
	commands_that_need_bytes
}

commands_that_need_bytes() {
	cat <<-'EOT'
		tsv2tfrec @
		tsv2tfrec x.tsv @
		vocab-build @
		vocab-build x.tsv @
		vocab-build --merge @
		seq-train --preset=tutorial @
		seq-train --preset=tutorial x.tsv @
		seq-train --preset=tutorial --vocab=@ x.tsv
		seq-train --preset=tutorial --valid=@ x.tsv
		seq-train --preset=tutorial --init-from=@ x.tsv
		seq-baseline @
		seq-baseline x.tsv @
		seq-baseline --vocab=@ x.tsv
		seq-embed @
		seq-embed -m @ x.tsv
		topk-eval -l @ q.f32
		topk-eval -l x.tsv -x @ q.f32
		topk-eval -l x.tsv -m @ q.f32
		topk-eval -l x.tsv --candidates=@ -v v.tsv q.f32
		topk-eval -l x.tsv --candidates=c.f32 -v @ q.f32
		topk-eval -l x.tsv --scores -v @ q.f32
		topk-eval --from-ranks @
		topk-eval --from-ranks --compare=@ r.tsv
		topk-list -x @ q.f32
		topk-list --include=@ q.f32
		topk-list -i @ q.f32
		topk-list -m @ q.f32
		topk-list --candidates=@ -v v.tsv q.f32
		topk-list --candidates=c.f32 -v @ q.f32
	EOT
}

# refused WHAT COMMANDS: exit 1, with a message that begins with its name, or
# the name of a file in it.
refused() {
	while read -r command; do
		command=${command//@/$1}
		run --separate-stderr $command
		((status == 1)) && [[ $stderr == "${command%% *}: $1"[:/\ ]* ]] || {
			echo "$command: status $status, $stderr"
			return 1
		}
	done < <("$2")
}

@test "a missing file is an error that names it" {
	refused none commands
}

@test "a directory is an error that names it" {
	refused folder commands
}

@test "an empty file is an error that names it, but for logs, records and queries" {
	refused empty commands_that_need_bytes
}

@test "an output that is an operand too is refused before anything is written" {
	local command
	cp x.tsv ratings.dat q.f32 kept/
	while IFS= read -r command; do
		run -2 --separate-stderr $command
		[[ $stderr == *" would replace an input: name another file; see "* ]]
	done <<-'EOT'
		seq-examples --train=ratings.dat --test=t.tsv ratings.dat
		seq-examples --train=t.tsv --test=./ratings.dat ratings.dat
		seq-examples -o ratings.dat ratings.dat
		vocab-build -o x.tsv x.tsv
		tsv2tfrec -o x.tsv x.tsv
		seq-embed -o x.tsv x.tsv
		topk-list -o q.f32 q.f32
		topk-eval -l x.tsv --ranks=q.f32 q.f32
	EOT
	for file in x.tsv ratings.dat q.f32; do
		cmp $file kept/$file
	done
	[ ! -e t.tsv ]
}

@test "vocabularies can be merged into one of them" {
	cp v.tsv sum.tsv
	vocab-build --merge -o sum.tsv sum.tsv v.tsv
	vocab-build --merge v.tsv v.tsv | cmp - sum.tsv
}

@test "a typeset dash is recognised, unless there is such a file" {
	run -2 --separate-stderr vocab-build —order=bytes x.tsv
	[[ $stderr == *"; did you mean --order=bytes? See "* ]]
	run -2 --separate-stderr vocab-build –q x.tsv
	[[ $stderr == *"; did you mean -q? See "* ]]
	cp x.tsv –x.tsv
	vocab-build –x.tsv | cmp - v.tsv
	rm –x.tsv
}
