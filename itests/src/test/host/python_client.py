# SPDX-License-Identifier: Apache-2.0
"""The Python client of examples/client-python, which was written from docs/wire-format.md alone, against an appliance and a real kernel.

usage: python_client.py RTSOCK JAR, a bundle of beacons
"""
import json
import os
import pathlib
import shutil
import struct
import sys

from hostlab import WAIT, Lab, difference, fail, host_state, tuple_of, until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "examples/client-python"))
from rtsock import EXACT, PREFERRED, REPORTED, Connection, Filter, Frame, Item, Notice, Operation, Replica, RoutingError  # noqa: E402

WORDS = ("ifd", "ifl", "iff", "ifa", "rttable", "route", "redirect")
MANY = 50_000  # items of the largest batch
EINVAL, ENOPROTOOPT, EPROTONOSUPPORT, EOPNOTSUPP = 22, 92, 93, 95


class Follower:
    """A connection that listens, and its replica; each change is held against what the replica knew."""

    def __init__(self, lab, words=WORDS, replica=None, **wanted):
        self.connection, self.replica = Connection.unix(lab.socket), replica or Replica()
        self.cuts, self.notices = [], []
        self.connection.settimeout(WAIT)
        self.connection.listen(*words, place=self.replica.place, **wanted)
        until(lambda: None if self.read().cuts else "no cut", "the first cut")
        if not self.cuts[0].snapshot:
            fail("the first cut after a LISTEN says that it is none")

    def read(self):
        """Takes in what has come."""
        self.connection.settimeout(0.05)
        try:
            for heard in self.connection.stream():
                if isinstance(heard, Notice):
                    self.notices.append(heard)
                else:
                    self.check(heard)
                    self.replica.apply(heard)
                    self.cuts.append(heard)
        except TimeoutError:
            return self

    def check(self, cut):
        if self.cuts and (cut.epoch, cut.version) < (self.cuts[-1].epoch, self.cuts[-1].version):
            fail(f"a cut goes back from version {self.cuts[-1].version} to {cut.version}")
        there = {word: set(objects) for word, objects in self.replica.objects.items()}
        for change in cut.changes:
            mine = there.setdefault(change.type.word, set())
            if change.operation is Operation.RESET:
                mine.clear()
            elif (change.operation is Operation.ADD) == (change.key in mine):
                fail(f"{change.operation.name} of {change.type.word} {change.key}, which was {'' if change.key in mine else 'not '}there")
            elif change.operation is Operation.DELETE:
                mine.remove(change.key)
            else:
                mine.add(change.key)

    def objects(self, word):
        return self.replica.objects.get(word, {}).values()

    def settle(self, lab):
        """Waits until the replica equals the host and what the command of Rtsock shows."""
        def same():
            self.read()
            if (host := host_state(lab)) is None:
                return "ip could not read the host"
            mine = {word: sorted(tuple_of(word, o) for o in self.objects(word)) for word in ("ifd", "ifl", "ifa", "route")}
            return difference(host, mine)
        until(same, "the replica equals the host")

    def compare(self, lab):
        """Waits until the replica equals what the command of Rtsock shows."""
        def same():
            self.read()
            return next((f"{word}: {len(self.objects(word))} objects, not those shown" for word in WORDS
                         if canonical(self.objects(word)) != canonical(lab.show(word))), None)
        until(same, "the replica equals what is shown")


def canonical(objects):
    return sorted(json.dumps(o, sort_keys=True) for o in objects)


def refused(what, errno, words, call):
    """The text must have the words."""
    try:
        fail(f"{what} was not refused: {call()}")
    except RoutingError as error:
        if error.errno != errno or not all(word in error.strerror for word in words) or not error.strerror:
            fail(f"{what}: {error!r}, wanted errno {errno} and {words}")
        return error


def via(prefix, gateway="10.0.0.2", **more):
    return {"table": 254, "prefix": prefix, "protocol": "static", "nexthops": [{"gateway": gateway, "weight": 1}], **more}


def snapshot_and_changes(lab, follower):
    follower.settle(lab)
    for command in ("addr add 10.1.0.1/24 dev v1", "link set v1 mtu 1400", "route add 20.1.0.0/16 via 10.0.0.2 metric 7",
                    "-6 route add 2001:db8:1::/48 via 2001:db8::2", "link add v2 type veth peer name v3", "addr del 10.1.0.1/24 dev v1",
                    "route replace 20.1.0.0/16 via 10.0.0.3 metric 7", "link set v2 up", "link del v2", "link set v1 name v9"):
        lab.ip(*command.split())
    follower.settle(lab)
    follower.compare(lab)
    dumped = Connection.unix(lab.socket).dump(*WORDS)
    for word in WORDS:
        if canonical(c.value for c in dumped.changes if c.type.word == word) != canonical(follower.objects(word)):
            fail(f"the dump at version {dumped.version} has another {word} than the replica at {follower.replica.place}")


def resume(lab, follower):
    """Gives the follower that went on."""
    follower.connection.close()
    lab.ip("route", "del", "20.1.0.0/16", "metric", "7")
    lab.ip("route", "add", "20.2.0.0/16", "via", "10.0.0.2")
    until(lambda: None if any(r["prefix"] == "20.2.0.0/16" for r in lab.show("route")) else "not yet", "the core follows the host")
    again = Follower(lab, replica=follower.replica)
    told = sorted((c.operation.name, c.value["prefix"]) for c in again.cuts[0].changes if c.type.word == "route")
    if told != [("ADD", "20.2.0.0/16"), ("DELETE", "20.1.0.0/16")]:
        fail(f"a resume is told the difference only: {told}")
    again.settle(lab)
    foreign = Replica()
    foreign.place = (again.replica.place[0] + 1, again.replica.place[1])
    anew = Follower(lab, replica=foreign)
    resets = {c.type.word for c in anew.cuts[0].changes if c.operation is Operation.RESET}
    if resets != set(WORDS):
        fail(f"another life of the kernel begins with a reset of every type: {resets}")
    anew.settle(lab)
    anew.connection.close()
    return again


def requests(lab, follower, connection):
    stored = connection.add("route", **via("30.0.0.0/8"))
    if stored["state"] != "stored" or stored["nexthops"][0]["ifname"] != "v0":
        fail(f"stored, with the interface that the gateway found: {stored}")
    connection.add("route", **via("30.1.0.0/16", metrics=[{"metric": "mtu", "value": 1400, "locked": False}], flags=["proto1"]))
    if connection.longest_match("30.1.2.3")["prefix"] != "30.1.0.0/16" or connection.longest_match("30.2.0.1")["prefix"] != "30.0.0.0/8":
        fail("not the longest match")
    changed = connection.change("route", **via("30.1.0.0/16", nexthops=[], metrics=[{"metric": "rtt", "value": 9, "locked": False}]))
    if [m["metric"] for m in changed["metrics"]] != ["mtu", "rtt"] or changed["nexthops"][0]["gateway"] != "10.0.0.2":
        fail(f"a change keeps what it does not name: {changed}")
    locked = connection.lock("route", table=254, prefix="30.1.0.0/16", metrics=[{"metric": "mtu", "value": 0, "locked": True}])
    if locked["metrics"][0] != {"metric": "mtu", "value": 1400, "locked": True}:
        fail(f"a lock is set: {locked}")
    preferred = connection.get("route", lookup=PREFERRED, table=254, prefix="30.0.0.0/8")
    if connection.get("ifd", index=1)["name"] != "lo" or preferred != stored:
        fail("not what was asked for")
    until(lambda: None if any(c.frame.pid == os.getpid() and c.frame.origin == "unix" for cut in follower.read().cuts for c in cut.changes)
          else "not yet", "the listener is told who asked")
    refused("a longest match", 3, ["192.0.2.1"], lambda: connection.get("route", lookup=REPORTED, table=254, prefix="192.0.2.1"))
    until(lambda: None if [n.destination for n in follower.read().notices if n.operation is Operation.MISS] == ["192.0.2.1/32"]
          else f"heard {follower.notices}", "the listener hears of the miss")
    for what, errno, words, call in [
            ("the same again", 17, ["30.0.0.0/8"], lambda: connection.add("route", **via("30.0.0.0/8"))),
            ("a gateway that is not there", 101, ["192.0.2.9"], lambda: connection.add("route", **via("31.0.0.0/8", "192.0.2.9"))),
            ("a route that is not there", 3, ["32.0.0.0/8"], lambda: connection.delete("route", table=254, prefix="32.0.0.0/8")),
            ("host bits", EINVAL, ["30.0.0.1/8"], lambda: connection.get("route", lookup=EXACT, table=254, prefix="30.0.0.1/8")),
            ("a weight", EINVAL, ["weight"], lambda: connection.add("route", **via("33.0.0.0/8", nexthops=[{"gateway": "10.0.0.2"}]))),
            ("a write of an interface", EOPNOTSUPP, ["ADD", "IFDEV"], lambda: connection.add("ifd", index=77)),
            ("a topic", EINVAL, ["nosuch"], lambda: connection.info("nosuch")),
            ("an option", ENOPROTOOPT, ["SO_FOO"], lambda: connection.option("SO_FOO", 1)),
            ("a value of an option", EINVAL, ["SO_RCVBUF"], lambda: connection.option("SO_RCVBUF", 1))]:
        refused(what, errno, words, call)
    listeners = connection.info("listeners")
    if not any(row["origin"] == "unix" and row["types"] == list(WORDS) for row in listeners):
        fail(f"the follower is none of the listeners: {listeners}")


def filters(lab, connection):
    """Another filter is told as the difference, there and back."""
    one = Follower(lab, words=("route",), filter=Filter(table=254, protocols=("static",)))
    if {r["protocol"] for r in one.objects("route")} != {"static"}:
        fail("the filter admits static routes only")
    for wanted in (Filter(prefix="30.1.0.0/16"), Filter(family="inet6"), Filter(table=255), Filter()):
        one.connection.settimeout(WAIT)
        one.connection.listen("route", filter=wanted)
        held = connection.dump("route", filter=wanted)
        until(lambda: None if canonical(one.read().objects("route")) == canonical(c.value for c in held.changes) else
              f"{len(one.objects('route'))} routes, a dump has {len(held.changes)}", f"the replica has what {wanted} admits")
    one.connection.settimeout(WAIT)
    one.connection.listen("ifd")
    one.replica.keep("ifd")
    until(lambda: None if one.read().objects("ifd") else "none", "a listener to another type has that")
    if one.objects("route"):
        fail("routes are held that nobody tells of")
    one.connection.close()


def batches(follower, connection):
    # More frames than an appliance takes requests without an answer.
    items = [Item(Operation.ADD, "route", via(f"40.{i >> 8}.{i & 255}.0/24")) for i in range(MANY)]
    done, version = connection.all_or_none(items)
    follower.connection.settimeout(WAIT)
    until(lambda: None if follower.read().replica.place[1] >= version else "not yet", "the listener has the batch")
    added = [c for cut in follower.cuts for c in cut.changes if c.frame.version == version]
    if done != MANY or len(added) != MANY:
        fail(f"{done} items in version {version}, of which the listener heard {len(added)}")
    place = follower.replica.place
    wrong = [Item(Operation.DELETE, "route", {"table": 254, "prefix": item.value["prefix"]}) for item in items]
    wrong[2345] = Item(Operation.DELETE, "route", {"table": 254, "prefix": "41.0.0.0/8"})
    error = refused("a batch with a wrong item", 3, ["41.0.0.0/8"], lambda: connection.all_or_none(wrong))
    if error.index != 2345 or follower.read().replica.place != place:
        fail(f"item {error.index} was named, and the listener is at {follower.replica.place}, not {place}")
    done, refusals = connection.each_on_its_own(wrong[:3000])
    if done != 2999 or [(r.index, r.errno) for r in refusals] != [(2345, 3)] or "41.0.0.0/8" not in refusals[0].why:
        fail(f"{done} items were carried out, and not {refusals}")
    if connection.all_or_none(wrong[3000:])[0] != MANY - 3000:
        fail("the rest was not deleted")
    until(lambda: None if sum(r["prefix"].startswith("40.") for r in follower.read().objects("route")) == 1 else "not yet",
          "the listener has what is left")


def malformed(lab):
    """Frames as no client makes them: each gets its errno and a text, and the connection goes on or is closed, as the document says."""
    good = Frame(Operation.DESCRIBE, pid=1, seq=2).encode()
    cases = [("version", 4, "<B", 9, EPROTONOSUPPORT, True), ("operation", 5, "<B", 99, EOPNOTSUPP, True),
             ("type", 6, "<H", 4242, EOPNOTSUPP, True), ("length below a header", 0, "<I", 40, EINVAL, False),
             ("length that is not whole", 0, "<I", 50, EINVAL, False),
             ("length beyond the largest", 0, "<I", 65536, EINVAL, False), ("header length", 12, "<H", 40, EINVAL, True),
             ("payload length", 14, "<H", 9, EINVAL, True)]
    for what, offset, form, value, errno, goes_on in cases:
        connection = Connection.unix(lab.socket)
        connection.settimeout(WAIT)
        broken = bytearray(good)
        struct.pack_into(form, broken, offset, value)
        connection._socket.sendall(broken)
        answer = connection._receive()
        if answer.errno != errno or len(answer.payload) < 3:
            fail(f"wrong {what}: answered {answer}, wanted errno {errno} and a text")
        try:
            connection.describe()
            went_on = True
        except ConnectionError:
            went_on = False
        if went_on != goes_on:
            fail(f"after a wrong {what} the connection {'goes on' if went_on else 'is closed'}")
        connection.close()


def plugin(rtsock, jar):
    """A listener that was there before a type: it is told what the type is made of, then its objects."""
    with Lab(rtsock, appliance="lab") as lab:
        deploy, script = (os.path.join(lab.dir, name) for name in ("deploy", "beacons.jsonl"))
        os.mkdir(deploy)
        with open(script, "w") as file:
            for event in ({"type": "IFDEV", "op": "ADD", "ifd": {"index": 2, "name": "p0", "mtu": 1500, "up": True, "running": True}},
                          {"type": "BEACON", "op": "ADD", "beacon": {"port": 2, "id": 1, "stamp": 1 << 40}}, {"type": "NOP", "op": "MARK"},
                          {"type": "BEACON", "op": "CHANGE", "beacon": {"port": 2, "id": 1, "stamp": 7}}, {"type": "NOP", "op": "MARK"}):
                print(json.dumps(event), file=file)
        lab.command += ["--deploy", deploy, "--set", f"org.rtsock.driver.replay:file={script}",
                        "--set", "org.rtsock.driver.replay:repeat=1"]
        lab.start()
        follower = Follower(lab, words=("ifd", "beacon"))
        if "beacon" in follower.connection.types:
            fail("the type is there before its bundle")
        shutil.copy(jar, deploy)
        until(lambda: None if list(follower.read().objects("beacon")) == [{"port": 2, "id": 1, "stamp": 7}]
              else f"held: {follower.replica.objects}", "the replica has what the plug-in brought")
        if lab.show("beacon") != list(follower.objects("beacon")):
            fail("another beacon is shown than heard of")


def main():
    with Lab(sys.argv[1]) as lab:
        for command in ("link add v0 type veth peer name v1", "link set v0 up", "link set v1 up", "addr add 10.0.0.1/24 dev v0",
                        "addr add 2001:db8::1/64 dev v0 nodad"):
            lab.ip(*command.split())
        lab.start()
        follower = Follower(lab)
        snapshot_and_changes(lab, follower)
        follower = resume(lab, follower)
        with Connection.unix(lab.socket) as connection:
            connection.settimeout(WAIT)
            requests(lab, follower, connection)
            filters(lab, connection)
            batches(follower, connection)
        malformed(lab)
        follower.compare(lab)
        heard = sum(len(cut.changes) for cut in follower.cuts)
        print(f"{len(follower.cuts)} cuts with {heard} changes since the resume, at {follower.replica.place}")
    plugin(*sys.argv[1:3])
    print("a type that was not there at the start was described, and replicated")


main()
