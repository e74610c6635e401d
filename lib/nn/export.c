/* export - writes a model as one file for other software. */
/* SPDX-License-Identifier: MIT */
#include "nn/export.h"

#include <string.h>

#include "base/fail.h"
#include "model/safetensors.h"
#include "nn/field_data.h"
#include "nn/query_nodes.h"

static int
put_safetensors(struct output *o, struct model *m, const struct net *net,
    const struct fields *fields, void (*say)(int, const char *), struct fail *f)
{
	int r;

	(void)net;
	(void)say;
	r = field_data_lists(fields, m, f) || safetensors_put(o, m, f) ? -1 : 0;
	field_data_release(m); /* the lists are still the fields' */
	return r;
}

static int
put_onnx(struct output *o, struct model *m, const struct net *net,
    const struct fields *fields, void (*say)(int, const char *), struct fail *f)
{
	if (!net)
		return fail_set(f,
		    "a model of seq-baseline has no query tower to write as "
		    "ONNX; --export=safetensors writes its tables");
	return query_nodes_put(o, net, fields, m, say, f);
}

static const struct export_row {
	const char *name, *help;
	int (*put)(struct output *, struct model *, const struct net *,
	    const struct fields *, void (*say)(int, const char *),
	    struct fail *);
} formats[] = {
    {"safetensors", "all tensors, settings and the vocabulary",
	put_safetensors},
    {"onnx", "the query tower as a graph: ids in, queries out", put_onnx},
};

struct choice
export_format(size_t k)
{
	return CHOICE_OF(k < COUNTOF(formats) ? &formats[k] : NULL);
}

int
export_put(struct output *o, const char *format, const char *dir,
    struct model *m, const struct net *net, const struct fields *fields,
    void (*say)(int, const char *), struct fail *f)
{
	size_t k = 0;

	while (k + 1 < COUNTOF(formats) && strcmp(formats[k].name, format) != 0)
		k++;
	return formats[k].put(o, m, net, fields, say, f) ? fail_at(f, "%s", dir)
	                                                 : 0;
}
