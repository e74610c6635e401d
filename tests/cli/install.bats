# install - the files of make install, uninstall and dist, and that they work.
# shellcheck disable=SC2154 # run sets output and stderr
load helper

root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
built=$BUILD

# A separate make, not part of the make that may have started the tests.
fresh_make() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$root" \
		BUILD="$built" "$@"
}

# Installs once, for all tests that look at the result.
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

# cc FILE -o NAME, with pkg-config's flags and FLAGs, and nothing else.
compile() { # FILE NAME [FLAG ...]
	type pkg-config >/dev/null || skip "pkg-config is not installed"
	# A library built for the sanitizers needs them.
	local sanitize=
	nm "$usr/lib/libseqrec.a" | grep -q __asan_init &&
		sanitize=-fsanitize=address,undefined
	# shellcheck disable=SC2046,SC2086 # several words
	cc -Wall -Wextra -Werror $sanitize "$1" \
		$(pkg-config --cflags --libs seqrec) "${@:3}" -o "$2"
}

# train.tsv and a model of its 30 items, trained with these OPTIONs.
small_model() { # [OPTION ...]
	seq 1 200 | awk 'BEGIN { print "context\tlabel" } {
		s = "i" $1 % 30
		for (i = 1; i <= $1 % 7; i++) s = s ",i" ($1 + i * i) % 30
		print s "\ti" ($1 + i * i) % 30 }' >train.tsv
	seq-train --preset=tutorial -q --batch-size=20 --context=context --label=label "$@" \
		train.tsv >/dev/null
}

@test "programs, pages, completions, header and library are installed" {
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
	[[ $(ls "$usr/include") == seqrec.h ]]
	assert_exist "$usr/lib/libseqrec.a"
	"$usr/share/seqrec/examples/plots/plot-training" --help >help
}

@test "all can read the files, their owner can write, and programs are executable" {
	local example=$usr/share/seqrec/examples
	[[ -z $(find "$usr" -mindepth 1 -type d ! -perm 755) ]]
	[[ -z $(find "$usr" -type f -path '*/bin/*' ! -perm 755) ]]
	[[ -z $(find "$usr" -type f ! -path '*/bin/*' ! -path "$example/*" \
		! -perm 644) ]]
	[[ -x $example/plots/plot-ranks && ! -x $example/plots/plot.sh ]]
}

@test "the units start scripts that are installed, and no unit is enabled" {
	local script
	fresh_make install PREFIX=/opt/seqrec DESTDIR="$PWD/stage"
	for script in serve/answer nightly/nightly; do
		assert_exist "stage/opt/seqrec/share/seqrec/examples/$script.sh"
		grep -q "^ExecStart=/opt/seqrec/share/seqrec/examples/$script.sh " \
			stage/opt/seqrec/lib/systemd/system/*.service
	done
	[[ $(find stage -name "*.wants") == "" ]]
	run -1 grep -rl /usr/share stage/opt/seqrec/lib/systemd
}

@test "DESTDIR only moves the files: no installed file contains it" {
	fresh_make install PREFIX=/opt/seqrec DESTDIR="$PWD/stage"
	[[ $(ls stage) == opt ]]
	run -1 grep -rlF "$PWD" stage
	grep -qx 'prefix=/opt/seqrec' stage/opt/seqrec/lib/pkgconfig/seqrec.pc
}

@test "no installed file contains the build folder" {
	run -1 grep -rlF "$root/" "$usr"
}

@test "LIB sets the library's folder" {
	fresh_make install PREFIX="$PWD/usr" LIB=lib/some-arch
	assert_exist usr/lib/some-arch/libseqrec.a
	assert_not_exist usr/lib/libseqrec.a
	grep -q '^libdir=.*/lib/some-arch$' \
		usr/lib/some-arch/pkgconfig/seqrec.pc
}

@test "uninstall removes exactly the files of install" {
	mkdir -p there/usr/bin there/usr/include
	touch there/usr/bin/mine there/usr/include/mine.h
	fresh_make install PREFIX=/usr DESTDIR="$PWD/there"
	[[ $(find there -type f | wc -l) -gt 60 ]]
	fresh_make uninstall PREFIX=/usr DESTDIR="$PWD/there"
	find there ! -type d | sort >left
	printf '%s\n' there/usr/bin/mine there/usr/include/mine.h | diff - left
	[[ -z $(find there -name '*seqrec*') ]]
	fresh_make uninstall PREFIX=/usr DESTDIR="$PWD/there" # again is no error
}

@test "the library exports exactly the functions of seqrec.h" {
	nm -g --defined-only "$usr/lib/libseqrec.a" |
		awk 'NF == 3 { print $3 }' | sort >offered
	[[ $(wc -l <offered) -gt 30 ]]
	cc -E "$usr/include/seqrec.h" | grep -o '\<seqrec_[a-z_]*(' |
		tr -d '(' | sort | diff - offered
}

@test "seqrec.h works in C99 and C++, without another header before it" {
	echo '#include <seqrec.h>' >use.c
	cp use.c use.cc
	cc -std=c99 -pedantic -Wall -Wextra -Werror -I"$usr/include" \
		-fsyntax-only use.c
	type g++ >/dev/null 2>&1 || skip "g++ is not installed"
	g++ -std=c++98 -pedantic-errors -Wall -Wextra -Werror \
		-I"$usr/include" -fsyntax-only use.cc
}

@test "a program may define functions with names of the library's internals" {
	cat >own.c <<-'EOF'
		#include <stdio.h>
		#include <seqrec.h>
		int crc32c(void);
		int evaluate(void);
		int fail_set(void);
		int kernels(void);
		int crc32c(void) { return 1; }
		int evaluate(void) { return 2; }
		int fail_set(void) { return 4; }
		int kernels(void) { return 8; }
		int main(void)
		{
			struct seqrec_error e;

			puts(seqrec_model_open("nothing", &e) ? "" : e.message);
			return crc32c() + evaluate() + fail_set() + kernels() != 15;
		}
	EOF
	compile own.c own
	run -0 ./own
	[[ $output == "nothing: no such model"* ]]
}

@test "the library can be linked into a shared object" {
	nm "$usr/lib/libseqrec.a" | grep -q __asan_init &&
		skip "the sanitizer's own part is for programs alone"
	echo 'const char *seqrec_version(void); const char *mine(void);
		const char *mine(void) { return seqrec_version(); }' >mine.c
	compile mine.c mine.so -shared -fPIC
	nm -D --defined-only mine.so | grep -q seqrec_index_search
}

@test "the installed tree suffices to build a program: nearest" {
	compile "$root/examples/library/nearest.c" nearest
	for options in "" "--item-bias"; do
		# shellcheck disable=SC2086 # or none
		small_model $options
		./nearest model i3 4 >near.tsv
		[[ $(wc -l <near.tsv) == 4 ]]
		topk-list --similar=i3 -k 4 -H | cut -f 3,4 >want.tsv
		diff <(cut -f 1 want.tsv) <(cut -f 1 near.tsv)
		paste want.tsv near.tsv | awk '{
			d = $2 - $4; if (d * d > 1e-11) exit 1 }'
	done
	./nearest model i3 1000 >all.tsv
	[[ $(wc -l <all.tsv) == 29 ]]
	run -1 --separate-stderr ./nearest model 77
	[[ $stderr == "nearest: '77' is no item of the model" ]]
	run -1 --separate-stderr ./nearest nothing i3
	[[ $stderr == "nearest: nothing"* ]]
	run -2 --separate-stderr ./nearest model i3 x
	run -1 --separate-stderr bash -c './nearest model i3 >/dev/full'
}

@test "the installed tree suffices to build another: make-movielens" {
	compile "$root/examples/tutorial/make-movielens.c" mine \
		"$root/examples/tutorial/make-movielens_movies.c" -lm
	./mine --users=20 --movies=60 --ratings-per-user=20 a
	make-movielens --users=20 --movies=60 --ratings-per-user=20 b
	diff -r a b
}

# Scores are printed in another format, so they are compared as numbers.
@test "the installed tree suffices to build another: recommend, which is seq-embed and topk-list in one" {
	compile "$root/examples/library/recommend.c" recommend
	for options in "" "--fill-context=no --item-bias --encoder=gru-reset-before" \
		"--normalize --temperature=0.1 --encoder=gru:5,gru:5 --item-hidden=6:relu" \
		"--fill-context=no --encoder=attention,attention --heads=2 --positions=3" \
		"--fill-context=no --encoder=attention --norm=pre --position-embedding=no"; do
		# shellcheck disable=SC2086 # several words
		small_model $options
		(cut -f 1 train.tsv && printf 'new,i1\ni1,i2,new\n\\E\n') >c.tsv
		./recommend model c.tsv out.tsv
		seq-embed -q -m model --context=context <c.tsv |
			topk-list -m model -x c.tsv -C context >want.tsv
		diff <(cut -f -3 want.tsv) <(cut -f -3 out.tsv)
		paste want.tsv out.tsv | awk 'NR > 1 {
			d = $4 - $8; if (d * d > 1e-11 * (1 + $4 * $4)) exit 1 }'
		[[ $(wc -l <out.tsv) -gt 2000 ]]
	done
	run -1 --separate-stderr ./recommend model c.tsv no/such/place
	[[ $stderr == "recommend: no/such/place: "* ]]
	run -1 --separate-stderr ./recommend model train.tfrecord out.tsv
	run -1 --separate-stderr ./recommend model model/vocab.tsv new.tsv
	[[ $stderr == *"there is no column 'context'"* ]]
	assert_not_exist new.tsv
}

@test "--version, seqrec.pc and the archive's name agree" {
	version=$(seq-train --version)
	version=${version##* }
	grep -qx "Version: $version" "$usr/lib/pkgconfig/seqrec.pc"
	fresh_make dist
	assert_exist "$built/seqrec-$version.tar.gz"
}

@test "an archive made from an archive is the same" {
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

@test "two builds of the archive in different folders give the same bytes" {
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
