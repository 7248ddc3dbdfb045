// SPDX-License-Identifier: Apache-2.0
//
// What the rtnetlink peers share: IPv4 /24s from 20.0.0.0 on, through the loopback of a network namespace of their own.

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

// A request to add one route: header, message, and the two attributes it needs.
struct add_route {
	struct nlmsghdr header;
	struct rtmsg route;
	struct rtattr destination_head;
	uint32_t destination;
	struct rtattr interface_head;
	uint32_t interface;
};

static void fail(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, errno ? strerror(errno) : "unexpected");
	exit(1);
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

// The number of the route that a message announces; -1 when it is about something else.
static long announced(struct nlmsghdr *header)
{
	struct rtmsg *route = NLMSG_DATA(header);
	int rest = RTM_PAYLOAD(header);
	if (header->nlmsg_type != RTM_NEWROUTE || route->rtm_dst_len != PREFIX_LENGTH)
		return -1;
	for (struct rtattr *attribute = RTM_RTA(route); RTA_OK(attribute, rest); attribute = RTA_NEXT(attribute, rest))
		if (attribute->rta_type == RTA_DST)
			return (ntohl(*(uint32_t *)RTA_DATA(attribute)) - FIRST_ADDRESS) >> 8;
	return -1;
}

// A request for route `number`; flags beside those of every request.
static void fill(struct add_route *request, long number, uint32_t interface, int flags)
{
	*request = (struct add_route){
		.header = {.nlmsg_len = sizeof *request,
			   .nlmsg_type = RTM_NEWROUTE,
			   .nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL | flags},
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
