# seqrec - sequential recommendation as a pipeline.
#
#   make deps     install what building, demo and tests need (Debian)
#   make          build everything into build/
#   make demo     the whole tutorial on data made here
#   make pictures the pictures in README
#   make check    all tests; a line "N passed, N failed, N skipped" at the end
#   make deps-dev, lint, check-asan, check-all, bench: for who works on it
#
# A new file in cmd/, lib/*/, tests/unit/ or man/ needs no edit here.

CC = gcc
CFLAGS = -O3 -g
CPPFLAGS =
LDFLAGS =
PREFIX = /usr/local
DESTDIR =
BUILD = build

WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
    -Wpointer-arith -Wwrite-strings -Wvla
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
HARDEN_LD = -pie -Wl,-z,relro,-z,now -Wl,--as-needed
STD = -std=c11 -D_GNU_SOURCE -ffp-contract=off \
    -pthread -iquote lib -iquote $(BUILD)
LIBS = -lprotobuf-c -lz -lopenblas -lm

progs = $(patsubst cmd/%.c,$(BUILD)/bin/%,$(wildcard cmd/*.c))
units = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
benches = $(patsubst tests/bench/%.c,$(BUILD)/tests/%,$(wildcard tests/bench/*.c))
demos = $(patsubst examples/%.c,$(BUILD)/examples/%,$(wildcard examples/*.c))
lib = $(patsubst %.c,$(BUILD)/%.o,$(wildcard lib/*/*.c)) $(BUILD)/example.pb-c.o
libseq = $(BUILD)/libseqrec.a
# SKIP="crash pipes" leaves out those bats suites.
suites = $(filter-out $(patsubst %,tests/cli/%.bats,$(SKIP)), \
    $(wildcard tests/cli/*.bats)) $(units)

all: $(progs) $(demos)

$(libseq): $(lib)
	@rm -f $@
	$(AR) -rcs $@ $(lib)

# One source, built once for each instruction set; math/vec picks one when a
# program runs.
%_avx2.o: STD += -mavx2 -mfma
%_avx512.o: STD += -mavx512f -mavx512dq -mavx512vl -mavx512bw -mfma -mavx2

$(BUILD)/%.o: %.c Makefile | $(BUILD)/example.pb-c.h
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(HARDEN) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/example.pb-c.o: $(BUILD)/example.pb-c.c Makefile
	$(CC) $(STD) $(HARDEN) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/example.pb-c.c: $(BUILD)/example.pb-c.h ;
$(BUILD)/example.pb-c.h: lib/tf/example.proto
	@mkdir -p $(@D)
	protoc-c --proto_path=lib/tf --c_out=$(BUILD) lib/tf/example.proto

link = @mkdir -p $(@D) && $(CC) -pthread $(HARDEN_LD) $(CFLAGS) $(LDFLAGS)
$(progs): $(BUILD)/bin/%: $(BUILD)/cmd/%.o $(libseq)
	$(link) -o $@ $< $(libseq) $(LIBS)

$(demos): $(BUILD)/examples/%: $(BUILD)/examples/%.o $(libseq)
	$(link) -o $@ $< $(libseq) $(LIBS)

$(filter-out %_double,$(units)): $(BUILD)/tests/%: $(BUILD)/tests/unit/%.o \
    $(libseq)
	$(link) -o $@ $< $(libseq) $(LIBS)

$(benches): $(BUILD)/tests/%: $(BUILD)/tests/bench/%.o $(libseq)
	$(link) -o $@ $< $(libseq) $(LIBS)

# What trains, once more in double: there a gradient can be told from rounding.
double = $(patsubst %.c,$(BUILD)/double/%.o,$(wildcard lib/base/*.c \
    lib/math/*.c lib/nn/cell*.c lib/nn/loss*.c lib/nn/batch*.c) \
    $(patsubst %,lib/nn/%.c,activation optim net dropout tower step workspace \
    update))

$(BUILD)/double/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(HARDEN) -DREAL_IS_DOUBLE $(CPPFLAGS) $(CFLAGS) \
	    -MMD -MP -c -o $@ $<

$(filter %_double,$(units)): $(BUILD)/tests/%: \
    $(BUILD)/double/tests/unit/%.o $(double)
	$(link) -o $@ $< $(double) $(LIBS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# Preloaded, it makes a chosen call of the system fail.
faults = $(BUILD)/tests/fault.so
$(faults): tests/fault/fault.c Makefile
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -O2 -g $(WARN) -shared -fPIC -o $@ $<

# Fuzz targets: replayed without a fuzzer, and with clang's.
fuzzers = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
replays = $(patsubst %,$(BUILD)/fuzz/replay_%,$(fuzzers))
$(replays): $(BUILD)/fuzz/replay_%: $(BUILD)/tests/fuzz/fuzz_%.o \
    $(BUILD)/tests/fuzz/replay.o $(libseq)
	$(link) -o $@ $(filter %.o,$^) $(libseq) $(LIBS)

$(patsubst %,$(BUILD)/fuzz/fuzz_%,$(fuzzers)): $(BUILD)/fuzz/fuzz_%: \
    $(BUILD)/tests/fuzz/fuzz_%.o $(libseq)
	$(link) -fsanitize=fuzzer -o $@ $< $(libseq) $(LIBS)

# Here exit() comes back.
%/fuzz_cli %/replay_cli: LDFLAGS += -Wl,--wrap=exit

fuzz:
	$(MAKE) $(patsubst %,$(BUILD)/clang/fuzz/fuzz_%,$(fuzzers)) CC=clang \
	    BUILD=$(BUILD)/clang HARDEN=-fPIE CPPFLAGS=-DBYTEIN_CHUNK=64 \
	    CFLAGS="-O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all \
	    -fsanitize=address,undefined,fuzzer-no-link"

check: all $(units) $(faults) $(replays)
	BUILD=$(BUILD) tests/run $(suites)

# Every call fails in turn, and whatever else takes long.
check-all: check check-asan
	SLOW=1 $(MAKE) check

# The same under the sanitizers.
check-asan:
	$(MAKE) check BUILD=$(BUILD)/asan CFLAGS="-O1 -g -fno-omit-frame-pointer \
	    -fsanitize=address,undefined -fno-sanitize-recover=undefined"

demo: all
	PATH="$(CURDIR)/$(BUILD)/bin:$(CURDIR)/$(BUILD)/examples:$$PATH" \
	    examples/tutorial.sh --work=$(BUILD)/demo

# The pictures in README.
pictures: all
	PATH="$(CURDIR)/$(BUILD)/bin:$(CURDIR)/$(BUILD)/examples:$$PATH" \
	    examples/pictures.sh

bench: all $(benches)
	tests/bench/run

# SC2154: bats' run is what sets stderr.
lint:
	tests/lint/layers
	clang-format --dry-run -Werror $(sources)
	shellcheck -S warning -x -s sh tests/run tests/lint/* tests/bench/run \
	    tests/fuzz/run tests/fuzz/seeds .ci/run examples/*.sh \
	    examples/plot-*
	shellcheck -S warning -e SC2154 -s bash -x tests/cli/*.bats \
	    tests/cli/*.bash tests/fault/sweep
	mandoc -T lint -W warning man/*.[157]

sources = $(wildcard cmd/*.c lib/*/*.[ch] examples/*.c tests/*/*.[ch])

needs = gcc zlib1g-dev libprotobuf-c-dev protobuf-c-compiler libopenblas-dev \
    bats bats-assert bats-support bats-file curl unzip zip gnuplot-nox
tools = clang clang-format clang-tidy cppcheck valgrind mandoc \
    shellcheck hyperfine
root = $(if $(filter 0,$(shell id -u)),,sudo)

deps:
	@echo "Installs with apt: $(needs)"
	$(root) apt-get update -q
	$(root) apt-get install -q -y --no-install-recommends $(needs)

deps-dev: deps
	@echo "Installs with apt: $(tools)"
	$(root) apt-get install -q -y --no-install-recommends $(tools)

pages = $(wildcard man/*.[157])
place = $(DESTDIR)$(PREFIX)

install: all
	install -d $(place)/bin
	install $(progs) $(place)/bin
	for p in $(pages); do \
	    install -D -m 644 $$p $(place)/share/man/man$${p##*.}/$${p##*/}; \
	done

uninstall:
	rm -f $(patsubst $(BUILD)/%,$(place)/%,$(progs))
	for p in $(pages); do \
	    rm -f $(place)/share/man/man$${p##*.}/$${p##*/}; \
	done

clean:
	rm -rf $(BUILD)

.PHONY: all check check-all check-asan fuzz demo pictures bench lint deps deps-dev install uninstall \
    clean
