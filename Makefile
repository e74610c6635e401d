# seqrec - sequential recommendation as a pipeline.
#
#   make deps     install what building and the demo need (Debian)
#   make deps-mpi mpi  seq-train-mpi, for several machines, with Open MPI
#   make          build everything into build/; V=1 shows the commands whole
#   make demo     the whole tutorial on data made here
#   make deps-check  that, and what the tests and pictures need
#   make check    all tests; a line "N passed, N failed, N skipped" at the end
#   make pictures the pictures in README
#   make install, uninstall, dist, deb: programs, pages, completions, library
#   make deps-dev, lint, check-asan, check-all, bench: for who works on it
#   make check-memory, check-threads, analyse, coverage: see tests/tools/README
#
# A new file in cmd/, lib/*/, tests/unit/ or man/ needs no edit here.

CC = gcc
OBJCOPY = objcopy
CFLAGS = -O3 -g
CPPFLAGS =
LDFLAGS =
PREFIX = /usr/local
DESTDIR =
LIB = lib
BUILD = build
# Before a program that is run while building, if it is another processor's.
RUN =

# Before a command: prints "CC lib/base/fail.c" in its place, unless V=1; and
# nothing with make -s.
V = 0
silent = $(findstring s,$(firstword -$(MAKEFLAGS)))
say = $(if $(filter 0,$(V)),@$(if $(silent),,echo "$1 $2" &&))

WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
    -Wpointer-arith -Wwrite-strings -Wvla
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
HARDEN_LD = -pie -Wl,-z,relro,-z,now -Wl,--as-needed
STD = -std=c11 -D_GNU_SOURCE -ffp-contract=off \
    "-ffile-prefix-map=$(CURDIR)=." -pthread -iquote lib -iquote $(BUILD)
LIBS = -lprotobuf-c $(LIBSEQ_LIBS)
LIBSEQ_LIBS = -lz -lm

progs = $(patsubst cmd/%.c,$(BUILD)/bin/%,$(wildcard cmd/*.c))
units = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
benches = $(patsubst tests/bench/%.c,$(BUILD)/tests/%,$(wildcard tests/bench/*.c))
# NAME_PART.c is a part of the example NAME.
demos = $(patsubst %.c,$(BUILD)/examples/%,$(notdir $(filter-out \
    $(wildcard examples/*/*_*.c),$(wildcard examples/*/*.c))))
# What protoc-c makes of lib/ROOM/NAME.proto: build/NAME.pb-c.c and its header.
protos = $(wildcard lib/*/*.proto)
messages = $(patsubst %.proto,$(BUILD)/%.pb-c,$(notdir $(protos)))
lib = $(patsubst %.c,$(BUILD)/%.o,$(wildcard lib/*/*.c)) $(messages:%=%.o)
api = $(filter $(BUILD)/lib/api/%,$(lib))
internal = $(BUILD)/internal.a
libseq = $(BUILD)/libseqrec.a
# SKIP="crash test_mm" leaves out those suites, of bats or units.
suites = $(filter-out $(patsubst %,tests/cli/%.bats,$(SKIP)) \
    $(patsubst %,$(BUILD)/tests/%,$(SKIP)), \
    $(wildcard tests/cli/*.bats) $(units))

# OpenBLAS, and who is linked with it; without it these are left out.
blas := $(shell pkg-config --libs openblas 2>/dev/null || echo -lopenblas)
with_blas = $(BUILD)/bin/seq-baseline $(BUILD)/bin/seq-pca $(BUILD)/tests/test_linear
has_blas := $(shell echo 'int main(void) { return 0; }' | $(CC) -x c - $(blas) \
    -o /dev/null 2>/dev/null && echo yes)
ifeq ($(has_blas),)
progs := $(filter-out $(with_blas),$(progs))
units := $(filter-out $(with_blas),$(units))
$(info OpenBLAS is not here: seq-baseline and seq-pca are left out (make deps))
endif
$(with_blas): LIBS += $(blas)

names = $(notdir $(progs))
completions = $(patsubst %,$(bash)/%,$(names)) $(patsubst %,$(zsh)/_%,$(names)) \
    $(patsubst %,$(fish)/%.fish,$(names))
bash = $(BUILD)/completions/bash-completion/completions
zsh = $(BUILD)/completions/zsh/site-functions
fish = $(BUILD)/completions/fish/vendor_completions.d

all: $(progs) $(libseq) $(demos) $(completions)

# All modules, for the programs and tests.
$(internal): $(lib)
	@rm -f $@
	$(call say,AR,$@) $(AR) -rcsD $@ $(lib)

# The library for others: one object of lib/api and what it needs, in which no
# names but those of seqrec.h are seen from outside.
$(libseq): $(api) $(internal)
	$(call say,LD,$(BUILD)/seqrec.o) $(CC) -r -nostdlib -o $(BUILD)/seqrec.o $(api) $(internal)
	$(call say,OBJCOPY,$(BUILD)/seqrec.o) $(OBJCOPY) --wildcard \
	    --keep-global-symbol='seqrec_*' $(BUILD)/seqrec.o
	@rm -f $@
	$(call say,AR,$@) $(AR) -rcsD $@ $(BUILD)/seqrec.o

# One source, built once for each instruction set; math/kernels picks one when a
# program runs.  For another processor than x86-64 these files are empty.
machine := $(shell $(CC) -dumpmachine 2>/dev/null)
ifneq ($(filter x86_64-%,$(machine)),)
%_avx2.o: STD += -mavx2 -mfma
%_vnni.o: STD += -mavx512f -mavx512dq -mavx512vl -mavx512bw -mavx512vnni -mfma -mavx2
%_avx512.o: STD += -mavx512f -mavx512dq -mavx512vl -mavx512bw -mfma -mavx2
endif

$(BUILD)/%.o: %.c Makefile | $(messages:%=%.h)
	@mkdir -p $(@D)
	$(call say,CC,$<) $(CC) $(STD) $(WARN) $(HARDEN) $(CPPFLAGS) $(CFLAGS) \
	    -MMD -MP -c -o $@ $<

$(messages:%=%.o): $(BUILD)/%.o: $(BUILD)/%.c Makefile
	$(call say,CC,$<) $(CC) $(STD) $(HARDEN) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(messages:%=%.c): %.c: %.h ;
.SECONDEXPANSION:
$(messages:%=%.h): $(BUILD)/%.pb-c.h: $$(wildcard lib/*/$$*.proto)
	@mkdir -p $(@D)
	$(call say,PROTOC,$<) protoc-c --proto_path=$(<D) --c_out=$(BUILD) $<

define link
@mkdir -p $(@D)
$(call say,LD,$@) $(CC) -pthread $(HARDEN_LD) $(CFLAGS) $(LDFLAGS)
endef
$(progs): $(BUILD)/bin/%: $(BUILD)/cmd/%.o $(internal)
	$(link) -o $@ $< $(internal) $(LIBS)

# The one program that MPI begins on several machines: seq-train, with other ranks
# (lib/base/ranks.h).  No other is linked with MPI.
MPICC = mpicc
mpi: $(BUILD)/bin/seq-train-mpi
$(BUILD)/mpi/seq-train.o: cmd/seq-train.c Makefile | $(BUILD)/example.pb-c.h
	@mkdir -p $(@D)
	$(call say,CC,$< for MPI) $(CC) $(STD) $(WARN) $(HARDEN) $(CPPFLAGS) $(CFLAGS) \
	    -DPROGRAM='"seq-train-mpi"' -MMD -MP -c -o $@ $<
$(BUILD)/mpi/ranks_mpi.o: lib/base/mpi/ranks_mpi.c Makefile
	@mkdir -p $(@D)
	$(call say,MPICC,$<) OMPI_CC="$(CC)" $(MPICC) $(STD) $(WARN) $(HARDEN) \
	    $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/bin/seq-train-mpi: $(BUILD)/mpi/seq-train.o $(BUILD)/mpi/ranks_mpi.o \
    $(internal)
	@mkdir -p $(@D)
	$(call say,MPILD,$@) OMPI_CC="$(CC)" $(MPICC) -pthread $(HARDEN_LD) \
	    $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(internal) $(LIBS)

# build/examples/NAME, whichever folder of examples/ has NAME.c and its parts; like
# programs of others they include <seqrec.h>.
$(BUILD)/examples/%.o: private STD += -Ilib/api
$(demos): $(BUILD)/examples/%: $$(addprefix $(BUILD)/,$$(addsuffix .o,$$(basename \
    $$(wildcard examples/*/$$*.c examples/*/$$*_*.c)))) $(libseq)
	$(link) -o $@ $(filter %.o,$^) $(libseq) $(LIBSEQ_LIBS)

$(filter-out %_double,$(units)): $(BUILD)/tests/%: $(BUILD)/tests/unit/%.o \
    $(internal)
	$(link) -o $@ $< $(internal) $(LIBS)

# This one sees every open().
$(BUILD)/tests/test_model_swap: LDFLAGS += -Wl,--wrap=open

# OpenBLAS is the yardstick.
$(BUILD)/tests/sgemm: LIBS += -lopenblas
# This one does the loops itself.
$(BUILD)/tests/serial: LDFLAGS += -Wl,--wrap=threads_for,--wrap=threads_extra_task
$(benches): $(BUILD)/tests/%: $(BUILD)/tests/bench/%.o $(internal)
	$(link) -o $@ $< $(internal) $(LIBS)

# What trains, once more in double: there a gradient can be told from rounding.
double = $(patsubst %.c,$(BUILD)/double/%.o,$(filter-out lib/math/lapack.c, \
    $(wildcard lib/base/*.c lib/math/*.c lib/nn/layer*.c lib/nn/loss*.c)) \
    lib/data/item_values.c lib/onnx/onnx_graph.c \
    $(patsubst %,lib/nn/%.c,activation batch optimizer params dropout \
    batch_fields encoder field_lookups field_rows item_inputs item_sums \
    joined_ids row_lists self_attention grads tower tower_build lookup lookups net \
    net_fields net_items transposed objective tree tree_nodes tree_ranks tree_shares \
    step apply))

$(BUILD)/double/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$< in double) $(CC) $(STD) $(WARN) $(HARDEN) \
	    -DREAL_IS_DOUBLE $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(filter %_double,$(units)): $(BUILD)/tests/%: \
    $(BUILD)/double/tests/unit/%.o $(double)
	$(link) -o $@ $< $(double) $(LIBS)

-include $(shell find $(BUILD) -type f -name '*.d' 2>/dev/null)

# Preloaded, it makes a chosen call of the system fail.
faults = $(BUILD)/tests/fault.so
$(faults): tests/fault/fault.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<) $(CC) -std=c11 -D_GNU_SOURCE -O2 -g $(WARN) \
	    -shared -fPIC -o $@ $<

# Fuzz targets: replayed without a fuzzer, and with clang's.
fuzzers = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
replays = $(patsubst %,$(BUILD)/fuzz/replay_%,$(fuzzers))
$(replays): $(BUILD)/fuzz/replay_%: $(BUILD)/tests/fuzz/fuzz_%.o \
    $(BUILD)/tests/fuzz/replay.o $(internal)
	$(link) -o $@ $(filter %.o,$^) $(internal) $(LIBS)

$(patsubst %,$(BUILD)/fuzz/fuzz_%,$(fuzzers)): $(BUILD)/fuzz/fuzz_%: \
    $(BUILD)/tests/fuzz/fuzz_%.o $(internal)
	$(link) -fsanitize=fuzzer -o $@ $< $(internal) $(LIBS)

# Here exit() comes back.
%/fuzz_cli %/replay_cli: LDFLAGS += -Wl,--wrap=exit

fuzz:
	$(MAKE) $(patsubst %,$(BUILD)/clang/fuzz/fuzz_%,$(fuzzers)) CC=clang \
	    BUILD=$(BUILD)/clang HARDEN=-fPIE \
	    CPPFLAGS="-DBYTEIN_CHUNK=64 -DVOCAB_LARGE=1" \
	    CFLAGS="-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all \
	    -fsanitize=address,undefined,fuzzer-no-link"

check: all $(units) $(faults) $(replays)
	BUILD=$(BUILD) tests/run $(suites)

# Every call fails in turn, and whatever else takes long.
check-all: check check-asan check-memory check-threads analyse coverage
	SLOW=1 $(MAKE) check
	$(MAKE) deb

# The same under the sanitizers.  What they find ends with a status of its own, so
# that no test takes it for the failure that it expects.
check-asan: export ASAN_OPTIONS = exitcode=99
check-asan: export UBSAN_OPTIONS = exitcode=99
check-asan:
	$(MAKE) check BUILD=$(BUILD)/asan CFLAGS="-O1 -g -fno-omit-frame-pointer \
	    -fsanitize=address,undefined -fno-sanitize-recover=undefined"

# For arm64, by an emulator: not what needs limits, preloaded libraries or another
# compiler, nor the gradients in double, which would take an hour; and without
# OpenBLAS.
arm64_cc = aarch64-linux-gnu-gcc
arm64_suites = $(patsubst tests/unit/%.c,%,$(filter-out %/test_linear.c \
    %/test_gradient_double.c, $(wildcard tests/unit/test_*.c))) $(filter-out $(patsubst %,tests/cli/%.bats, \
    bounds crash fuzz install lint make pages pipes run seq-baseline terminal \
    tfrecord-damage), $(wildcard tests/cli/*.bats))
arm64 = BUILD=$(BUILD)/arm64 CC=$(arm64_cc) \
    OBJCOPY=aarch64-linux-gnu-objcopy RUN=qemu-aarch64
arm64:
	$(MAKE) all $(arm64)
check-arm64: arm64
	$(MAKE) $(patsubst $(BUILD)/%,$(BUILD)/arm64/%, $(filter-out \
	    %/test_linear %/test_gradient_double,$(units))) $(arm64)
	tests/tools/arm64 $(BUILD)/arm64 $(arm64_suites)

# Under the tools: tests/tools/README.
check-memory: all
	tests/tools/paths $(BUILD)/bin valgrind -q --error-exitcode=99 \
	    --leak-check=full --show-leak-kinds=definite,indirect,possible \
	    --errors-for-leak-kinds=definite,indirect,possible \
	    --suppressions=$(CURDIR)/tests/tools/memcheck.supp

# clang's needs addresses where it expects them.
check-threads:
	$(MAKE) all BUILD=$(BUILD)/tsan CC=clang \
	    CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=thread"
	USERS=1000 TSAN_OPTIONS=exitcode=99 tests/tools/paths $(BUILD)/tsan/bin \
	    $(shell setarch -R true 2>/dev/null && echo setarch -R)

analyse: $(messages:%=%.h)
	tests/tools/analyse $(BUILD)

# Not crash and pipes, whose faults would hit the counting too, nor install, of
# what is to be linked without it.
coverage:
	$(MAKE) check SKIP="crash pipes tutorial install" BUILD=$(BUILD)/cov \
	    HARDEN=-fPIE CFLAGS="-Og -g --coverage -fprofile-update=atomic"
	tests/tools/coverage $(BUILD)/cov

demo: all
	PATH="$(CURDIR)/$(BUILD)/bin:$(CURDIR)/$(BUILD)/examples:$$PATH" \
	    examples/tutorial/tutorial.sh --work=$(BUILD)/demo

# The pictures in README, of MovieLens 1M in the folder DATA.
pictures: all
	PATH="$(CURDIR)/$(BUILD)/bin:$(CURDIR)/$(BUILD)/examples:$$PATH" \
	    examples/plots/pictures.sh "$(DATA)"

bench: all $(benches)
	tests/bench/run

sources = $(wildcard cmd/*.[ch] lib/*/*.[ch] lib/base/mpi/*.c tests/bench/mpi/*.c examples/*/*.[ch] tests/*/*.[ch])

# What only looks at one file is not done again for a file that stayed.  SC2154:
# bats' run is what sets stderr.
shell_scripts = tests/run $(wildcard tests/lint/* tests/golden/builds \
    tests/golden/baselines \
    tests/golden/trainings tests/fuzz/run tests/tools/arm64 \
    tests/fuzz/seeds tests/tools/paths tests/tools/analyse \
    tests/tools/coverage tests/bench/run tests/bench/*.sh .ci/run) \
    $(wildcard examples/*.sh examples/*/*.sh examples/plots/plot-* \
    examples/shop/make-orders)
bashes = $(wildcard tests/cli/*.bats tests/cli/*.bash) tests/bench/pairs \
    tests/fault/sweep tests/fault/soak
pages = $(wildcard man/*.[157])
linted = $(patsubst %,$(BUILD)/lint/%.ok,$(shell_scripts) $(bashes) $(pages) \
    $(sources))

lint: $(lib) $(linted)
	tests/lint/layers
	tests/lint/calls $(BUILD)/lib
	tests/lint/names

$(shell_scripts:%=$(BUILD)/lint/%.ok): look = shellcheck -S warning -x -s sh
$(bashes:%=$(BUILD)/lint/%.ok): look = shellcheck -S warning -e SC2154 -s bash -x
$(pages:%=$(BUILD)/lint/%.ok): look = mandoc -T lint -W warning
$(sources:%=$(BUILD)/lint/%.ok): look = clang-format --dry-run -Werror
$(linted): $(BUILD)/lint/%.ok: %
	@mkdir -p $(@D)
	@$(look) $< && touch $@

# The packages of Debian: to build and for the demo; to test as well; for all else.
build_needs = gcc libc6-dev zlib1g-dev libprotobuf-c-dev protobuf-c-compiler \
    libopenblas-dev
check_needs = $(build_needs) bats bats-assert bats-support bats-file curl unzip \
    zip gnuplot-nox pkg-config mandoc
mpi_needs = libopenmpi-dev openmpi-bin
dev_needs = $(check_needs) $(mpi_needs) libopenblas0-openmp \
    libopenblas0-serial clang \
    clang-format clang-tidy cppcheck valgrind shellcheck hyperfine zsh fish \
    build-essential debhelper lintian jq miller datamash parallel \
    python3-numpy python3-protobuf
root = $(if $(filter 0,$(shell id -u)),,sudo)
apt = $(root) env DEBIAN_FRONTEND=noninteractive apt-get -q

arm64_needs = gcc-aarch64-linux-gnu libc6-dev-arm64-cross zlib1g-dev:arm64 \
    libprotobuf-c-dev:arm64 qemu-user

deps: packages = $(build_needs)
deps-mpi: packages = $(build_needs) $(mpi_needs)
deps-check: packages = $(check_needs)
deps-dev: packages = $(dev_needs)
deps deps-mpi deps-check deps-dev:
	@echo "Installs with apt$(root:%=, by %): $(packages)"
	$(apt) update
	$(apt) install -y --no-install-recommends $(packages)

deps-arm64:
	@echo "Installs with apt$(root:%=, by %): $(arm64_needs)"
	$(root) dpkg --add-architecture arm64
	$(apt) update
	$(apt) install -y --no-install-recommends $(arm64_needs)

# What else is made waits for the packages, also with -j.
ifneq ($(filter deps%,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

# A program knows its completions, from the table of its options.
complete = @mkdir -p $(@D) && $(RUN) $< >$@ --completion
$(bash)/%: $(BUILD)/bin/%
	$(complete)=bash
$(zsh)/_%: $(BUILD)/bin/%
	$(complete)=zsh
$(fish)/%.fish: $(BUILD)/bin/%
	$(complete)=fish

.DELETE_ON_ERROR:

# Install: SOURCE:PLACE below PREFIX.
pages = $(wildcard man/*.[157])
shown = $(wildcard examples/*.sh examples/*/*.sh examples/plots/plot-* \
    examples/shop/make-orders examples/gate/* examples/*/*.[ch] \
    examples/*/*.py examples/plots/report.*.html)
systemd_units = $(wildcard examples/*/*.socket examples/*/*.service \
    examples/*/*.timer)
files = $(libseq):$(LIB)/libseqrec.a \
    lib/api/seqrec.h:include/seqrec.h \
    $(foreach c,$(completions),$c:$(c:$(BUILD)/completions/%=share/%)) \
    $(foreach p,$(pages),$p:share/man/man$(subst .,,$(suffix $p))/$(notdir $p)) \
    $(foreach e,$(shown),$e:share/seqrec/$e)
place = $(DESTDIR)$(PREFIX)
unit_place = lib/systemd/system
version = $(shell sed -n 's/.define VERSION "\(.*\)"/\1/p' lib/base/version.h)

install: all
	install -d "$(place)/bin" "$(place)/$(LIB)/pkgconfig"
	install $(progs) $(wildcard $(BUILD)/bin/seq-train-mpi) "$(place)/bin"
	for f in $(files); do \
	    m=644; [ ! -x "$${f%:*}" ] || m=755; \
	    install -D -m $$m "$${f%:*}" "$(place)/$${f#*:}" || exit 1; \
	done
	install -d "$(place)/$(unit_place)"
	for u in $(systemd_units); do \
	    to="$(place)/$(unit_place)/$${u##*/}"; \
	    sed 's|/usr/share|$(PREFIX)/share|' "$$u" >"$$to" && \
	    chmod 644 "$$to" || exit 1; \
	done
	printf '%s\n' 'prefix=$(PREFIX)' 'includedir=$${prefix}/include' \
	    'libdir=$${prefix}/$(LIB)' '' 'Name: seqrec' 'Version: $(version)' \
	    'Description: sequential recommendation' \
	    'Cflags: -I$${includedir}' \
	    'Libs: -L$${libdir} -lseqrec -pthread $(LIBSEQ_LIBS)' \
	    >"$(place)/$(LIB)/pkgconfig/seqrec.pc"
	chmod 644 "$(place)/$(LIB)/pkgconfig/seqrec.pc"

uninstall:
	for p in $(names:%=bin/%) bin/seq-train-mpi $(LIB)/pkgconfig/seqrec.pc $(files) \
	    $(addprefix $(unit_place)/,$(notdir $(systemd_units))); do \
	    rm -f "$(place)/$${p#*:}"; \
	done
	[ ! -d "$(place)/share/seqrec" ] || \
	    find "$(place)/share/seqrec" -type d -empty -delete

# The tree as an archive that is the same whenever and wherever it is made.  Of
# a repository what is committed, with the commit's time; else what is here.
release = seqrec-$(version)
tree = Makefile README.md cmd lib man tests examples .ci .clang-format \
    .clang-tidy .cppcheck .debian .gitignore
dist:
	rm -rf $(BUILD)/dist
	mkdir -p $(BUILD)/dist/$(release)
	if [ -e .git ]; then git archive HEAD; else tar -c $(tree); fi | \
	    tar -x -C $(BUILD)/dist/$(release)
	grep -q '"$(version)"' $(BUILD)/dist/$(release)/lib/base/version.h
	tar -c -C $(BUILD)/dist --format=ustar --sort=name --owner=0 --group=0 \
	    --numeric-owner --mode=u+rwX,go=rX \
	    --mtime="@$$(stat -c %Y $(BUILD)/dist/$(release)/Makefile)" \
	    $(release) | gzip -n9 >$(BUILD)/$(release).tar.gz
	rm -rf $(BUILD)/dist

# Debian packages, of the archive; what debhelper wants is in .debian.
deb: dist
	rm -rf $(BUILD)/deb
	mkdir -p $(BUILD)/deb
	tar -x -z -C $(BUILD)/deb -f $(BUILD)/$(release).tar.gz
	cd $(BUILD)/deb/$(release) && mv .debian debian && \
	    printf 'seqrec (%s) unstable; urgency=medium\n\n  * %s\n\n -- %s  %s\n' \
	    $(version) "Packaged from its own tree." \
	    "$$(sed -n 's/^Maintainer: //p' debian/control)" \
	    "$$(date -R -u -r Makefile)" >debian/changelog && \
	    env -u MAKEFLAGS -u MAKELEVEL dpkg-buildpackage -b -us -uc
	lintian --fail-on=error,warning $(BUILD)/deb/*.changes

clean:
	rm -rf $(BUILD)

.PHONY: all mpi check check-all check-asan check-memory check-threads analyse \
    coverage fuzz demo pictures bench lint deps deps-mpi deps-check deps-dev \
    arm64 check-arm64 deps-arm64 install uninstall dist deb clean
