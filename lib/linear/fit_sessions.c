/* fit_sessions - no fit: keeps the sessions as they are. */
/* SPDX-License-Identifier: MIT */
#include "linear/fit.h"

#include "linear/sessions_file.h"

int
fit_sessions(const struct fit_data *d, struct model *m, struct fail *f)
{
	return sessions_file_save(d->s, m, f);
}
