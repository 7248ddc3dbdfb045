# SPDX-License-Identifier: Apache-2.0
"""Random ip(8) operations in a namespace; at quiet points what Rtsock shows, what its stream adds up to and what ip says must be the same.

usage: random_ops.py RTSOCK [OPERATIONS [SEED]]
"""
import random
import subprocess
import sys
import time

from hostlab import Lab, fail, host_state, settle

TABLES = ["main", "main", "100", "200"]


class Operations:
    def __init__(self, lab, rnd):
        self.lab, self.rnd, self.serial = lab, rnd, 0

    def links(self):
        out = self.lab.ip("-o", "link", "show").stdout
        names = [line.split(": ")[1].split("@")[0] for line in out.splitlines()]
        return [n for n in names if n != "lo"]

    def step(self):
        """One operation; whether ip carried it out."""
        name = self.rnd.choices(list(self.WEIGHTS), self.WEIGHTS.values())[0]
        arguments = getattr(self, name)()
        if arguments is None:
            return False
        return self.lab.ip(*arguments).returncode == 0

    WEIGHTS = {"veth": 3, "bridge": 1, "delete_link": 2, "up": 9, "down": 5, "mtu": 2, "mac": 1, "rename": 2, "enslave": 3, "release": 2,
               "move": 2, "back": 3, "address4": 8, "address6": 6, "peer": 2, "delete_address": 5, "flush_address": 1, "route4": 12,
               "route6": 9, "multipath4": 6, "multipath6": 5, "special": 5, "delete_route": 10, "delete_leg6": 2, "flush_table": 1,
               "append4": 4, "append6": 3, "nexthop": 3, "nexthop_route": 3, "delete_nexthop": 2, "macvlan": 1}

    def dev(self):
        links = self.links()
        return self.rnd.choice(links) if links else None

    def fresh(self, stem):
        self.serial += 1
        return f"{stem}{self.serial}"

    def octet(self):
        return self.rnd.randrange(6)

    def veth(self):
        if len(self.links()) > 16:
            return None
        return ["link", "add", self.fresh("v"), "type", "veth", "peer", "name", self.fresh("v")]

    def bridge(self):
        return None if len(self.links()) > 16 else ["link", "add", self.fresh("br"), "type", "bridge"]

    def macvlan(self):
        dev = self.dev()
        return dev and ["link", "add", self.fresh("mv"), "link", dev, "type", "macvlan", "mode", "bridge"]

    def delete_link(self):
        dev = self.dev()
        return dev and ["link", "del", dev]

    def up(self):
        dev = self.dev()
        return dev and ["link", "set", dev, "up"]

    def down(self):
        dev = self.dev()
        return dev and ["link", "set", dev, "down"]

    def mtu(self):
        dev = self.dev()
        return dev and ["link", "set", dev, "mtu", str(self.rnd.choice([68, 1000, 1280, 1400, 1500, 9000]))]

    def mac(self):
        dev = self.dev()
        return dev and ["link", "set", dev, "address", "02:00:00:%02x:%02x:%02x" % tuple(self.rnd.randbytes(3))]

    def rename(self):
        dev = self.dev()
        return dev and ["link", "set", dev, "name", self.fresh("n")]

    def enslave(self):
        bridges = [n for n in self.links() if n.startswith("br")]
        dev = self.dev()
        return ["link", "set", dev, "master", self.rnd.choice(bridges)] if bridges else None

    def release(self):
        dev = self.dev()
        return dev and ["link", "set", dev, "nomaster"]

    def move(self):
        dev = self.dev()
        return dev and ["link", "set", dev, "netns", self.lab.other]

    def back(self):
        out = subprocess.run(["ip", "-n", self.lab.other, "-o", "link", "show"], capture_output=True, text=True).stdout
        names = [line.split(": ")[1].split("@")[0] for line in out.splitlines()]
        names = [n for n in names if n != "lo"]
        if names:
            subprocess.run(["ip", "-n", self.lab.other, "link", "set", self.rnd.choice(names), "netns", self.lab.ns], capture_output=True)
        return None

    def address4(self):
        dev = self.dev()
        return dev and ["addr", self.rnd.choice(["add", "replace"]), f"10.{self.octet()}.{self.octet()}.{self.rnd.randrange(1, 5)}/"
                        + str(self.rnd.choice([24, 24, 16, 32])), "dev", dev] + self.rnd.choice([[], ["broadcast", "+"]])

    def address6(self):
        dev = self.dev()
        return dev and ["-6", "addr", self.rnd.choice(["add", "replace"]), f"2001:db8:{self.octet()}::{self.rnd.randrange(1, 5)}/64", "dev",
                        dev] + self.rnd.choice([[], ["nodad"]])

    def peer(self):
        dev = self.dev()
        return dev and ["addr", "add", f"10.99.0.{self.octet()}", "peer", f"10.98.{self.octet()}.1/32", "dev", dev]

    def delete_address(self):
        state = host_state(self.lab)
        if not state or not state["ifa"]:
            return None
        ifl, _, local, prefix, _, peer = self.rnd.choice(state["ifa"])
        name = next((d[1] for d in state["ifd"] if d[0] == ifl), None)
        if name in (None, "lo"):
            return None
        length = prefix.split("/")[1]
        return ["addr", "del", f"{local}/{length}" if not peer else local, *(["peer", f"{peer}/{length}"] if peer else []), "dev", name]

    def flush_address(self):
        dev = self.dev()
        return dev and ["addr", "flush", "dev", dev]

    def metric(self):
        return self.rnd.choice([[], [], ["metric", str(self.rnd.choice([5, 20]))]])

    def gateway4(self):
        return f"10.{self.octet()}.{self.octet()}.{self.rnd.randrange(1, 250)}"

    def gateway6(self):
        return f"2001:db8:{self.octet()}::{self.rnd.randrange(10, 250):x}"

    def table(self):
        return ["table", self.rnd.choice(TABLES)]

    def prefix4(self):
        return self.rnd.choice([f"172.16.{self.octet()}.0/24", f"172.{16 + self.octet()}.0.0/16", "default"])

    def prefix6(self):
        return self.rnd.choice([f"2001:db8:f{self.octet()}::/48", "default"])

    def route4(self):
        dev = self.dev()
        where = self.rnd.choice([["via", self.gateway4()], ["dev", dev] if dev else ["via", self.gateway4()],
                                 ["via", self.gateway4(), "dev", dev, "onlink"] if dev else ["via", self.gateway4()]])
        tos = self.rnd.choice([[], [], [], ["tos", "0x10"]])
        return ["route", self.rnd.choice(["add", "replace", "replace"]), self.prefix4(), *where, *tos, *self.table(), *self.metric(),
                *self.rnd.choice([[], ["proto", "static"], ["proto", "bgp"]])]

    def route6(self):
        dev = self.dev()
        where = ["via", self.gateway6()] if self.rnd.random() < 0.6 or not dev else ["dev", dev]
        return ["-6", "route", self.rnd.choice(["add", "replace", "replace"]), self.prefix6(), *where, *self.table(), *self.metric()]

    def append4(self):
        return ["route", self.rnd.choice(["append", "prepend"]), self.prefix4(), "via", self.gateway4(), *self.table(), *self.metric()]

    def append6(self):
        dev = self.dev()
        where = ["via", self.gateway6()] if self.rnd.random() < 0.6 or not dev else ["dev", dev]
        return ["-6", "route", "append", self.prefix6(), *where, *self.table(), *self.metric()]

    def multipath4(self):
        legs = []
        for _ in range(self.rnd.randrange(2, 4)):
            legs += ["nexthop", "via", self.gateway4(), "weight", str(self.rnd.randrange(1, 5))]
        return ["route", self.rnd.choice(["add", "replace"]), self.prefix4(), *self.table(), *self.metric(), *legs]

    def multipath6(self):
        legs = []
        for _ in range(self.rnd.randrange(2, 4)):
            legs += ["nexthop", "via", self.gateway6(), "weight", str(self.rnd.randrange(1, 5))]
        return ["-6", "route", self.rnd.choice(["add", "replace"]), self.prefix6(), *self.table(), *self.metric(), *legs]

    def special(self):
        kind = self.rnd.choice(["blackhole", "unreachable", "prohibit", "throw"])
        if self.rnd.random() < 0.5:
            return ["route", self.rnd.choice(["add", "replace"]), kind, self.prefix4(), *self.table(), *self.metric()]
        return ["-6", "route", self.rnd.choice(["add", "replace"]), kind, self.prefix6(), *self.table(), *self.metric()]

    def delete_route(self):
        state = host_state(self.lab)
        candidates = [r for r in (state or {"route": []})["route"] if r[0] not in (255,) and r[6] != "kernel"]
        if not candidates:
            return None
        table, family, prefix, tos, _, metric, _, kind, legs = self.rnd.choice(candidates)
        return ["-6" if family == "inet6" else "-4", "route", "del", *([kind] if kind != "unicast" else []), prefix, "table", str(table),
                *(["tos", hex(tos)] if tos else []), *(["metric", str(metric)] if metric else [])]

    def delete_leg6(self):
        state = host_state(self.lab)
        candidates = [r for r in (state or {"route": []})["route"] if r[1] == "inet6" and len(r[8]) > 1]
        if not candidates:
            return None
        table, _, prefix, _, _, metric, _, _, legs = self.rnd.choice(candidates)
        gateway, _, dev, _ = self.rnd.choice(legs)
        return ["-6", "route", "del", prefix, "via", gateway, "dev", dev, "table", str(table), "metric", str(metric)]

    def flush_table(self):
        return [self.rnd.choice(["-4", "-6"]), "route", "flush", "table", self.rnd.choice(["main", "100", "200"])]

    def nexthop(self):
        dev = self.dev()
        if not dev:
            return None
        where = self.rnd.choice([["via", self.gateway4(), "dev", dev], ["via", self.gateway6(), "dev", dev], ["blackhole"],
                                 ["group", f"{1 + self.octet()}/{1 + self.octet()}"]])
        return ["nexthop", self.rnd.choice(["add", "replace"]), "id", str(1 + self.octet()), *where]

    def nexthop_route(self):
        prefix = self.rnd.choice([self.prefix4(), self.prefix6()])
        return ["-6" if ":" in prefix else "-4", "route", "replace", prefix, "nhid", str(1 + self.octet()), *self.table(), *self.metric()]

    def delete_nexthop(self):
        return ["nexthop", "del", "id", str(1 + self.octet())]


def main():
    rtsock = sys.argv[1]
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    print(f"seed {seed}", flush=True)
    rnd = random.Random(seed)
    with Lab(rtsock) as lab:
        lab.start()
        _, replay = lab.monitor()
        operations = Operations(lab, rnd)
        done = attempts = checks = 0
        while done < wanted:
            attempts += 1
            done += operations.step()
            if attempts > 20 * wanted:
                fail("too few operations succeed")
            if done and done % 100 == 0 and done // 100 > checks:
                settle(lab, replay)
                checks += 1
        state = settle(lab, replay)
        print(f"{done} operations of {attempts} tried, {checks + 1} comparisons, {replay.events} events, {replay.marks} marks, "
              f"{len(state['ifd'])} links, {len(state['ifa'])} addresses, {len(state['route'])} routes at the end: no difference; "
              f"resyncs {lab.statistic('netlink.resyncs')}, redumps {lab.statistic('netlink.redumps')}; seed {seed}")


if __name__ == "__main__":
    main()
