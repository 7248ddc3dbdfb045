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
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	FIRST_ADDRESS = 0x14000000,
	PREFIX_LENGTH = 24,
	MOST_ROUTES = 0xe00000 - 0x140000,
	DATAGRAMS = 64, // taken by one call of recvmmsg
	DATAGRAM_SIZE = 8192,
	LISTENER_BUFFER = 1 << 30,
	WRITER_BUFFER = 64 << 20,
};

// A request to add one route: header, message, and the two attributes it needs.
struct add_route {
	struct nlmsghdr header;
	struct rtmsg route;
	struct rtattr destination_head;
	uint32_t destination;
	struct rtattr interface_head;
	uint32_t interface;
};

struct listener {
	pthread_t thread;
	int socket;
	long expected;
	uint64_t *seen; // one bit for each route
	double finished;
};

static void fail(const char *what)
{
	fprintf(stderr, "rtnetlink_fanout: %s: %s\n", what, errno ? strerror(errno) : "unexpected");
	exit(1);
}

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec * 1e-9;
}

static int open_socket(uint32_t groups, int buffer)
{
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0)
		fail("netlink socket");
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer) < 0)
		fail("socket buffer");
	return fd;
}

// A new network namespace has its loopback down, and routes need an interface that is up.
static int bring_up(const char *name)
{
	struct ifreq request = {0};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	request.ifr_flags = IFF_UP;
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) < 0)
		fail("loopback");
	close(fd);
	return (int)if_nametoindex(name);
}

// Notes the routes that one datagram announces; returns how many.
static long note(struct listener *self, void *datagram, int length)
{
	long count = 0;
	for (struct nlmsghdr *header = datagram; NLMSG_OK(header, length); header = NLMSG_NEXT(header, length)) {
		if (header->nlmsg_type != RTM_NEWROUTE)
			continue;
		struct rtmsg *route = NLMSG_DATA(header);
		int rest = RTM_PAYLOAD(header);
		for (struct rtattr *attribute = RTM_RTA(route); RTA_OK(attribute, rest); attribute = RTA_NEXT(attribute, rest)) {
			if (attribute->rta_type != RTA_DST || route->rtm_dst_len != PREFIX_LENGTH)
				continue;
			uint32_t number = (ntohl(*(uint32_t *)RTA_DATA(attribute)) - FIRST_ADDRESS) >> 8;
			uint64_t bit = UINT64_C(1) << (number & 63);
			errno = 0;
			if (number >= self->expected || self->seen[number >> 6] & bit)
				fail("a route came twice or was never written");
			self->seen[number >> 6] |= bit;
			count++;
		}
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

static void fill(struct add_route *request, long number, uint32_t interface, int last)
{
	*request = (struct add_route){
		.header = {.nlmsg_len = sizeof *request,
			   .nlmsg_type = RTM_NEWROUTE,
			   .nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL | (last ? NLM_F_ACK : 0)},
		.route = {.rtm_family = AF_INET,
			  .rtm_dst_len = PREFIX_LENGTH,
			  .rtm_table = RT_TABLE_MAIN,
			  .rtm_protocol = RTPROT_STATIC,
			  .rtm_scope = RT_SCOPE_LINK,
			  .rtm_type = RTN_UNICAST},
		.destination_head = {RTA_LENGTH(4), RTA_DST},
		.destination = htonl(FIRST_ADDRESS + ((uint32_t)number << 8)),
		.interface_head = {RTA_LENGTH(4), RTA_OIF},
		.interface = interface,
	};
}

static void write_routes(int fd, long routes, int batch, uint32_t interface)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	struct add_route *requests = malloc(batch * sizeof *requests);
	for (long first = 0; first < routes; first += batch) {
		int count = routes - first < batch ? (int)(routes - first) : batch;
		for (int i = 0; i < count; i++)
			fill(&requests[i], first + i, interface, first + i == routes - 1);
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
	uint32_t interface = (uint32_t)bring_up("lo");
	struct listener *listeners = calloc(count ? count : 1, sizeof *listeners);
	for (int i = 0; i < count; i++) {
		// The socket is open before the first request, so nothing is missed.
		listeners[i].socket = open_socket(RTMGRP_IPV4_ROUTE, LISTENER_BUFFER);
		listeners[i].expected = routes;
		listeners[i].seen = calloc((routes + 63) / 64, sizeof(uint64_t));
		if (pthread_create(&listeners[i].thread, NULL, listen_to_routes, &listeners[i]) != 0)
			fail("thread");
	}
	int writer = open_socket(0, WRITER_BUFFER);

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
