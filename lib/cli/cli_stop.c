/* cli_stop - ends work between two steps when a signal requests it. */
/* SPDX-License-Identifier: MIT */
#include <signal.h>

#include "base/ranks.h"
#include "cli/cli.h"

static volatile sig_atomic_t stop_signal;

static void
on_signal(int sig)
{
	stop_signal = sig;
}

void
cli_stop_late(void)
{
	struct sigaction sa = {.sa_handler = on_signal, .sa_flags = SA_RESTART};

	/* These calls fail only for signals that do not exist. */
	(void)sigaction(SIGINT, &sa, NULL);
	(void)sigaction(SIGTERM, &sa, NULL);
	sa.sa_handler = SIG_IGN;
	(void)sigaction(SIGPIPE, &sa, NULL);
}

int
cli_stop_asked(void)
{
	const int any = ranks_any(stop_signal);

	if (any)
		stop_signal = any;
	return any;
}

void
cli_stop_now(void)
{
	(void)signal(stop_signal, SIG_DFL); /* restores the default */
	(void)raise(stop_signal);
}
