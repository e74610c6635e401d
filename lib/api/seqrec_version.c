/* seqrec_version - the library's version. */
/* SPDX-License-Identifier: MIT */
#include "api/seqrec.h"

#include "base/version.h"

const char *
seqrec_version(void)
{
	return VERSION;
}
