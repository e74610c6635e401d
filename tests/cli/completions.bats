# completions - a shell's TAB offers what the option tables say.
# shellcheck disable=SC2016,SC2154 # $1 is for other shells; run sets output
load helper

made=$BUILD/completions

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	programs=$(cd "$BATS_TEST_DIRNAME/../../cmd" && echo *.c |
		sed 's/\.c//g')
	mkdir -p "a dir" other
	touch "a file" another
}

# Bash's completions of the last of the words, by the installed file's function.
bash_offers() { # PROGRAM WORD ...
	bash --norc -uc '
		. "$0/bash-completion/completions/$1"
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		function=$(complete -p "$1" | sed "s/.*-F \([^ ]*\) .*/\1/")
		"$function" "$1" "${COMP_WORDS[COMP_CWORD]}" \
			"${COMP_WORDS[COMP_CWORD - 1]}"
		printf "%s\n" "${COMPREPLY[@]}"' "$made" "$@"
}

fish_offers() { # COMMAND-LINE
	HOME=$PWD fish --no-config -c 'source $argv[1]; complete -C $argv[2]' \
		"$made/fish/vendor_completions.d/${1%% *}.fish" "$1"
}

# The command line after TAB in an interactive zsh, on a terminal of its own.
# Nothing is typed, since that could come too early: the line editor starts with
# the line and completes it, and the test waits for the shell to end.
zsh_completes() { # COMMAND-LINE
	rm -f line
	LINE=$1 timeout 300 zsh -f -c '
		zmodload zsh/zpty
		cat >.zshrc <<-END
		fpath=("$1" \$fpath)
		autoload -U compinit && compinit -D -u
		zle-line-init() {
			BUFFER=\$LINE CURSOR=\$#LINE
			zle complete-word
			print -r -- "\$BUFFER" >line
			exit
		}
		zle -N zle-line-init
		END
		export ZDOTDIR=$PWD TERM=dumb
		zpty shell "exec zsh -d -i"
		while zpty -r shell said; do :; done' \
		zsh "$made/zsh/site-functions"
	cat line
}

# The long options of a program, from --help.
helped() {
	"$1" --help=all | sed -nE 's/^  (-[A-Za-z],|   ) (--[a-z0-9-]+).*/\2/p' |
		sort
}

@test "bash, zsh and fish have a file for every program, and nothing else" {
	for p in $programs; do
		echo "bash-completion/completions/$p"
		echo "zsh/site-functions/_$p"
		echo "fish/vendor_completions.d/$p.fish"
	done | sort >want
	(cd "$made" && find . -type f | sed 's,^\./,,' | sort) >have
	diff want have
}

@test "a file is what the program prints for --completion" {
	for p in $programs; do
		"$p" --completion=bash |
			cmp - "$made/bash-completion/completions/$p"
		"$p" --completion=zsh | cmp - "$made/zsh/site-functions/_$p"
		"$p" --completion=fish |
			cmp - "$made/fish/vendor_completions.d/$p.fish"
	done
}

@test "bash: the options offered are those of --help" {
	for p in $programs; do
		bash_offers "$p" - | tr -d = | sort >have
		helped "$p" | diff - have
	done
}

@test "bash: an option with an argument is offered with its =" {
	[[ $(bash_offers seq-train --epo) == --epochs= ]]
	[[ $(bash_offers seq-train --vers) == --version ]]
}

@test "bash: choices follow their option, with = and without" {
	[[ $(bash_offers seq-embed --format = n) == npy ]]
	[[ $(bash_offers seq-embed --format n) == npy ]]
	[[ $(bash_offers topk-eval -u d) == drop ]]
	bash_offers vocab-build --order = >all
	printf '%s\n' first count bytes number | sort | diff - <(sort all)
}

@test "bash: files and directories, with blanks in their names" {
	bash_offers seq-train --model = a >have
	diff <(echo "a dir") have
	bash_offers seq-train -m o | diff <(echo other) -
	printf '%s\n' "a dir" "a file" another >want
	bash_offers topk-eval --labels = a | sort | diff want -
	bash_offers topk-eval --compare a | sort | diff want -
	bash_offers tsv2tfrec -o a | sort | diff want -
	bash_offers vocab-build --merge a | sort | diff want -
}

@test "bash: columns are those of the files on the command line" {
	printf 'user\tpast items\tnext\n1\ta b\tc\n' >log.tsv
	printf 'customer_id,sku\n1,2\n' >log.csv
	[[ $(bash_offers seq-train log.tsv --label = n) == next ]]
	[[ $(bash_offers topk-list -x log.tsv -C u) == user ]]
	bash_offers seq-embed log.tsv --context = >have
	printf '%s\n' next 'past\ items' user | diff - <(sort have)
	[[ $(bash_offers vocab-build log.csv -T s) == sku ]]
	printf '$(touch ran)\tnext\n' >odd.tsv
	[[ $(bash_offers seq-train odd.tsv --label = n) == next ]]
	bash_offers seq-train odd.tsv --label = >have
	[[ $(wc -l <have) == 2 && ! -e ran ]]
}

@test "bash: metrics are completed up to their number" {
	bash_offers seq-train --metric = n >have
	grep -qx ndcg@ have
	[[ $(bash_offers topk-eval --min = mr) == mrr@ ]]
}

@test "bash: after an option with a number or free text, nothing is offered" {
	[[ -z $(bash_offers seq-train --epochs = a) ]]
	[[ -z $(bash_offers topk-list -C a) ]]
}

@test "zsh: the files have no syntax errors" {
	type zsh >/dev/null || skip "zsh is not installed"
	for p in $programs; do
		zsh -n "$made/zsh/site-functions/_$p"
		[[ $(head -n 1 "$made/zsh/site-functions/_$p") == "#compdef $p" ]]
	done
}

@test "zsh: options, choices, files and directories are completed" {
	type zsh >/dev/null || skip "zsh is not installed"
	needs_terminal
	[[ $(zsh_completes "seq-train --epo") == "seq-train --epochs=" ]]
	[[ $(zsh_completes "seq-embed --format=np") == *" --format=npy " ]]
	[[ $(zsh_completes "seq-embed --format np") == "seq-embed --format npy " ]]
	[[ $(zsh_completes "seq-train -m a") == 'seq-train -m a\ dir/' ]]
	[[ $(zsh_completes "topk-eval -l an") == "topk-eval -l another " ]]
	[[ $(zsh_completes "topk-eval --top=an") == "topk-eval --top=an" ]]
	printf 'user\tnext\n1\tc\n' >log.tsv
	[[ $(zsh_completes "seq-train log.tsv --label=n") == *" --label=next " ]]
	[[ $(zsh_completes "topk-eval --min=mr") == *" --min=mrr@"* ]]
}

@test "fish: the options offered are those of --help, with their help" {
	type fish >/dev/null || skip "fish is not installed"
	for p in $programs; do
		fish_offers "$p --" | tr -d = >offered
		cut -f 1 offered | sort >have
		helped "$p" | diff - have
		run -1 grep -v $'\t[^ ]' offered
	done
}

@test "fish: choices, files and directories" {
	type fish >/dev/null || skip "fish is not installed"
	[[ $(fish_offers "seq-embed --format=n" | cut -f 1) == --format=npy ]]
	[[ $(fish_offers "seq-embed --format n" | cut -f 1) == npy ]]
	[[ $(fish_offers "seq-train --model a" | cut -f 1) == "a dir/" ]]
	fish_offers "topk-eval --labels a" | cut -f 1 | sort >have
	printf '%s\n' "a dir/" "a file" another | diff - have
	[[ -z $(fish_offers "seq-train --epochs a") ]]
	printf 'user\tnext\n1\tc\n' >log.tsv
	[[ $(fish_offers "seq-train log.tsv --label n" | cut -f 1) == next ]]
	[[ $(fish_offers "topk-eval --min mr" | cut -f 1) == mrr@ ]]
}

@test "an unknown shell exits 2, a full disk 1" {
	run -2 --separate-stderr seq-train --completion=tcsh
	[[ -z $output && $stderr == "seq-train: --completion: unknown shell 'tcsh'; "* ]]
	run -1 --separate-stderr bash -c 'seq-train --completion=bash >/dev/full'
	[[ $stderr == "seq-train: standard output: "* ]]
}
