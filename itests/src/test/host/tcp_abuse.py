# SPDX-License-Identifier: Apache-2.0
"""Bad peers of the transports: certificates that are missing, wrong, expired, revoked; roles that are taken back; peers that are slow on purpose;
frames that are too long or cut; and many connections, opened and dropped, on tcp and unix. Each is refused and counted, and a well-behaved daemon gets
every change meanwhile.

usage: tcp_abuse.py RTSOCK [connections]
"""
import multiprocessing
import random
import socket
import ssl
import struct
import sys
import threading
import time

from hostlab import fail, until
from tlslab import DAY, PREAMBLE, Appliance, Authority

from rtsock import Connection, Notice, RoutingError  # its path comes from tlslab

EACCES = 13
SECONDS = 2  # handshake and preamble, and a message, have so long
SLOW = 20  # peers of each slow kind
FLOODERS = 2  # processes
SETTINGS = ("org.rtsock.transport.tcp:preambleTimeoutMillis=%d" % (1000 * SECONDS),
            "org.rtsock.transport.tcp:messageTimeoutMillis=%d" % (1000 * SECONDS),
            "org.rtsock.transport.unix:preambleTimeoutMillis=%d" % (1000 * SECONDS))


def raw(appliance, context=None):
    sock = socket.create_connection(("127.0.0.1", appliance.port))
    return context.wrap_socket(sock, server_hostname="localhost", suppress_ragged_eofs=False) if context else sock


def ends(sock, what, bound=10, orderly=False):
    """Reads on until the connection ends, which it has to; on TLS with a close_notify, if orderly."""
    sock.settimeout(bound)
    heard = b""
    try:
        while more := sock.recv(65536):
            heard += more
    except TimeoutError:
        fail(f"{what}: the connection is still open after {bound} s")
    except OSError as cut:
        if orderly:
            fail(f"{what}: the connection does not end well: {cut}")
    sock.close()
    return heard


class Ledger:
    """Looks that what a test did was counted, and nothing else was harmed."""

    def __init__(self, appliance):
        self.appliance, self.before = appliance, appliance.counters()

    def expect(self, name, more):
        def counted():
            now = self.appliance.counters()
            return None if now[name] - self.before[name] == more else f"{now[name] - self.before[name]} and not {more}"
        until(counted, name, 20)
        self.before = self.appliance.counters()


class Daemon(threading.Thread):
    """The well-behaved one: listens over TLS and notes when each route came."""

    def __init__(self, appliance):
        super().__init__(daemon=True)
        self.connection, self.came, self.over = appliance.tls("reader"), {}, False
        self.connection.listen("route")
        self.connection.settimeout(0.2)
        self.start()

    def run(self):
        while not self.over:
            try:
                self.hear()
            except TimeoutError:
                pass
        self.connection.close()

    def hear(self):
        for heard in self.connection.stream():
            if not isinstance(heard, Notice):
                now = time.monotonic()
                for change in heard.changes:
                    self.came.setdefault(change.value.get("prefix"), now)


class Writer:
    """Adds one route after the other and remembers when."""

    def __init__(self, appliance, network):
        self.connection, self.network, self.sent = appliance.tls("writer"), network, {}

    def add(self):
        number = len(self.sent)
        prefix = f"{self.network}.{number >> 16}.{number >> 8 & 255}.{number & 255}/32"
        self.sent[prefix] = time.monotonic()
        self.connection.add("route", table=254, prefix=prefix, type="blackhole")

    def latencies(self, daemon):
        def complete():
            missing = [prefix for prefix in self.sent if prefix not in daemon.came]
            return f"{len(missing)} of {len(self.sent)} changes did not come: {missing[:3]}" if missing else None
        until(complete, "changes at the well-behaved daemon", 30)
        return sorted(1000 * (daemon.came[prefix] - then) for prefix, then in self.sent.items())


def identities(appliance, other):
    """Who shows nothing good does not get past the handshake: an alert, no socket, one more refused identity."""
    ledger = Ledger(appliance)
    authority = appliance.authority
    authority.issue("expired", "/CN=writer", until=-60).issue("early", "/CN=writer", since=DAY, until=2 * DAY).issue("revoked", "/CN=writer")
    trusted = authority.path("ca.pem")
    for what, context in (("no certificate", authority.context(None)), ("that of another authority", other.context("writer", trusted)),
                          ("expired", authority.context("expired")), ("not yet valid", authority.context("early"))):
        try:
            Connection.tls("localhost", context, appliance.port)
            fail(f"{what}: served")
        except ssl.SSLError as refused:
            if "alert" not in str(refused):
                fail(f"{what}: no alert but {refused}")
        ledger.expect("tcp.refused.identity", 1)
    with appliance.tls("revoked") as connection:
        authority.revoke("revoked")
        closes(connection, "a revoked certificate")
    try:
        appliance.tls("revoked")
        fail("revoked: served")
    except ssl.SSLError:
        ledger.expect("tcp.refused.identity", 1)
    print("certificates: none, wrong, expired, early, revoked: refused by an alert, counted; the revoked one's connection was closed")


def closes(connection, what):
    begun = time.monotonic()
    connection.settimeout(5)
    try:
        for _ in connection.stream():
            pass
    except TimeoutError:
        fail(f"{what}: not closed within 5 s")
    except OSError:
        print(f"{what}: closed after {time.monotonic() - begun:.1f} s")


def roles(appliance):
    ledger = Ledger(appliance)
    with appliance.tls("reader") as reader, appliance.tls("guest") as guest:
        refused_write(reader)
        appliance.allow("write CN=writer", "read CN=reader")
        closes(guest, "a role that was taken back")
        ledger.expect("tcp.withdrawn", 1)
        if not reader.describe():
            fail("the reader was harmed")
    try:
        appliance.tls("guest")
        fail("served without a role")
    except RoutingError as refused:
        if refused.errno != EACCES:
            fail(f"without a role: {refused}")
    ledger.expect("tcp.refused.role", 1)
    print("roles: read only is EACCES for a write; taken back closes; without one EACCES")


def refused_write(reader):
    try:
        reader.add("route", table=254, prefix="192.0.2.0/24", type="blackhole")
        fail("a reader has written")
    except RoutingError as refused:
        if refused.errno != EACCES:
            fail(f"a reader's write: {refused}")


def slow(appliance):
    """Peers that never get to the point, a byte at a time, on either transport."""
    ledger = Ledger(appliance)
    context = appliance.authority.context("writer")
    hello = bytes((22, 3, 1, 2, 0, 1, 0, 1, 0xfc))
    shaking = [raw(appliance) for _ in range(SLOW)]
    naming = [raw(appliance, context) for _ in range(SLOW)]
    asking = [raw(appliance, context) for _ in range(SLOW)]
    for sock in asking:
        sock.sendall(PREAMBLE)
        if sock.recv(8) != b"rtsock\0\0":
            fail("no socket")
    parts = [(sock, hello) for sock in shaking] + [(sock, PREAMBLE[:3]) for sock in naming] + [(sock, struct.pack("<I", 480)) for sock in asking]
    for sock, first in parts:
        sock.sendall(first)
    drip = time.monotonic() + 2 * SECONDS
    while time.monotonic() < drip:
        for sock, _ in parts:
            try:
                sock.sendall(b"\x03")
            except OSError:
                pass  # it is closed, as it should be
        time.sleep(0.5)
    for sock, _ in parts:
        ends(sock, "a slow peer")
    now = appliance.counters()
    for name in ("tcp.refused.introduction", "tcp.refused.message.time"):
        print(f"slow peers: {name} {now[name] - ledger.before[name]}")
    ledger.expect("tcp.strangers", -ledger.before["tcp.strangers"])


def frames(appliance):
    ledger = Ledger(appliance)
    context = appliance.authority.context("writer")
    for what, bytes_, counted in (("too long", struct.pack("<I", 1 << 20) + b"\1" * 44, 1), ("shorter than a header", struct.pack("<I", 8) + b"\0" * 44, 1),
                                  ("garbage", random.Random(7).randbytes(4000), 1), ("cut", struct.pack("<I", 480) + b"\1" * 44, 0)):
        for name in ("tcp", "unix"):
            sock = raw(appliance, context) if name == "tcp" else unix(appliance)
            sock.sendall(PREAMBLE)
            sock.sendall(bytes_)
            if not counted:
                socket.socket.shutdown(sock, socket.SHUT_WR)  # below TLS
            if not ends(sock, what, orderly=name == "tcp").startswith(b"rtsock\0\0"):
                fail(f"{what} on {name}: not answered")
            ledger.expect(name + ".refused.message", counted)
    print("frames: too long, too short, garbage: closed and counted; cut: closed")


def unix(appliance):
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.connect(appliance.socket)
    return sock


def flood(port, path, kind, count, seed):
    """Opens connections and drops them at any stage, many at a time. No appliance is asked how it is."""
    rng = random.Random(seed)
    held = []
    for _ in range(count):
        try:
            sock = socket.socket(socket.AF_INET if kind == "tcp" else socket.AF_UNIX, socket.SOCK_STREAM)
            if kind == "tcp":
                sock.bind((f"127.0.0.{rng.randrange(2, 250)}", 0))  # no address has ports enough
            sock.connect(("127.0.0.1", port) if kind == "tcp" else path)
            sock.settimeout(30)
            stage = rng.randrange(5)
            if stage == 1:
                sock.sendall(PREAMBLE[:rng.randrange(16)])
            elif stage == 2:
                sock.sendall(PREAMBLE)
            elif stage == 3 and kind == "tcp":
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset
            elif stage == 4:
                sock.sendall(rng.randbytes(200))
            held.append(sock)
        except OSError:
            sock.close()  # refused while it was being made: so be it
        if len(held) > 20:
            held.pop(rng.randrange(len(held))).close()


def many(appliance, kind, count):
    """A flood, while routes are added and a daemon listens."""
    before, counted = appliance.usage(), appliance.counters()
    daemon, writer = Daemon(appliance), Writer(appliance, 10 if kind == "tcp" else 11)
    begun = time.monotonic()
    flooders = [multiprocessing.Process(target=flood, args=(appliance.port, appliance.socket, kind, count // FLOODERS, seed)) for seed in range(FLOODERS)]
    for flooder in flooders:
        flooder.start()
    while any(flooder.is_alive() for flooder in flooders):
        writer.add()
        time.sleep(0.01)
    took = time.monotonic() - begun
    if any(flooder.exitcode for flooder in flooders):
        fail("a flooder failed")
    latencies = writer.latencies(daemon)
    writer.connection.close()
    daemon.over = True

    def quiet():
        now = appliance.counters()
        return None if now[kind + ".strangers"] == 0 and now["tcp.open"] == 0 else "strangers " + str(now[kind + ".strangers"])
    until(quiet, "end of the flood", 30)
    after, now = appliance.usage(), appliance.counters()
    report(kind, count, took, latencies, before, after)
    adds_up(kind, now)
    if now[kind + ".accepted"] - counted[kind + ".accepted"] < count // 2:
        fail(f"only {now[kind + '.accepted'] - counted[kind + '.accepted']} of {count} connections were accepted")
    if after["descriptors"] > before["descriptors"] + 20 or after["threads"] > before["threads"] + 20 or after["heap"] > before["heap"] + 30:
        fail(f"something is left: before {before}, after {after}")


def report(kind, count, took, latencies, before, after):
    middle, late, last = latencies[len(latencies) // 2], latencies[len(latencies) * 99 // 100], latencies[-1]
    print(f"{kind}: {count} connections opened and dropped in {took:.0f} s; {len(latencies)} changes meanwhile, all came: p50 {middle:.1f} ms, p99 {late:.1f} ms,"
          f" longest {last:.1f} ms\n  before {before}\n  after  {after}", flush=True)


def adds_up(kind, now):
    left = now[kind + ".served"] + now[kind + ".left"] + now[kind + ".strangers"] + sum(
        now[f"{kind}.refused.{reason}"] for reason in ("connections", "strangers", "identity", "role", "introduction", "preamble"))
    if left != now[kind + ".accepted"]:
        fail(f"{kind}: {now[kind + '.accepted']} accepted, but {left} accounted for: {now}")
    print("  " + ", ".join(f"{name[len(kind) + 1:]} {value}" for name, value in now.items() if name.startswith(kind + ".") and value))


def main():
    connections = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with Appliance(sys.argv[1], SETTINGS) as appliance:
        for name in ("writer", "reader", "guest"):
            appliance.authority.issue(name, f"/O=Example/CN={name}")
        other = Authority(appliance.authority.folder + "-other").issue("writer", "/CN=writer")
        appliance.allow("write CN=writer", "read CN=reader", "read CN=guest")
        until(lambda: None if appliance.counters()["tcp.files.changes"] == 1 else "not read", "the roles")
        identities(appliance, other)
        roles(appliance)
        slow(appliance)
        frames(appliance)
        many(appliance, "tcp", connections)
        many(appliance, "unix", connections)
        if appliance.process.poll() is not None:
            fail("the appliance ended")
    print("passed")


if __name__ == "__main__":
    main()
