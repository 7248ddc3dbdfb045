# SPDX-License-Identifier: Apache-2.0
"""Two processes at the unix transport, one of protocol rts and one of pfroute, hear the same commits, each in its format; a third writes, and
dumps the tables, by pfroute.

usage: two_protocols.py RTSOCK
"""
import ipaddress
import json
import os
import subprocess
import sys

import pfroute
from hostlab import Lab, fail, until


class Heard:
    """What the process that speaks pfroute has printed."""

    def __init__(self, lab):
        self.path = os.path.join(lab.dir, "pfroute.jsonl")
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pfroute.py")
        lab.processes.append(subprocess.Popen([sys.executable, "-B", script, lab.socket], stdout=open(self.path, "wb")))
        self.one(type="open")

    def all(self):
        with open(self.path, "rb") as file:
            return [json.loads(line) for line in file.read().split(b"\n")[:-1]]

    def find(self, fields):
        return [m for m in self.all() if all(m.get(name) == value for name, value in fields.items())]

    def one(self, **fields):
        """Waits for the message with these fields, of which there must be one."""
        until(lambda: None if self.find(fields) else f"heard {[m['type'] for m in self.all()]}", f"pfroute hears {fields}")
        found = self.find(fields)
        if len(found) != 1:
            fail(f"{fields} came {len(found)} times: {found}")
        return found[0]


def event(lab, replay, op, prefix):
    """Waits for the same as the other process hears it: the last event of a route, as its file has it."""
    def seen():
        with open(replay.path) as file:
            return [e for e in map(json.loads, file.read().split("\n")[:-1])
                    if e["type"] == "ROUTE" and e["op"] == op and e["route"]["prefix"] == prefix]
    until(lambda: None if seen() else "not yet", f"rts hears {op} of {prefix}")
    return seen()[-1]


def expect(message, **fields):
    for name, value in fields.items():
        if message.get(name) != value:
            fail(f"{name} is {message.get(name)!r}, not {value!r}: {message}")


def metrics(writer, heard, static):
    writer.send(pfroute.request("ADD", 9, static, "30.1.0.0/16", "10.0.0.2", inits=0x1, mtu=1400))
    expect(heard.one(type="ADD", dst="30.1.0.0"), mtu=1400, locks=0)
    writer.send(pfroute.request("LOCK", 10, 0, "30.1.0.0/16", inits=0x1, locks=0x1))
    expect(heard.one(type="CHANGE", dst="30.1.0.0", seq=10), mtu=1400, locks=0x1, gateway="10.0.0.2")


def redirect(writer, heard):
    """A router that nobody asked says that another one is the better way to a host; then the one that the route leads to says so, too."""
    writer.send(pfroute.request("REDIRECT", 11, 0, "30.1.0.10/32", "10.0.0.3", "10.0.0.77"))
    expect(heard.one(type="REDIRECT", dst="30.1.0.10"), errno=22, pid=os.getpid(), seq=11)
    writer.send(pfroute.request("REDIRECT", 12, 0, "30.1.0.9/32", "10.0.0.3", "10.0.0.2"))
    expect(heard.one(type="REDIRECT", dst="30.1.0.9"), gateway="10.0.0.3", author="10.0.0.2", errno=0,
           flags=pfroute.UP | pfroute.GATEWAY | pfroute.HOST | pfroute.DYNAMIC | pfroute.DONE)
    expect(heard.one(type="ADD", dst="30.1.0.9"), gateway="10.0.0.3")


def dumps(lab, v0):
    """What the tables hold, as the command shows it, as messages."""
    reader = pfroute.Pfroute(lab.socket)
    reader.send(pfroute.sysctl(1, pfroute.AF_INET, pfroute.NET_RT_DUMP, 0))
    *dump, end = reader.answer("SYSCTL", 1)
    expect(end, errno=0)
    told = {str(ipaddress.ip_network((m["dst"], m.get("netmask", "255.255.255.255")))) for m in dump}
    shown = {r["prefix"] for r in lab.show("route") if r["table"] == 254 and r["family"] == "inet"}
    if told != shown or any((m["type"], m["pid"], m["seq"], m["errno"]) != ("GET", 0, 0, 0) for m in dump):
        fail(f"the dump has {sorted(told)}, the command {sorted(shown)}: {dump}")
    reader.send(pfroute.sysctl(2, pfroute.AF_INET, pfroute.NET_RT_IFLIST, v0))
    interface, *addresses, end = reader.answer("SYSCTL", 2)
    expect(interface, type="IFINFO", index=v0)
    if [m["ifa"] for m in addresses] != ["10.0.0.1"]:
        fail(f"addresses of v0: {addresses}")
    reader.send(pfroute.sysctl(3, 0, pfroute.NET_RT_STATS, 0))
    expect(reader.answer("SYSCTL", 3)[0], type="RTSTAT", badredirect=1, dynamic=1)
    reader.send(pfroute.sysctl(4, 0, pfroute.NET_RT_DUMP, 0, 77))
    expect(reader.answer("SYSCTL", 4)[-1], errno=2)


def main():
    with Lab(sys.argv[1]) as lab:
        lab.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1")
        lab.ip("link", "set", "v0", "up")
        lab.ip("link", "set", "v1", "up")
        lab.ip("addr", "add", "10.0.0.1/24", "dev", "v0")
        lab.start()
        until(lambda: None if any(r["prefix"] == "10.0.0.0/24" for r in lab.show("route")) else "not yet", "the host is mirrored")
        v0 = next(link["ifindex"] for link in lab.ip_json("link") if link["ifname"] == "v0")
        _, replay = lab.monitor()
        heard = Heard(lab)
        if len(heard.all()) != 1:
            fail(f"a socket hears what changes, not what is: {heard.all()}")

        # The host's own changes.
        lab.ip("route", "add", "20.0.0.0/24", "via", "10.0.0.2")
        event(lab, replay, "ADD", "20.0.0.0/24")
        expect(heard.one(type="ADD", dst="20.0.0.0"), netmask="255.255.255.0", gateway="10.0.0.2", index=v0, pid=0, errno=0,
               flags=pfroute.UP | pfroute.GATEWAY | pfroute.DONE)
        lab.ip("route", "change", "20.0.0.0/24", "via", "10.0.0.3")
        event(lab, replay, "CHANGE", "20.0.0.0/24")
        expect(heard.one(type="CHANGE", dst="20.0.0.0"), gateway="10.0.0.3")
        lab.ip("route", "add", "20.0.1.0/24", "nexthop", "via", "10.0.0.4", "weight", "1", "nexthop", "via", "10.0.0.5", "weight", "3")
        event(lab, replay, "ADD", "20.0.1.0/24")
        expect(heard.one(type="ADD", dst="20.0.1.0", gateway="10.0.0.4"), weight=1)
        expect(heard.one(type="ADD", dst="20.0.1.0", gateway="10.0.0.5"), weight=3)
        lab.ip("addr", "add", "2001:db8::1/64", "dev", "v0", "nodad")
        expect(heard.one(type="NEWADDR", ifa="2001:db8::1"), netmask="ffff:ffff:ffff:ffff::", index=v0)
        lab.ip("link", "add", "d0", "type", "veth", "peer", "name", "d1")
        lab.ip("link", "set", "d0", "mtu", "1400")
        d0 = heard.one(type="IFANNOUNCE", name="d0", what=0)["index"]
        until(lambda: None if heard.find({"type": "IFINFO", "index": d0, "mtu": 1400}) else "not yet", "the new mtu")
        lab.ip("link", "del", "d0")
        heard.one(type="IFANNOUNCE", name="d0", what=1)

        # A third process writes by pfroute; the one of rts names it as the cause.
        writer = pfroute.Pfroute(lab.socket)
        static = pfroute.UP | pfroute.GATEWAY | pfroute.STATIC
        writer.send(pfroute.request("ADD", 7, static, "30.0.0.0/16", "10.0.0.2"))
        cause = event(lab, replay, "ADD", "30.0.0.0/16")["cause"]
        expect(heard.one(type="ADD", dst="30.0.0.0"), pid=os.getpid(), seq=7, flags=static | pfroute.DONE)
        if (cause["pid"], cause["seq"]) != (os.getpid(), 7):
            fail(f"cause {cause} of a request of pid {os.getpid()}, seq 7")
        writer.send(pfroute.request("ADD", 8, static, "30.0.0.0/16", "10.0.0.2"))
        refusal = heard.one(type="ADD", seq=8)
        expect(refusal, errno=17, pid=os.getpid(), flags=static)
        metrics(writer, heard, static)
        redirect(writer, heard)
        dumps(lab, v0)
        quiet = pfroute.Pfroute(lab.socket)
        quiet.send(pfroute.setsockopt(1, pfroute.AF_ROUTE, pfroute.ROUTE_MSGFILTER, 1 << 2))
        expect(quiet.answer("SETSOCKOPT", 1)[-1], errno=0, value=1 << 2)  # DELETE only
        quiet.send(pfroute.setsockopt(2, pfroute.AF_ROUTE, 99, 0))
        expect(quiet.answer("SETSOCKOPT", 2)[-1], errno=42)
        writer.send(pfroute.request("ADD", 13, static, "30.0.0.0/16", "10.0.0.2"))
        done = lab.call("route", "delete", "30.0.0.0/16")
        if done.returncode != 0:
            fail("route delete: " + done.stderr)
        event(lab, replay, "DELETE", "30.0.0.0/16")
        heard.one(type="DELETE", dst="30.0.0.0")
        # Neither the refusal nor anything else but the delete.
        expect(quiet.receive(), type="DELETE", dst="30.0.0.0")
        print(f"{len(heard.all())} messages of pfroute beside rts at version {replay.read().version}")


main()
