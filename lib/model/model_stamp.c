/* model_stamp - detects that a model directory was replaced after loading. */
/* SPDX-License-Identifier: MIT */
#include "model/model_stamp.h"

#include <stdio.h>

#include "model/model_file.h"

int
model_stamp_take(struct model_stamp *s, const char *dir)
{
	char path[MODEL_FILE_PATH];
	struct stat st;
	int n = snprintf(path, sizeof(path), "%s/tensors.tsv", dir);

	if (n < 0 || (size_t)n >= sizeof(path) || stat(path, &st))
		return -1;
	*s = (struct model_stamp){st.st_dev, st.st_ino, st.st_ctim};
	return 0;
}

int
model_stamp_differs(const struct model_stamp *s, const char *dir)
{
	struct model_stamp now;

	return !model_stamp_take(&now, dir) &&
	       (now.dev != s->dev || now.inode != s->inode ||
		   now.changed.tv_sec != s->changed.tv_sec ||
		   now.changed.tv_nsec != s->changed.tv_nsec);
}
