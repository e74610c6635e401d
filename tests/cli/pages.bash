# pages - what the manual pages display, for the suites that run it.

# displayed PAGE [SECTION]: the lines of its displays, as a reader sees them: a \
# that roff takes for its own is gone.
displayed() {
	awk -v section="${2-}" '
		/^\.Sh/ { on = section == "" || $0 == ".Sh " section; next }
		on && sub(/^\.Dl /, "") { print; next }
		/^\.Bd -literal/ { block = on; next }
		/^\.Ed/ { block = 0 }
		block' "$1" |
		sed ':more
			/\(^\|[^\]\)\(\\\\\)*\\$/ { N; s/\\\n//; b more; }
			s/\\(dq/"/g; s/\\(aq/'\''/g; s/\\&//g; s/\\e/\\/g'
}

# commands PAGE [SECTION]: the commands among them, each with a NUL at its end:
# from "$ " to where its quotes do, and not with a \ or a |.
commands() {
	displayed "$@" | awk '
		!on && sub(/^[$] /, "") { command = ""; on = 1 }
		on {
			command = command $0 "\n"
			quotes = gsub(/\047/, "&", command)
			on = quotes % 2 || /[\\|]$/
			if (!on)
				printf "%s%c", command, 0
		}
		END { if (on) printf "%s%c", command, 0 }'
}

# transcript PAGE SECTION: a script that prints its commands, and what they do.
transcript() {
	local command
	while IFS= read -r -d '' command; do
		printf 'cat <<\\END\n$ %sEND\n%s' "$command" "$command"
	done < <(commands "$@")
}
