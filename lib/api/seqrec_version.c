/* seqrec_version - what the library calls itself. */
/* SPDX-License-Identifier: MIT */
#include "api/seqrec.h"

#include "base/version.h"

const char *
seqrec_version(void)
{
	return VERSION;
}
