// SPDX-License-Identifier: Apache-2.0
//
// How long one route takes through the Linux kernel to each of LISTENERS that hear of it over rtnetlink.
//
//   rtnetlink_latency LISTENERS CHANGES MICROSECONDS      in a network namespace of its own, as root:  unshare -n rtnetlink_latency 16 10000 1000
//
// One writer adds CHANGES IPv4 /24s from 20.0.0.0 on, one every so many MICROSECONDS; each listener is a process with a socket of its own.
// The clock of a route starts before its request is sent and stops when a listener has read the notification. Prints one line of JSON with
// percentiles over all listeners and routes; exit status 1 when one was refused or lost.

#define _GNU_SOURCE
#include "rtnetlink.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

struct listener {
	pid_t process;
	int64_t *heard; // nanoseconds, by number of the route; written by the process
};

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void listen_to_routes(int socket, long expected, int64_t *heard)
{
	char datagram[8192];
	for (long got = 0; got < expected;) {
		int length = (int)recv(socket, datagram, sizeof datagram, 0);
		int64_t time = now();
		if (length < 0)
			fail("a listener lost notifications");
		for (struct nlmsghdr *header = (void *)datagram; NLMSG_OK(header, length); header = NLMSG_NEXT(header, length)) {
			long number = announced(header);
			if (number >= 0 && number < expected) {
				heard[number] = time;
				got++;
			}
		}
	}
}

// The socket is open before the process is there, so it hears all that comes from here on.
static struct listener start(long expected)
{
	int socket = open_socket(RTMGRP_IPV4_ROUTE);
	int64_t *heard = mmap(NULL, expected * sizeof *heard, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (heard == MAP_FAILED)
		fail("shared memory");
	pid_t parent = getpid();
	pid_t process = fork();
	if (process < 0)
		fail("fork");
	if (process == 0) {
		// It must not wait for routes that nobody writes any more.
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() == parent)
			listen_to_routes(socket, expected, heard);
		_exit(0);
	}
	close(socket);
	return (struct listener){process, heard};
}

static void await(struct listener *listener)
{
	int status;
	if (waitpid(listener->process, &status, 0) < 0 || status != 0) {
		errno = 0;
		fail("a listener failed");
	}
}

static void add(int fd, long number, uint32_t interface)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	struct add_route request;
	fill(&request, number, interface, 0);
	if (sendto(fd, &request, sizeof request, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0)
		fail("send");
	// Only refusals are answered.
	struct nlmsghdr answer;
	if (recv(fd, &answer, sizeof answer, MSG_DONTWAIT) > 0) {
		errno = 0;
		fail("a route was refused");
	}
}

static int compare(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
	return one < other ? -1 : one > other;
}

static double at(const int64_t *sorted, long count, double share)
{
	long place = (long)(share * count);
	return sorted[place < count ? place : count - 1] / 1e3;
}

int main(int argc, char **argv)
{
	long listeners = argc == 4 ? atol(argv[1]) : 0;
	long changes = argc == 4 ? atol(argv[2]) : 0;
	long pace = argc == 4 ? atol(argv[3]) * 1000 : 0;
	if (listeners < 1 || changes < 1 || changes > MOST_ROUTES || pace < 1) {
		fprintf(stderr, "usage: rtnetlink_latency LISTENERS CHANGES MICROSECONDS\n");
		return 2;
	}
	uint32_t interface = bring_up("lo");
	struct listener *all = calloc(listeners, sizeof *all);
	for (long i = 0; i < listeners; i++)
		all[i] = start(changes);
	int64_t *written = calloc(changes, sizeof *written);
	int writer = open_socket(0);
	int64_t due = now();
	for (long number = 0; number < changes; number++) {
		due += pace;
		struct timespec time = {due / 1000000000, due % 1000000000};
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
		written[number] = now();
		add(writer, number, interface);
	}
	int64_t *nanos = calloc(listeners * changes, sizeof *nanos);
	long filled = 0;
	for (long i = 0; i < listeners; i++) {
		await(&all[i]);
		for (long number = 0; number < changes; number++)
			nanos[filled++] = all[i].heard[number] - written[number];
	}
	qsort(nanos, filled, sizeof *nanos, compare);
	printf("{\"listeners\": %ld, \"changes\": %ld, \"p50_us\": %.1f, \"p99_us\": %.1f, \"p999_us\": %.1f, \"max_us\": %.1f}\n", listeners, changes,
	       at(nanos, filled, 0.5), at(nanos, filled, 0.99), at(nanos, filled, 0.999), at(nanos, filled, 1));
	return 0;
}
