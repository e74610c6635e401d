/* fit_sessions - no fit: keeps the sessions as they are. */
/* SPDX-License-Identifier: MIT */
#include "linear/fit.h"

#include "data/sequences.h"
#include "linear/linear_settings.h"
#include "linear/session_times.h"
#include "linear/sessions_file.h"

int
fit_sessions(const struct fit_data *d, struct model *m, struct fail *f)
{
	if (d->days && d->set->lambda_snh > 0 &&
	    session_times_save(d->days, d->s->n, m, f))
		return -1;
	return sessions_file_save(d->s, m, f);
}
