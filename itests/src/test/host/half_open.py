# SPDX-License-Identifier: Apache-2.0
"""Daemons whose network goes without a word: a wire between two network namespaces is cut. The appliance lets go of one that was silent, and of one
that it had something for.

usage: half_open.py RTSOCK
"""
import contextlib
import ctypes
import os
import subprocess
import sys
import time

from hostlab import fail, until
from tlslab import Appliance

from rtsock import Connection, Notice  # its path comes from tlslab

IDLE, INTERVAL, COUNT = 2, 1, 3  # of keepalive: seconds, seconds, questions
RETRIES = 4  # of something sent: 0.2 s, then twice as long each time
CLONE_NEWNET = 0x40000000
BOUND = 30  # seconds
SETTINGS = [f"org.rtsock.transport.tcp:keepAlive{name}={value}"
            for name, value in (("IdleSeconds", IDLE), ("IntervalSeconds", INTERVAL), ("Count", COUNT))]


class Wire:
    """Two namespaces, `here` and `there`, with an address each."""
    address, peer = "192.0.2.1", "192.0.2.2"

    def __init__(self):
        self.here, self.there = f"rth{os.getpid()}a", f"rth{os.getpid()}b"

    def __enter__(self):
        for namespace in (self.here, self.there):
            ip("netns", "add", namespace)
        ip("-n", self.here, "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", self.there)
        ip("-n", self.here, "address", "add", self.address + "/24", "dev", "wire")
        self.mend()
        for namespace in (self.here, self.there):
            ip("-n", namespace, "link", "set", "wire", "up")
        ip("netns", "exec", self.here, "sh", "-c", f"echo {RETRIES} > /proc/sys/net/ipv4/tcp_retries2")
        return self

    def __exit__(self, *_):
        for namespace in (self.here, self.there):
            subprocess.run(["ip", "netns", "delete", namespace])

    def cut(self):
        """The far end is not the one any more that it was: what is sent to it is lost, and nobody is told. The link stays up, as that to a switch does."""
        ip("-n", self.there, "address", "delete", self.peer + "/24", "dev", "wire")

    def mend(self):
        ip("-n", self.there, "address", "add", self.peer + "/24", "dev", "wire")

    @contextlib.contextmanager
    def over_there(self):
        """This thread makes its sockets there."""
        with open("/proc/thread-self/ns/net") as mine, open("/run/netns/" + self.there) as there:
            enter(there)
            try:
                yield
            finally:
                enter(mine)


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


def enter(namespace):
    if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
        fail("setns: " + os.strerror(ctypes.get_errno()))


def listening(wire, appliance):
    with wire.over_there():
        connection = Connection.tls(wire.address, appliance.authority.context("reader"), appliance.port)
    connection.settimeout(10)
    connection.listen("route")
    if not next(connection.stream()).snapshot:
        fail("the first cut is no snapshot")
    return connection


def hears(connection, prefix):
    heard = next(connection.stream())
    if isinstance(heard, Notice) or [change.value.get("prefix") for change in heard.changes] != [prefix]:
        fail(f"another thing than {prefix}: {heard}")


def gone(appliance, what, least):
    begun = time.monotonic()

    def let_go():
        still = appliance.counters()["tcp.open"]
        return f"{still} open" if still else None
    until(let_go, what, BOUND)
    took = time.monotonic() - begun
    if took < least:
        fail(f"{what}: let go after {took:.1f} s already, so something else told of it")
    print(f"{what}: let go after {took:.1f} s", flush=True)


def main():
    with Wire() as wire, Appliance(sys.argv[1], SETTINGS, wire.address, ["ip", "netns", "exec", wire.here]) as appliance:
        appliance.authority.issue("reader", "/CN=reader")
        with appliance.unix() as writer:
            quiet = listening(wire, appliance)
            wire.cut()
            gone(appliance, "a daemon that had nothing to say, nor we to it", IDLE)
            wire.mend()
            owed = listening(wire, appliance)
            add(writer, "10.0.0.1/32")
            hears(owed, "10.0.0.1/32")
            wire.cut()
            add(writer, "10.0.0.2/32")
            gone(appliance, "a daemon that we had something for", 1)
            wire.mend()
            with listening(wire, appliance) as back:
                add(writer, "10.0.0.3/32")
                hears(back, "10.0.0.3/32")
        for connection in (quiet, owed):
            connection.close()
        if appliance.process.poll() is not None:
            fail("the appliance ended")
    print("passed")


def add(writer, prefix):
    writer.add("route", table=254, prefix=prefix, type="blackhole")


main()
