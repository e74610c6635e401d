#!/bin/sh
# answer - reads requests as lines of JSON, and writes a line of JSON for each.
# SPDX-License-Identifier: MIT
# shellcheck disable=SC1091,SC2154 # steps.sh is found from here, and sets program
set -eu
. "$(dirname "$0")/../steps.sh"

usage='usage: answer.sh MODEL [options of topk-list ...]

A request is a line {"user":"u1","context":["i1","i2"]}, oldest item first.  It may
also have "include", a list of the only items to recommend, and "exclude", a list of
items not to recommend.  The answer is a line
{"user":"u1","items":[{"id":"i7","score":0.9}, ...]} without the items of the context,
or a line with "error" if the request is invalid.  Needs jq.'
[ $# -ge 1 ] || die "needs a model; see --help" 2
case $1 in
--help | -h) echo "$usage"; exit 0 ;;
esac
model=$1
shift
command -v jq >/dev/null || die "needs jq"
find_programs

{
	printf 'user\tcontext\tinclude\texclude\n'
	exec jq --unbuffered --raw-input --raw-output '
def cell: gsub("\\\\"; "\\\\") | gsub("\t"; "\\t") | gsub("\n"; "\\n")
  | gsub("\r"; "\\r") | gsub(","; "\\,") | gsub(";"; "\\;");
def token($name): if type == "string" or type == "number" then tostring | cell
  else error($name + " is neither text nor a number") end;
def list($name): .[$name] | if . == null then "\\N"
  elif type != "array" then error($name + " is no list")
  elif . == [] then "\\E"
  else map(token("an item of " + $name)) | join(",") end;
try ([try [fromjson] catch []][0] # in a list: jq 1.6 would catch what comes after
  | if . == [] then error("no JSON") else .[0] end
  | if type == "object" then . else error("no object") end
  | [(.user | if . == null then "\\N" else token("user") end),
     (.context //= [] | list("context")), list("include"), list("exclude")]
  | join("\t"))
catch ("not a request: " + .)'
} | seq-embed --model="$model" --format=tsv --line-buffered |
	topk-list --model="$model" --format=json --exclude-context \
		--line-buffered "$@"
