# SPDX-License-Identifier: Apache-2.0
"""Bad input: each case its clear word and exit status; a broken frame costs only the connection that it came on.

usage: bad_input.py RTSOCK
"""
import json
import os
import socket
import struct
import sys

from hostlab import Lab, fail, settle

HEADER = struct.Struct("<IBBHHHHHIIQQ8s")
EINVAL, ENOPROTOOPT, EPROTONOSUPPORT, EOPNOTSUPP = 22, 92, 93, 95


def connect(path):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    s.settimeout(10)
    s.connect(path)
    s.sendall(b"rtsock\x01\x00" + b"rts".ljust(8, b"\0"))
    answer = s.recv(8)
    if answer != b"rtsock\0\0":
        fail(f"preamble answered {answer!r}")
    return s


def frame(length=None, version=1, operation=4, kind=2, payload=b"", seq=7):
    padded = payload + bytes(-len(payload) % 8)
    length = 48 + len(padded) if length is None else length
    return HEADER.pack(length, version, operation, kind, 0, 0, 48, len(payload), 99, seq, 0, 0, b"") + padded


def receive(s):
    """One whole frame as (errno, seq, text of the payload), or None at the end of the stream."""
    data = b""
    while len(data) < 4 or len(data) < struct.unpack_from("<I", data)[0]:
        try:
            more = s.recv(65536)
        except ConnectionResetError:
            return None
        if not more:
            return None
        data += more
    fields = HEADER.unpack_from(data)
    return fields[5], fields[9], data[50:48 + fields[7]].decode(errors="replace")


def command_line(lab):
    cases = [
        (["route", "add", "10.0.0.1/8", "via", "10.0.0.2"], 1, ["EINVAL", "10.0.0.1/8", "host bits"]),
        (["route", "add", "10.0.0.0/8", "via", "fe80::1"], 1, ["EINVAL", "fe80::1"]),
        (["route", "add", "10.0.0.0/8", "dev", "nosuch0"], 1, ["ENODEV", "nosuch0"]),
        (["route", "add", "10.0.0.0/8", "via", "192.0.2.99"], 1, ["ENETUNREACH", "192.0.2.99"]),
        (["route", "delete", "10.77.0.0/16"], 1, ["ESRCH", "10.77.0.0/16"]),
        (["route", "add", "10.0.0.0/8", "dev", "lo", "table", "4711"], 1, ["ESRCH", "4711"]),
        (["route", "delete", "127.0.0.0/8", "table", "255"], 1, ["EOPNOTSUPP", "netlink"]),
        (["get", "192.0.2.99"], 1, ["ESRCH", "192.0.2.99"]),
        (["get", "127.0.0.0/9", "--exact"], 1, ["ESRCH", "127.0.0.0/9"]),
        (["route", "lock", "10.77.0.0/16", "mtu"], 1, ["ESRCH", "10.77.0.0/16"]),
        (["rttable", "delete", "254"], 1, ["EOPNOTSUPP", "netlink"]),
        (["redirect", "add", "198.51.100.7/32", "via", "203.0.113.1", "from", "203.0.113.2"], 1, ["ENETUNREACH", "203.0.113.1"]),
        (["redirect", "delete", "198.51.100.7/32"], 1, ["ESRCH", "198.51.100.7/32"]),
        (["rttable", "add", "0"], 2, ["0"]),
        (["route", "add", "nonsense", "dev", "lo"], 2, ["nonsense"]),
        (["get", "nonsense"], 2, ["nonsense"]),
        (["show", "nonsense"], 2, ["nonsense"]),
        (["monitor", "--from", "x:7"], 2, ["--from", "x"]),
        (["frobnicate"], 2, ["frobnicate"]),
    ]
    for arguments, status, words in cases:
        done = lab.call(*arguments)
        if done.returncode != status or not all(word in done.stderr for word in words):
            fail(f"{' '.join(arguments)}: exit {done.returncode}, wanted {status} and {words}: {done.stderr!r}")
    done = lab.call("show", "ifd", at=lab.socket + ".none")
    if done.returncode != 3 or lab.socket + ".none" not in done.stderr:
        fail(f"nobody listens: exit {done.returncode}: {done.stderr!r}")
    stale = lab.socket + ".stale"
    s = socket.socket(socket.AF_UNIX)
    s.bind(stale)
    s.close()
    done = lab.call("show", "ifd", at=stale)
    if done.returncode != 3 or stale not in done.stderr:
        fail(f"a socket file without listener: exit {done.returncode}: {done.stderr!r}")
    return len(cases) + 2


def frames(lab):
    cases = [
        ("version", frame(version=9), EPROTONOSUPPORT, True),
        ("type", frame(kind=4242), EOPNOTSUPP, True),
        ("operation", frame(operation=99), EOPNOTSUPP, True),
        # GET of a route: lookup, table, family, then a prefix of length 33 that also ends too early.
        ("fields", frame(payload=b"\0\1\0\0\0\2\x21\4\x0a"), EINVAL, True),
        ("lookup", frame(payload=b"\x09\1\0\0\0\2\x08\4\x0a\0\0\0"), EINVAL, True),
        ("operation for the type", frame(operation=1, kind=5, payload=b"\0"), EOPNOTSUPP, True),
        ("option", frame(operation=40, kind=0, payload=b"\6\0SO_FOO" + bytes(8)), ENOPROTOOPT, True),
        ("value of an option", frame(operation=40, kind=0, payload=b"\x0e\0SO_USELOOPBACK" + b"\2" + bytes(7)), EINVAL, True),
        ("dump", frame(operation=39, kind=0, payload=b"\1\0\0\0\1\0"), EINVAL, True),
        ("length shorter than a header", frame(length=8), EINVAL, False),
        ("length beyond the largest frame", frame(length=1 << 30), EINVAL, False),
        ("length not a multiple of 8", frame(length=49), EINVAL, False),
    ]
    for name, bad, errno, goes_on in cases:
        s = connect(lab.socket)
        s.sendall(bad)
        answer = receive(s)
        if answer is None or answer[0] != errno or not answer[2]:
            fail(f"wrong {name}: answered {answer}, wanted errno {errno} and a text")
        if goes_on:
            s.sendall(frame(operation=35, kind=0, seq=8))
            if receive(s)[:2] != (0, 8):
                fail(f"after a wrong {name} the connection does not go on")
        elif receive(s) is not None:
            fail(f"after a wrong {name} the connection stays open")
        s.close()
    for preamble in (b"GET / HTTP/1.1\r\n", b"rtsock\x09\x00rts\0\0\0\0\0", b"rtsock\x01\x00nosuch\0\0", b"rtsock\x01\x07rts\0\0\0\0\0"):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(10)
        s.connect(lab.socket)
        s.sendall(preamble)
        answer = s.recv(8)
        if answer and (answer[:6] != b"rtsock" or answer[6:] == b"\0\0"):
            fail(f"preamble {preamble!r} answered {answer!r}")
        s.close()
    for _ in range(200):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(10)
        s.connect(lab.socket)
        try:
            s.sendall(b"rtsock\x01\x00" + b"rts".ljust(8, b"\0") + os.urandom(512))
        except OSError:
            pass
        s.close()
    return len(cases) + 4


def half_close(lab):
    """Whoever asks for a dump and closes his sending side is given all of it, and then the end of the stream."""
    s = connect(lab.socket)
    everything = struct.pack("<IHIBBBHI", 0x3f, 0, 0, 0, 0, 0, 0, 0xffffffff)
    s.sendall(frame(operation=39, kind=0, payload=everything))
    s.shutdown(socket.SHUT_WR)
    data = b""
    while more := s.recv(65536):
        data += more
    at, records, last = 0, 0, None
    while at < len(data):
        last = HEADER.unpack_from(data, at)
        records += last[2] in (1, 3) and not last[4] & 4
        at += last[0]
    if at != len(data) or last[2] != 39 or last[4] & 5 != 5 or last[5] != 0:
        fail(f"a dump of {len(data)} bytes ends with {last}")
    shown = sum(len(lab.show(word)) for word in ("ifd", "ifl", "iff", "ifa", "rttable", "route"))
    if records != shown:
        fail(f"a dump of {records} objects, the command shows {shown}")


def main():
    with Lab(sys.argv[1]) as lab:
        lab.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1")
        lab.start()
        process, replay = lab.monitor()
        settle(lab, replay)
        said = command_line(lab)
        broken = frames(lab)
        half_close(lab)
        lab.ip("link", "set", "v0", "up")
        lab.ip("addr", "add", "10.0.0.1/24", "dev", "v0")
        settle(lab, replay)
        if process.poll() is not None:
            fail("another connection suffered: the monitor ended")
        stored = lab.call("route", "add", "10.5.0.0/16", "via", "10.0.0.2", "--json")
        routes = [r for r in lab.show("route") if r["prefix"] == "10.5.0.0/16"]
        if stored.returncode != 0 or len(routes) != 1 or routes[0]["state"] != "stored" or json.loads(stored.stdout)["route"]["state"] != "stored":
            fail(f"a good request after all that: {stored}, {routes}")
        if lab.call("route", "add", "10.5.0.0/16", "via", "10.0.0.2").returncode != 1:
            fail("the same route twice was taken")
        if json.loads(lab.call("get", "10.5.1.1", "--json").stdout)["prefix"] != "10.5.0.0/16":
            fail("get does not find the longest match")
        if lab.call("route", "delete", "10.5.0.0/16").returncode != 0:
            fail("the stored route cannot be deleted")
        print(f"{said} commands and {broken} broken frames and preambles refused with their word; the other connection went on")


main()
