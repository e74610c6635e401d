/* version - the version that --version, the library and the archive show. */
/* SPDX-License-Identifier: MIT */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define VERSION "0.2.0"

#endif
