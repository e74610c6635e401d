# install - what make install, uninstall and dist put where, and that it works.
# shellcheck disable=SC2154 # run sets output and stderr
load helper

root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
built=$BUILD

# make by itself: not as a part of the make that may have started the tests.
fresh_make() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$root" \
		BUILD="$built" "$@"
}

# Installs once, for the tests that look at it.
setup_file() {
	load helper
	root=$BATS_TEST_DIRNAME/../..
	built=$BUILD
	umask 077 # must not matter
	fresh_make install PREFIX="$BATS_FILE_TMPDIR/usr"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	usr=$BATS_FILE_TMPDIR/usr
	export PKG_CONFIG_PATH=$usr/lib/pkgconfig
}

# cc FILE -o NAME with what pkg-config says, and nothing else.
compile() { # FILE NAME
	type pkg-config >/dev/null || skip "pkg-config is not installed"
	# A library built for the sanitizers needs them.
	local sanitize=
	nm "$usr/lib/libseqrec.a" | grep -q __asan_init &&
		sanitize=-fsanitize=address,undefined
	# shellcheck disable=SC2046,SC2086 # several words
	cc -Werror $sanitize "$1" $(pkg-config --cflags --libs seqrec) -o "$2"
}

@test "programs, pages, completions, headers and library are installed" {
	for program in "$root"/cmd/*.c; do
		name=$(basename "$program" .c)
		[[ $("$usr/bin/$name" --version) == "$name (seqrec) "* ]]
		assert_exist "$usr/share/man/man1/$name.1"
		assert_exist "$usr/share/bash-completion/completions/$name"
		assert_exist "$usr/share/zsh/site-functions/_$name"
		assert_exist "$usr/share/fish/vendor_completions.d/$name.fish"
	done
	assert_exist "$usr/share/man/man7/seqrec.7"
	assert_exist "$usr/share/man/man5/vocab-tsv.5"
	assert_exist "$usr/include/seqrec/model/model.h"
	assert_exist "$usr/lib/libseqrec.a"
	"$usr/share/doc/seqrec/examples/plots/plot-training" --help >help
}

@test "files can be read by all and written by their owner; programs run" {
	local example=$usr/share/doc/seqrec/examples
	[[ -z $(find "$usr" -mindepth 1 -type d ! -perm 755) ]]
	[[ -z $(find "$usr" -type f -path '*/bin/*' ! -perm 755) ]]
	[[ -z $(find "$usr" -type f ! -path '*/bin/*' ! -path "$example/*" \
		! -perm 644) ]]
	[[ -x $example/plots/plot-ranks && ! -x $example/plots/plot.sh ]]
}

@test "DESTDIR is where, not what: nothing installed knows it" {
	fresh_make install PREFIX=/opt/seqrec DESTDIR="$PWD/stage"
	[[ $(ls stage) == opt ]]
	run -1 grep -rlF "$PWD" stage
	grep -qx 'prefix=/opt/seqrec' stage/opt/seqrec/lib/pkgconfig/seqrec.pc
}

@test "nothing installed knows the folder that it was built in" {
	run -1 grep -rlF "$root/" "$usr"
}

@test "LIB says where the library goes" {
	fresh_make install PREFIX="$PWD/usr" LIB=lib/some-arch
	assert_exist usr/lib/some-arch/libseqrec.a
	assert_not_exist usr/lib/libseqrec.a
	grep -q '^libdir=.*/lib/some-arch$' \
		usr/lib/some-arch/pkgconfig/seqrec.pc
}

@test "uninstall removes all that install put there, and only that" {
	mkdir -p there/usr/bin there/usr/include
	touch there/usr/bin/mine there/usr/include/mine.h
	fresh_make install PREFIX=/usr DESTDIR="$PWD/there"
	[[ $(find there -type f | wc -l) -gt 100 ]]
	fresh_make uninstall PREFIX=/usr DESTDIR="$PWD/there"
	find there ! -type d | sort >left
	printf '%s\n' there/usr/bin/mine there/usr/include/mine.h | diff - left
	[[ -z $(find there -name '*seqrec*') ]]
	fresh_make uninstall PREFIX=/usr DESTDIR="$PWD/there" # again is no error
}

@test "a program of one's own needs but the installed tree: nearest" {
	printf 'context_movie_id\tlabel_movie_id\n' >train.tsv
	seq 1 200 | awk '{ print $1 % 9 "," ($1 + 1) % 9 "\t" ($1 + 2) % 9 }' \
		>>train.tsv
	seq-train -q --batch-size=20 train.tsv >/dev/null
	compile "$root/examples/library/nearest.c" nearest
	./nearest model 3 4 >near.tsv
	[[ $(wc -l <near.tsv) == 4 ]]
	topk-list -S 3 -k 4 -H | cut -f 3 | diff - <(cut -f 1 near.tsv)
	run -1 --separate-stderr ./nearest model 77
	[[ $stderr == "nearest: '77' is no item of the model" ]]
	run -1 --separate-stderr ./nearest nothing 3
	[[ $stderr == "nearest: nothing"* ]]
	run -2 --separate-stderr ./nearest model 3 x
	run -1 --separate-stderr bash -c './nearest model 3 >/dev/full'
}

@test "every installed header compiles by itself, as C and warning-free" {
	(cd "$usr/include/seqrec" && find . -name '*.h') | sed 's,^\./,,' |
		sort >headers
	[[ $(wc -l <headers) -gt 30 ]]
	while read -r header; do
		echo "#include \"$header\"" >use.c
		echo "int main(void) { return 0; }" >>use.c
		cc -std=c11 -Wall -Wextra -Werror -I"$usr/include/seqrec" \
			-fsyntax-only use.c || fail "$header"
	done <headers
}

@test "--version, seqrec.pc and the archive's name say the same" {
	version=$(seq-train --version)
	version=${version##* }
	grep -qx "Version: $version" "$usr/lib/pkgconfig/seqrec.pc"
	fresh_make dist
	assert_exist "$built/seqrec-$version.tar.gz"
}

@test "dist is the same again, and from what it packs" {
	fresh_make dist
	cp "$built"/seqrec-*.tar.gz first.tar.gz
	fresh_make dist
	cmp first.tar.gz "$built"/seqrec-*.tar.gz
	mkdir unpacked
	tar -xzf first.tar.gz -C unpacked
	(umask 077 && cd unpacked/seqrec-* &&
		env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s dist)
	cmp first.tar.gz unpacked/seqrec-*/build/seqrec-*.tar.gz
	tar -tvzf first.tar.gz >listed
	run -1 grep -v '^[d-]rw[x-]r-[x-]r-[x-] 0/0 ' listed
}

@test "two builds of the archive in different folders are the same bytes" {
	[[ ${SLOW-} ]] || skip "builds twice; SLOW=1"
	fresh_make dist
	for folder in one "the/other one"; do
		mkdir -p "$folder"
		tar -xzf "$built"/seqrec-*.tar.gz -C "$folder"
		(cd "$folder"/seqrec-* && env -u MAKEFLAGS -u BUILD make -s \
			CFLAGS="-O1 -g")
		(cd "$folder"/seqrec-*/build && find bin examples \
			completions libseqrec.a -type f ! -name '*.[do]' \
			-exec sha256sum {} +) >>sums
	done
	[[ $(wc -l <sums) -gt 40 ]]
	run -0 uniq -u <(sort sums)
	[[ -z $output ]]
}
