/* monitor - a lock with a condition to wait for. */
/* SPDX-License-Identifier: MIT */
#include "base/monitor.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/fail.h"

struct monitor {
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

struct monitor *
monitor_new(struct fail *f)
{
	struct monitor *m = malloc(sizeof(*m));

	if (!m) {
		(void)fail_memory(f);
		return NULL;
	}
	(void)pthread_mutex_init(&m->lock, NULL); /* none of these can fail */
	(void)pthread_cond_init(&m->changed, NULL);
	return m;
}

void
monitor_free(struct monitor *m)
{
	if (!m)
		return;
	(void)pthread_mutex_destroy(&m->lock);
	(void)pthread_cond_destroy(&m->changed);
	free(m);
}

void
monitor_enter(struct monitor *m)
{
	(void)pthread_mutex_lock(&m->lock);
}

void
monitor_leave(struct monitor *m)
{
	(void)pthread_mutex_unlock(&m->lock);
}

void
monitor_wait(struct monitor *m)
{
	(void)pthread_cond_wait(&m->changed, &m->lock);
}

void
monitor_wake(struct monitor *m)
{
	(void)pthread_cond_signal(&m->changed);
}
