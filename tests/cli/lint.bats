# lint - the checks of make lint find violations in trees made here.
# shellcheck disable=SC2154 # run sets output
load helper

lint=$BATS_TEST_DIRNAME/../lint

# module ROOM/NAME [DECLARATIONS]: an object compiled from the C code on
# standard input.
module() {
	mkdir -p "o/${1%/*}"
	printf '%s\n' "${2-}" | cc -x c -c -o "o/$1.o" -
}

# layers MODULE ...: the order.
layers() {
	printf '%s\n' "# in order" "$@" >LAYERS
}

calls() {
	"$lint/calls" o LAYERS
}

@test "calls: uses of modules on earlier lines are fine" {
	module data/a 'int a(void) { return 1; }'
	module nn/b 'int a(void); int b(void) { return a(); }'
	layers data/a nn/b
	calls
}

@test "calls: a call upwards is found, such as train to validate" {
	module nn/train 'int validate(void); int train(void) { return validate(); }'
	module nn/validate 'int validate(void) { return 1; }'
	layers nn/train nn/validate
	run -1 calls
	[[ $output == "nn/train uses validate of nn/validate, which stands below" ]]
}

@test "calls: a call to a part of another module is found, such as numbering to vocab_sort" {
	module data/vocab 'int vocab(void) { return 1; }'
	module data/numbering 'int vocab_sort(void);
		int number(void) { return vocab_sort(); }'
	module data/vocab_sort 'int vocab_sort(void) { return 1; }'
	layers data/vocab data/numbering data/vocab_sort
	run -1 calls
	[[ $output == "data/numbering uses vocab_sort of data/vocab_sort, "* ]]
}

@test "calls: a pointer upwards and a use of a higher room are found" {
	module io/a 'extern int b; int *a = &b;'
	module nn/b 'int b;'
	layers io/a nn/b
	run -1 calls
	[[ $output == "io/a uses b of nn/b, which stands below" ]]
}

@test "calls: a table may point to its rows, and a head may call its parts" {
	module nn/loss 'extern const int loss_bpr; int loss_row(void);
		const int *losses[] = {&loss_bpr};
		int loss(void) { return loss_row(); }'
	module nn/loss_row 'int loss_row(void) { return 1; }'
	module nn/loss_bpr 'int loss_row(void); const int loss_bpr;
		int bpr(void) { return loss_row(); }'
	layers nn/loss nn/loss_row nn/loss_bpr
	calls
}

@test "calls: a part and its head may not call each other, such as batch and batch_fill" {
	module nn/batch 'int batch_fill(void); int batch_place(void) { return 1; }
		int batch(void) { return batch_fill(); }'
	module nn/batch_fill 'int batch_place(void);
		int batch_fill(void) { return batch_place(); }'
	layers nn/batch nn/batch_fill
	run -1 calls
	[[ ${lines[0]} == "a circle: nn/batch uses nn/batch_fill" ]]
	[[ ${lines[1]} == "a circle: nn/batch_fill uses nn/batch" ]]
}

@test "calls: only programs may use cli, and a room must be contiguous" {
	module cli/cli 'int cli(void) { return 1; }'
	module io/a 'int cli(void); int a(void) { return cli(); }'
	module cli/b ''
	layers cli/cli io/a cli/b
	run -1 calls
	[[ ${lines[0]} == "cli/b: its room stands elsewhere too" ]]
	[[ ${lines[1]} == "io/a uses cli of cli" ]]
}

@test "calls: without objects the check is an error" {
	mkdir -p o/io
	layers io/a
	run -1 calls
	[[ $output == *"there are no objects"* ]]
}

# tree: a tree without violations.
tree() {
	mkdir -p lib/io lib/cli cmd examples/library tests/unit
	printf '/* input - x. */\nstruct input {\n\tint x;\n};\n' >lib/io/input.h
	printf '#include "cli/cli.h"\n' >cmd/seq.c
	printf '#include <seqrec.h>\n' >examples/library/use.c
	touch lib/cli/cli.h
	for folder in lib examples; do
		touch $folder/README
	done
}

@test "names: a tree without violations gives no output" {
	tree
	run -0 "$lint/names" .
	[[ -z $output ]]
}

@test "names: two files and two structs of one name are found" {
	tree
	touch tests/unit/use.c
	printf '/* other - y. */\nstatic struct input {\n\tint y;\n} x;\n' >lib/io/other.c
	run -1 "$lint/names" .
	[[ ${lines[0]} == "tests/unit/use.c: there is examples/library/use.c too" ]]
	[[ ${lines[1]} == "lib/io/other.c:2: struct input is at lib/io/input.h:2 too" ]]
}

@test "names: examples may only include seqrec.h and headers beside them, and only programs cli.h" {
	tree
	echo 'int part(void);' >examples/library/use_part.h
	echo '#include "use_part.h"' >>examples/library/use.c
	run -0 "$lint/names" .
	printf '#include "use_other.h"\n#include "io/input.h"\n' >>examples/library/use.c
	printf '/* input - x. */\n#include "cli/cli.h"\n' >lib/io/input.c
	run -1 "$lint/names" .
	[[ ${lines[0]} == "examples/library/use.c:3: "*"<seqrec.h> alone"* ]]
	[[ ${lines[1]} == "examples/library/use.c:4: "*"<seqrec.h> alone"* ]]
	[[ ${lines[2]} == "lib/io/input.c:2: only programs include cli/cli.h" ]]
}

@test "names: a file of lib must begin with its own name" {
	tree
	printf '/*\n * ahead - bytes made ahead.\n */\n' >lib/io/read_ahead.h
	run -1 "$lint/names" .
	[[ $output == *'lib/io/read_ahead.h:2: does not begin with "read_ahead - "' ]]
}
