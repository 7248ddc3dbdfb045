// SPDX-License-Identifier: Apache-2.0
//
// How long one route takes through the Linux kernel to each of LISTENERS that hear of it over rtnetlink.
//
//   rtnetlink_latency LISTENERS CHANGES MICROSECONDS      in a network namespace of its own, as root:  unshare -n rtnetlink_latency 16 10000 1000
//
// One writer adds CHANGES IPv4 /24s from 20.0.0.0 on, one every so many MICROSECONDS; each listener is a thread with a socket of its own. The
// clock of a route starts before its request is sent and stops when a listener has read the notification. Prints one line of JSON with
// percentiles over all listeners and routes; exit status 1 when one was refused or lost.

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
};

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
	int64_t *heard; // nanoseconds, by number of the route
};

static void fail(const char *what)
{
	fprintf(stderr, "rtnetlink_latency: %s: %s\n", what, errno ? strerror(errno) : "unexpected");
	exit(1);
}

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int open_socket(uint32_t groups)
{
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0)
		fail("netlink socket");
	return fd;
}

// A new network namespace has its loopback down, and routes need an interface that is up.
static uint32_t bring_up(const char *name)
{
	struct ifreq request = {0};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	strncpy(request.ifr_name, name, IFNAMSIZ - 1);
	request.ifr_flags = IFF_UP;
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) < 0)
		fail("loopback");
	close(fd);
	return if_nametoindex(name);
}

static void *listen_to_routes(void *argument)
{
	struct listener *self = argument;
	char datagram[8192];
	for (long got = 0; got < self->expected;) {
		int length = (int)recv(self->socket, datagram, sizeof datagram, 0);
		int64_t time = now();
		if (length < 0)
			fail("a listener lost notifications");
		for (struct nlmsghdr *header = (void *)datagram; NLMSG_OK(header, length); header = NLMSG_NEXT(header, length)) {
			if (header->nlmsg_type != RTM_NEWROUTE)
				continue;
			struct rtmsg *route = NLMSG_DATA(header);
			int rest = RTM_PAYLOAD(header);
			for (struct rtattr *one = RTM_RTA(route); RTA_OK(one, rest); one = RTA_NEXT(one, rest)) {
				if (one->rta_type != RTA_DST || route->rtm_dst_len != PREFIX_LENGTH)
					continue;
				self->heard[(ntohl(*(uint32_t *)RTA_DATA(one)) - FIRST_ADDRESS) >> 8] = time;
				got++;
			}
		}
	}
	return NULL;
}

static void add(int fd, long number, uint32_t interface)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	struct add_route request = {
		.header = {.nlmsg_len = sizeof request,
			   .nlmsg_type = RTM_NEWROUTE,
			   .nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL},
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
	if (sendto(fd, &request, sizeof request, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0)
		fail("send");
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
	for (long i = 0; i < listeners; i++) {
		all[i] = (struct listener){.socket = open_socket(RTMGRP_IPV4_ROUTE), .expected = changes, .heard = calloc(changes, sizeof(int64_t))};
		if (pthread_create(&all[i].thread, NULL, listen_to_routes, &all[i]) != 0)
			fail("thread");
	}
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
		pthread_join(all[i].thread, NULL);
		for (long number = 0; number < changes; number++)
			nanos[filled++] = all[i].heard[number] - written[number];
	}
	qsort(nanos, filled, sizeof *nanos, compare);
	printf("{\"listeners\": %ld, \"changes\": %ld, \"p50_us\": %.1f, \"p99_us\": %.1f, \"p999_us\": %.1f, \"max_us\": %.1f}\n", listeners, changes,
	       at(nanos, filled, 0.5), at(nanos, filled, 0.99), at(nanos, filled, 0.999), at(nanos, filled, 1));
	return 0;
}
