# SPDX-License-Identifier: Apache-2.0
"""Routing messages of FreeBSD on a 64-bit machine, read and made from tables of offsets: nothing here knows Rtsock's code.

usage: pfroute.py SOCKET     speaks pfroute at a Unix-domain socket: prints what it hears, one JSON object a line
"""
import ipaddress
import json
import os
import socket
import struct
import sys

AF_INET, AF_LINK, AF_INET6 = 2, 18, 28
TYPES = {0: "DESYNC", 1: "ADD", 2: "DELETE", 3: "CHANGE", 4: "GET", 5: "LOSING", 6: "REDIRECT", 7: "MISS", 8: "LOCK", 11: "RESOLVE",
         12: "NEWADDR", 13: "DELADDR", 14: "IFINFO", 17: "IFANNOUNCE", 128: "SETSOCKOPT", 129: "SYSCTL", 130: "SHUTDOWN", 131: "RTSTAT"}
ADDRESSES = ("dst", "gateway", "netmask", "genmask", "ifp", "ifa", "author", "brd")
UP, GATEWAY, HOST, DYNAMIC, DONE, STATIC = 0x1, 0x2, 0x4, 0x10, 0x40, 0x800
AF_ROUTE, ROUTE_MSGFILTER = 17, 1
NET_RT_DUMP, NET_RT_IFLIST, NET_RT_STATS = 1, 3, 4

# name: offset and format, in the order of the host's bytes
RT_MSGHDR = {"index": (4, "H"), "flags": (8, "i"), "addrs": (12, "i"), "pid": (16, "i"), "seq": (20, "i"), "errno": (24, "i"),
             "inits": (32, "Q"), "locks": (40, "Q"), "mtu": (48, "Q"), "weight": (120, "Q")}
IF_MSGHDR = {"addrs": (4, "i"), "flags": (8, "i"), "index": (12, "H"), "link_state": (20, "B"), "mtu": (24, "I")}
IFA_MSGHDR = {"addrs": (4, "i"), "flags": (8, "i"), "index": (12, "H"), "metric": (16, "i")}
LAYOUTS = {"IFINFO": (168, IF_MSGHDR), "NEWADDR": (20, IFA_MSGHDR), "DELADDR": (20, IFA_MSGHDR)}
RT_LENGTH = 152
# Of Rtsock's own: a head with seq and errno, or none.
CALL = {"seq": (4, "I"), "errno": (8, "i")}
OWN = {"SETSOCKOPT": CALL | {"level": (12, "I"), "option": (16, "I"), "value": (20, "i")}, "SHUTDOWN": CALL,
       "SYSCTL": CALL | {"family": (12, "i"), "count": (16, "I")},
       "RTSTAT": {"badredirect": (4, "I"), "dynamic": (8, "I"), "newgateway": (12, "I"), "unreach": (16, "I"), "wildcard": (20, "I")}}


def decode(message):
    """A message as a dictionary."""
    length, version, number = struct.unpack_from("=HBB", message)
    if length != len(message) or version != 5:
        raise ValueError(f"length {length} of {len(message)}, version {version}")
    kind = TYPES[number]
    if kind == "IFANNOUNCE":
        index, name, what = struct.unpack_from("=H16sH", message, 4)
        return {"type": kind, "index": index, "name": name.rstrip(b"\0").decode(), "what": what, "length": length}
    if kind in OWN:
        return {"type": kind} | {name: struct.unpack_from("=" + form, message, offset)[0] for name, (offset, form) in OWN[kind].items()}
    header, fields = LAYOUTS.get(kind, (RT_LENGTH, RT_MSGHDR))
    found = {"type": kind} | {name: struct.unpack_from("=" + form, message, offset)[0] for name, (offset, form) in fields.items()}
    at = header
    for bit, name in enumerate(ADDRESSES):
        if found["addrs"] & 1 << bit:
            found[name] = sockaddr(message[at:])
            at += aligned(message[at])
    if at != length:
        raise ValueError(f"sockaddrs end at {at} of {length}: {found}")
    return found


def aligned(length):
    return (length + 7) // 8 * 8 if length else 8


def sockaddr(data):
    family = data[1]
    if family == AF_INET:
        return str(ipaddress.IPv4Address(data[4:8]))
    if family == AF_INET6:
        return str(ipaddress.IPv6Address(data[8:24]))
    if family == AF_LINK:
        index, _, name, address = struct.unpack_from("=HBBB", data, 2)
        return {"index": index, "name": data[8:8 + name].decode(), "mac": data[8 + name:8 + name + address].hex(":")}
    raise ValueError(f"family {family}")


def inet(address):
    return struct.pack("=BBH4s8x", 16, AF_INET, 0, ipaddress.IPv4Address(address).packed)


def request(kind, seq, flags, prefix, gateway=None, author=None, **fields):
    """A request about an IPv4 prefix. The transport does not know the process id of its peer, so it is stated."""
    network = ipaddress.ip_network(prefix)
    named = {0x1: network.network_address, 0x2: gateway, 0x4: network.netmask, 0x40: author}
    addresses = b"".join(inet(address) for address in named.values() if address)
    message = bytearray(RT_LENGTH) + addresses
    number = next(n for n, name in TYPES.items() if name == kind)
    struct.pack_into("=HBB", message, 0, len(message), 5, number)
    addrs = sum(bit for bit, address in named.items() if address)
    for name, value in ({"flags": flags, "addrs": addrs, "pid": os.getpid(), "seq": seq} | fields).items():
        offset, form = RT_MSGHDR[name]
        struct.pack_into("=" + form, message, offset, value)
    return bytes(message)


def setsockopt(seq, level, option, value):
    return struct.pack("=HBBIiIIi", 24, 5, 128, seq, 0, level, option, value)


def sysctl(seq, family, *name):
    return struct.pack(f"=HBBIiiI{len(name)}i", 20 + 4 * len(name), 5, 129, seq, 0, family, len(name), *name)


class Pfroute:
    """A routing socket at the other end of the unix transport."""

    def __init__(self, path):
        self.stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.stream.settimeout(60)
        self.stream.connect(path)
        self.stream.sendall(b"rtsock" + bytes([1, 0]) + b"pfroute\0")
        answer = self.exactly(8)
        if answer != b"rtsock\0\0":
            raise OSError(int.from_bytes(answer[6:], "little"), "the socket was refused")

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.stream.recv(count - len(data))
            if not more:
                raise EOFError("the appliance closed the socket")
            data += more
        return data

    def send(self, message):
        self.stream.sendall(message)

    def receive(self):
        head = self.exactly(2)
        return decode(head + self.exactly(struct.unpack("=H", head)[0] - 2))

    def answer(self, kind, seq):
        """The messages up to the answer to a call, that one last. Changes do not stand among those of a dump, replies and events may."""
        messages = [self.receive()]
        while (messages[-1]["type"], messages[-1].get("seq")) != (kind, seq):
            messages.append(self.receive())
        return messages


if __name__ == "__main__":
    heard = Pfroute(sys.argv[1])
    heard.stream.settimeout(None)
    print(json.dumps({"type": "open"}), flush=True)
    while True:
        try:
            print(json.dumps(heard.receive()), flush=True)
        except EOFError:
            break
