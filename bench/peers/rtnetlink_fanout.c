// SPDX-License-Identifier: Apache-2.0
//
// How fast the Linux kernel takes routes while listeners hear of each over rtnetlink.
//
//   rtnetlink_fanout ROUTES LISTENERS BATCH      in a network namespace of its own, as root:  unshare -n rtnetlink_fanout 1000000 4 200
//
// One writer adds ROUTES IPv4 /24s from 20.0.0.0 on, BATCH requests in each send. LISTENERS threads, each with a socket in the group of IPv4
// routes, read all notifications and check that every destination comes exactly once. The clock starts before the first request and stops
// when the last listener has all, or with LISTENERS 0 when the kernel has acknowledged the last one. Prints one line of JSON; exit status 1
// when a route was refused, lost or came twice.

#define _GNU_SOURCE
#include "rtnetlink.h"

enum {
	DATAGRAMS = 64, // taken by one call of recvmmsg
	DATAGRAM_SIZE = 8192,
	LISTENER_BUFFER = 1 << 30,
	WRITER_BUFFER = 64 << 20,
};

struct listener {
	pthread_t thread;
	int socket;
	long expected;
	uint64_t *seen; // one bit for each route
	double finished;
};

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec * 1e-9;
}

static int open_buffered(uint32_t groups, int buffer)
{
	int fd = open_socket(groups);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer) < 0)
		fail("socket buffer");
	return fd;
}

// Notes the routes that one datagram announces; returns how many.
static long note(struct listener *self, void *datagram, int length)
{
	long count = 0;
	for (struct nlmsghdr *header = datagram; NLMSG_OK(header, length); header = NLMSG_NEXT(header, length)) {
		long number = announced(header);
		if (number < 0)
			continue;
		uint64_t bit = UINT64_C(1) << (number & 63);
		errno = 0;
		if (number >= self->expected || self->seen[number >> 6] & bit)
			fail("a route came twice or was never written");
		self->seen[number >> 6] |= bit;
		count++;
	}
	return count;
}

static void *listen_to_routes(void *argument)
{
	struct listener *self = argument;
	char(*datagrams)[DATAGRAM_SIZE] = malloc(DATAGRAMS * sizeof *datagrams);
	struct mmsghdr messages[DATAGRAMS] = {0};
	struct iovec places[DATAGRAMS];
	for (int i = 0; i < DATAGRAMS; i++) {
		places[i] = (struct iovec){datagrams[i], DATAGRAM_SIZE};
		messages[i].msg_hdr.msg_iov = &places[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	for (long got = 0; got < self->expected;) {
		int count = recvmmsg(self->socket, messages, DATAGRAMS, MSG_WAITFORONE, NULL);
		if (count < 0)
			fail("a listener lost notifications"); // ENOBUFS: its buffer was full
		for (int i = 0; i < count; i++)
			got += note(self, datagrams[i], (int)messages[i].msg_len);
	}
	self->finished = now();
	free(datagrams);
	return NULL;
}

// Reads the kernel's answers that are there. Only refusals and requested acknowledgements come; returns whether one of these came.
static int read_answers(int fd, int flags)
{
	char buffer[65536];
	int acknowledged = 0;
	int length;
	while ((length = (int)recv(fd, buffer, sizeof buffer, flags)) > 0) {
		for (struct nlmsghdr *header = (void *)buffer; NLMSG_OK(header, length); header = NLMSG_NEXT(header, length)) {
			if (header->nlmsg_type != NLMSG_ERROR)
				continue;
			errno = -((struct nlmsgerr *)NLMSG_DATA(header))->error;
			if (errno != 0)
				fail("a route was refused");
			acknowledged = 1;
		}
		if (acknowledged)
			break;
	}
	return acknowledged;
}

static void write_routes(int fd, long routes, int batch, uint32_t interface)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	struct add_route *requests = malloc(batch * sizeof *requests);
	for (long first = 0; first < routes; first += batch) {
		int count = routes - first < batch ? (int)(routes - first) : batch;
		for (int i = 0; i < count; i++)
			fill(&requests[i], first + i, interface, first + i == routes - 1 ? NLM_F_ACK : 0);
		if (sendto(fd, requests, count * sizeof *requests, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0)
			fail("send");
		int last = first + count == routes;
		if (!read_answers(fd, last ? 0 : MSG_DONTWAIT) && last)
			fail("no acknowledgement");
	}
	free(requests);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: rtnetlink_fanout ROUTES LISTENERS BATCH\n");
		return 2;
	}
	long routes = atol(argv[1]);
	int count = atoi(argv[2]);
	int batch = atoi(argv[3]);
	if (routes < 1 || routes > MOST_ROUTES || count < 0 || batch < 1) {
		fprintf(stderr, "rtnetlink_fanout: 1 to %d routes, 0 or more listeners, batches of 1 or more\n", MOST_ROUTES);
		return 2;
	}
	uint32_t interface = bring_up("lo");
	struct listener *listeners = calloc(count ? count : 1, sizeof *listeners);
	for (int i = 0; i < count; i++) {
		// The socket is open before the first request, so nothing is missed.
		listeners[i].socket = open_buffered(RTMGRP_IPV4_ROUTE, LISTENER_BUFFER);
		listeners[i].expected = routes;
		listeners[i].seen = calloc((routes + 63) / 64, sizeof(uint64_t));
		if (pthread_create(&listeners[i].thread, NULL, listen_to_routes, &listeners[i]) != 0)
			fail("thread");
	}
	int writer = open_buffered(0, WRITER_BUFFER);

	double begin = now();
	write_routes(writer, routes, batch, interface);
	double written = now();
	double end = written;
	for (int i = 0; i < count; i++) {
		pthread_join(listeners[i].thread, NULL);
		if (listeners[i].finished > end)
			end = listeners[i].finished;
	}
	double seconds = end - begin;
	printf("{\"routes\": %ld, \"listeners\": %d, \"seconds\": %.6f, \"write_seconds\": %.6f, \"routes_per_second\": %.1f, "
	       "\"deliveries_per_second\": %.1f}\n",
	       routes, count, seconds, written - begin, routes / seconds, routes * (double)count / seconds);
	return 0;
}
