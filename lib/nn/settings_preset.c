/* settings_preset - presets: named groups of settings. */
/* SPDX-License-Identifier: MIT */
#include "nn/settings.h"

#include <string.h>

/* A preset: settings that differ from the defaults. */
static const struct settings_preset {
	const char *name, *help;
	const char *const (*set)[2]; /* [n] name and value */
	size_t n;
	int by_data;
} presets[] = {
#define SET(...)                                            \
	(const char *const[][2]){__VA_ARGS__},              \
	    sizeof((const char *const[][2]){__VA_ARGS__}) / \
		sizeof(const char *const[2])
    {"recommended", "settings that follow from the data, good on most logs",
	SET({"layout", "auto"}, {"tie-embeddings", "1"}, {"item-bias", "1"},
	    {"bias-from-counts", "auto"}, {"normalize", "1"},
	    {"temperature", "auto"}, {"dim", "auto"}, {"dropout", "auto"},
	    {"sampler", "auto"}, {"negatives", "auto"}, {"logq", "auto"},
	    {"mean-loss", "1"}, {"optimizer", "adam"}, {"lazy", "auto"},
	    {"schedule", "cosine"}, {"batch-size", "auto"}, {"epochs", "auto"},
	    {"hold-out", "auto"}, {"patience", "auto"}),
	1},
    {"tutorial", "the TensorFlow Recommenders tutorial, exactly",
	SET({"fill-context", "1"}, {"unknown", "row0"}), 0},
    {"gru4rec", "GRU4Rec with its authors' parameters for YooChoose",
	SET({"layout", "sessions"}, {"tie-embeddings", "1"}, {"item-bias", "1"},
	    {"dim", "100"}, {"dropout", "0.4"}, {"negatives", "2048"},
	    {"negative-power", "0.5"}, {"logq", "1"}, {"mean-loss", "1"},
	    {"optimizer", "adagrad-gru4rec"}, {"learning-rate", "0.2"},
	    {"momentum", "0.2"}, {"batch-size", "32"}, {"epochs", "10"}),
	0},
    {"sasrec", "SASRec with a softmax over all items",
	SET({"layout", "sequences"}, {"max-length", "200"}, {"last-piece", "1"},
	    {"encoder", "attention,attention"}, {"dim", "64"},
	    {"embedding-init", "normal"}, {"dropout", "0.1"},
	    {"tie-embeddings", "1"}, {"sampler", "all"}, {"mean-loss", "1"},
	    {"optimizer", "adam"}, {"learning-rate", "0.001"},
	    {"epsilon", "1e-8"}, {"batch-size", "128"}, {"epochs", "60"},
	    {"exclude-context", "1"}),
	0},
    {"user-item", "users and items: a query is the embedding of its user",
	SET({"encoder", "none"}, {"batch-size", "8192"},
	    {"shuffle", "buffer:100000"}),
	0},
    {"context-features", "a dense layer over the fields of each tower",
	SET({"encoder", "none"}, {"hidden", "32"}, {"item-hidden", "32"},
	    {"batch-size", "2048"}, {"shuffle", "epoch"}),
	0},
    {"tflite", "TensorFlow's on-device model, with the items alone",
	SET({"encoder", "mean"}, {"dim", "8"}, {"embedding-init", "truncated"},
	    {"hidden", "32:relu,32:relu"}, {"sampler", "all"},
	    {"mean-loss", "1"}, {"clip-each", "1"}, {"batch-size", "32"},
	    {"shuffle", "epoch"}),
	0},
    {"item-item",
	"TensorFlow Recommenders' two towers of items, from one item to the "
	"next",
	SET({"encoder", "last"}, {"shuffle", "buffer:100000"},
	    {"batch-size", "8192"}),
	0},
};

struct choice
settings_preset_choice(size_t k)
{
	return CHOICE_OF(k < COUNTOF(presets) ? &presets[k] : NULL);
}

int
settings_preset(struct settings *p, const char *name)
{
	size_t k, i;

	*p = settings_default;
	for (k = 0; k < COUNTOF(presets); k++) {
		const struct settings_preset *q = &presets[k];

		if (strcmp(q->name, name) != 0)
			continue;
		for (i = 0; i < q->n; i++)
			if (settings_set(p, q->set[i][0], q->set[i][1]))
				return -1;
		p->by_data = q->by_data;
		return 0;
	}
	return -1;
}
