# SPDX-License-Identifier: Apache-2.0
"""Thousands of daemons that listen at once and have nothing to say: what each costs, and that all of them hear of a change.

usage: many_listeners.py RTSOCK [on unix] [on tcp]
"""
import resource
import sys
import time

from hostlab import fail
from tlslab import Appliance

from rtsock import Connection, Notice  # its path comes from tlslab

CHANGES = 3
SPARE = 200  # descriptors beside the connections


def listening(connection):
    connection.settimeout(60)
    connection.listen("route")
    if not next(connection.stream()).snapshot:
        fail("the first cut is no snapshot")
    return connection


def hold(appliance, kind, count, connect):
    """Connects so many and tells what that took."""
    before = appliance.usage()
    begun = time.monotonic()
    held = [listening(connect()) for _ in range(count)]
    took = time.monotonic() - begun
    after = appliance.usage()
    each = {name: round(1024 * (after[name] - before[name]) / count, 1) for name in ("heap", "rss")}
    print(f"{kind}: {count} listen after {took:.1f} s; KiB each: heap {each['heap']}, all of the process {each['rss']}; threads of the host"
          f" {before['threads']} -> {after['threads']}\n  before {before}\n  after  {after}", flush=True)
    return held


def change(appliance, writer, held, number):
    prefix = f"10.0.0.{number}/32"
    begun = time.monotonic()
    writer.add("route", table=254, prefix=prefix, type="blackhole")
    for connection in held:
        heard = next(connection.stream())
        if isinstance(heard, Notice) or [change.value.get("prefix") for change in heard.changes] != [prefix]:
            fail(f"another thing than {prefix}: {heard}")
    print(f"change {number}: all {len(held)} have it after {1000 * (time.monotonic() - begun):.0f} ms, this test's reading included", flush=True)


def main():
    unix, tcp = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((2, 500), (3, 100)))
    wanted = unix + tcp + SPARE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        fail(f"needs {wanted} descriptors; this user may have {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    settings = [f"org.rtsock.transport.unix:maxConnections={unix + SPARE}", f"org.rtsock.transport.tcp:maxConnections={tcp + SPARE}"]
    with Appliance(sys.argv[1], settings) as appliance:
        for name in ("writer", "reader"):
            appliance.authority.issue(name, f"/O=Example/CN={name}")
        context = appliance.authority.context("reader")
        held = hold(appliance, "unix", unix, appliance.unix)
        held += hold(appliance, "tcp", tcp, lambda: Connection.tls("localhost", context, appliance.port))
        with appliance.unix() as writer:
            for number in range(1, CHANGES + 1):
                change(appliance, writer, held, number)
        if appliance.process.poll() is not None:
            fail("the appliance ended")
    print("passed")


main()
