# SPDX-License-Identifier: Apache-2.0
"""What the host tests share: network namespaces of their own, a running appliance, what ip(8) says, and an independent replay of a monitor stream.

Nothing here knows Rtsock's code: the stream is read as documented (one JSON object a line) and compared with ip -json.
"""
import ipaddress
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

TABLES = {"main": 254, "local": 255, "default": 253}
WAIT = 60.0  # bound of every wait on a condition, seconds


def fail(text):
    print("FAILED: " + text, flush=True)
    sys.exit(1)


def until(condition, what, bound=WAIT):
    """Waits for a condition: a function that returns None when it holds, else a text that says why not."""
    deadline = time.monotonic() + bound
    while True:
        why = condition()
        if why is None:
            return
        if time.monotonic() > deadline:
            fail(f"{what}: not within {bound:.0f} s: {why}")
        time.sleep(0.05)


class Lab:
    """One appliance in a network namespace made for it, with a second namespace to move links to."""

    def __init__(self, rtsock, appliance="observer", config=None):
        self.rtsock = rtsock
        self.dir = tempfile.mkdtemp(prefix="rtsock-lab-")
        self.ns = f"rtl{os.getpid()}"
        self.other = self.ns + "b"
        self.socket = os.path.join(self.dir, "rtsock.sock")
        self.processes = []
        for ns in (self.ns, self.other):
            subprocess.run(["ip", "netns", "add", ns], check=True)
        self.ip("link", "set", "lo", "up")
        self.command = ["ip", "netns", "exec", self.ns, rtsock, "run", appliance, "--socket", self.socket,
                        "--data", os.path.join(self.dir, "data")]
        if config:
            self.command += ["--config", config]

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        for ns in (self.ns, self.other):
            subprocess.run(["ip", "netns", "del", ns], stderr=subprocess.DEVNULL)
        if exception[0] is None:
            shutil.rmtree(self.dir, ignore_errors=True)
        else:
            print(f"traces are kept in {self.dir}", flush=True)

    def start(self):
        log = open(os.path.join(self.dir, "run.log"), "wb")
        self.appliance = subprocess.Popen(self.command, stdout=log, stderr=subprocess.STDOUT)
        self.processes.append(self.appliance)

        def listening():
            if self.appliance.poll() is not None:
                fail("the appliance ended: " + open(log.name).read()[-2000:])
            return None if self.call("show", "types").returncode == 0 else "nothing listens on " + self.socket
        until(listening, "start of the appliance")

    def monitor(self, *arguments, name="stream"):
        path = os.path.join(self.dir, name + ".jsonl")
        process = subprocess.Popen([self.rtsock, "--socket", self.socket, "monitor", "--json", *arguments],
                                   stdout=open(path, "wb"), stderr=subprocess.PIPE)
        self.processes.append(process)
        return process, Replay(path, process)

    def call(self, *arguments, at=None):
        return subprocess.run([self.rtsock, "--socket", at or self.socket, *arguments], capture_output=True, text=True)

    def show(self, what, *arguments):
        done = self.call("show", what, "--json", *arguments)
        if done.returncode != 0:
            fail(f"show {what}: exit {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def statistic(self, name):
        return next((row["value"] for row in self.show("stats") if row["name"] == name), None)

    def ip(self, *arguments):
        return subprocess.run(["ip", "-n", self.ns, *arguments], capture_output=True, text=True)

    def ip_json(self, *arguments):
        done = subprocess.run(["ip", "-n", self.ns, "-json", *arguments], capture_output=True, text=True)
        # A table or an address that goes while ip reads it makes ip fail; the caller asks again.
        return json.loads(done.stdout or "[]") if done.returncode == 0 else None


# What the host says ---------------------------------------------------------------------------------------------------------------

def host_state(lab):
    """The host's links, addresses and routes in the form of Replay.state, or None when ip could not read them in one go."""
    links, v4, v6 = lab.ip_json("-d", "link"), lab.ip_json("-4", "route", "show", "table", "all"), \
        lab.ip_json("-6", "route", "show", "table", "all")
    addresses = lab.ip_json("addr")
    if None in (links, addresses, v4, v6):
        return None
    index = {link["ifname"]: link["ifindex"] for link in links}
    try:
        return {
            "ifd": sorted(host_ifd(link) for link in links),
            "ifl": sorted((link["ifindex"], link["ifname"] + ".0", link["ifindex"], 0, "UP" in link["flags"]) for link in links),
            "ifa": sorted(host_ifa(link["ifindex"], a) for link in addresses for a in link["addr_info"]),
            "route": sorted([host_route(r, "inet", index) for r in v4] + [host_route(r, "inet6", index) for r in v6]),
        }
    except KeyError:
        return None  # the answers are of different moments


def host_ifd(link):
    kind = link.get("linkinfo", {}).get("info_kind") or link["link_type"]
    return (link["ifindex"], link["ifname"], link.get("address", ""), link["mtu"], "UP" in link["flags"], "LOWER_UP" in link["flags"],
            kind)


def host_ifa(ifl, a):
    peer = a.get("address", "")
    prefix = ipaddress.ip_network(f"{peer or a['local']}/{a['prefixlen']}", strict=False)
    return (ifl, a["family"], a["local"], str(prefix), a.get("broadcast", ""), peer)


def host_route(r, family, index):
    prefix = r["dst"]
    if prefix == "default":
        prefix = "0.0.0.0/0" if family == "inet" else "::/0"
    elif "/" not in prefix:
        prefix += "/32" if family == "inet" else "/128"
    table = r.get("table", "main")
    legs = r.get("nexthops") or ([r] if "dev" in r else [])
    return (TABLES.get(table) or int(table), family, prefix, int(r.get("tos", "0"), 0), r.get("from", ""), r.get("metric", 0),
            r.get("protocol", "boot"), r.get("type", "unicast"),
            tuple(sorted((leg.get("gateway") or leg.get("via", {}).get("host", ""), index[leg["dev"]], leg["dev"], leg.get("weight", 1))
                         for leg in legs)))


# What Rtsock says -----------------------------------------------------------------------------------------------------------------

def tuple_of(word, o):
    if word == "ifd":
        return (o["index"], o["name"], o["mac"], o["mtu"], o["up"], o["running"], o["kind"])
    if word == "ifl":
        return (o["index"], o["name"], o["ifd"], o["unit"], o["up"])
    if word == "ifa":
        return (o["ifl"], o["family"], o["local"], o["prefix"], o.get("broadcast", ""), o.get("peer", ""))
    if word == "route":
        return (o["table"], o["family"], o["prefix"], o.get("tos", 0), o.get("source", ""), o["priority"], o["protocol"], o["type"],
                tuple(sorted((n.get("gateway", ""), n["ifl"], n["ifname"], n["weight"]) for n in o["nexthops"])))
    raise ValueError(word)


def difference(expected, found, words=("ifd", "ifl", "ifa", "route")):
    """None when equal, else a text with the first differences."""
    for word in words:
        if expected[word] != found[word]:
            known, held = set(expected[word]), set(found[word])
            missing = [e for e in expected[word] if e not in held][:5]
            surplus = [f for f in found[word] if f not in known][:5]
            return f"{word}: {len(expected[word])} expected, {len(found[word])} found; missing {missing}; surplus {surplus}"
    return None


class Replay:
    """Replays a stream of monitor --json from its file and checks the promises on the way."""

    WORDS = {"IFDEV": "ifd", "IFLOGICAL": "ifl", "IFFAMILY": "iff", "IFADDR": "ifa", "RTTABLE": "rttable", "ROUTE": "route",
             "REDIRECT": "redirect", "RTSTATS": "rtstats"}
    # What leaves no state behind.
    NOTICES = ("MISS", "RESOLVE", "LOSING", "REFUSED", "DESYNC")

    def __init__(self, path, process):
        self.path, self.process, self.position, self.rest = path, process, 0, b""
        self.objects = {word: {} for word in self.WORDS.values()}
        self.version, self.epoch, self.marks, self.events = 0, None, 0, 0
        self.kept = None  # state at the newest mark
        self.counts = {}

    def read(self):
        """Takes in what the file holds by now, up to its newest whole line."""
        with open(self.path, "rb") as file:
            file.seek(self.position)
            data = file.read()
        self.position += len(data)
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.take(json.loads(line))
        return self

    def take(self, event):
        op, kind = event["op"], event["type"]
        if op in self.NOTICES:
            return
        if op == "MARK":
            if event["version"] < self.version:
                fail(f"mark goes back from version {self.version}: {event}")
            self.version, self.epoch, self.marks = event["version"], event["epoch"], self.marks + 1
            self.check_parents()
            self.kept = None
            return
        self.events += 1
        self.counts[kind, op] = self.counts.get((kind, op), 0) + 1
        word = self.WORDS[kind]
        mine = self.objects[word]
        if op == "RESET":
            mine.clear()
            return
        key, value = event["key"], event[word]
        if (op == "ADD") == (key in mine):
            fail(f"{op} of an object that was {'there' if key in mine else 'not there'}: {event}")
        if op == "DELETE":
            del mine[key]
            self.check_no_child(word, value, event)
        else:
            self.check_parent(word, value, event)
            mine[key] = value

    def check_parent(self, word, o, event):
        if not all(self.has(parent, key) for parent, key in self.parents(word, o)):
            fail(f"child before its parent: {event}")

    def check_no_child(self, word, o, event):
        # Cheap form: the parents of everything are looked at again at each mark; here the direct children of small types.
        children = {"ifd": ("ifl", "ifd", "index"), "ifl": ("iff", "ifl", "index")}.get(word)
        if children:
            child, field, mine = children
            if any(c[field] == o[mine] for c in self.objects[child].values()):
                fail(f"parent deleted before its {child}: {event}")

    def check_parents(self):
        for word in ("ifl", "iff", "ifa", "route") if len(self.objects["route"]) < 5000 else ("ifl", "iff", "ifa"):
            for o in self.objects[word].values():
                if not all(self.has(parent, key) for parent, key in self.parents(word, o)):
                    fail(f"at mark {self.version} a {word} has no parent: {o}")

    def has(self, word, key):
        return key in self.objects[word]

    @staticmethod
    def parents(word, o):
        if word == "ifl":
            return [("ifd", str(o["ifd"]))]
        if word == "iff":
            return [("ifl", str(o["ifl"]))]
        if word == "ifa":
            return [("iff", f"{o['ifl']} {o['family']}")]
        if word == "route":
            return [("rttable", f"{o['table']} {o['family']}")] + [("ifl", str(n["ifl"])) for n in o["nexthops"]]
        return []

    def state(self):
        if self.kept is None:
            self.kept = {word: sorted(tuple_of(word, o) for o in self.objects[word].values()) for word in ("ifd", "ifl", "ifa", "route")}
        return self.kept


def settle(lab, replay, bound=WAIT):
    """Waits until the replayed stream equals the host, then asks show for the same; returns the host's state."""
    found = {}

    def same():
        if replay.process.poll() is not None:
            fail(f"the monitor ended with status {replay.process.returncode}: {replay.process.stderr.read().decode()}")
        replay.read()
        before = host_state(lab)
        if before is None:
            return "ip could not read the host"
        found["state"] = before
        return difference(before, replay.state())
    until(same, f"stream equals host at mark {replay.version}", bound)

    def shown():
        host = host_state(lab)
        if host is None:
            return "ip could not read the host"
        mine = {word: sorted(tuple_of(word, o) for o in lab.show(word)) for word in ("ifd", "ifl", "ifa", "route")}
        return difference(host, mine)
    until(shown, "show equals host", bound)
    return found["state"]
