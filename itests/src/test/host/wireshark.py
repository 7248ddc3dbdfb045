# SPDX-License-Identifier: Apache-2.0
"""The Wireshark dissector of examples/wireshark: tshark reads a session with an appliance, recorded by the relay there, as the Python
client reads it.

usage: wireshark.py RTSOCK [SEED]
"""
import json
import os
import pathlib
import random
import select
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

from hostlab import Lab, fail, until

EXAMPLES = pathlib.Path(__file__).resolve().parents[4] / "examples"
sys.path[:0] = [str(EXAMPLES / "client-python"), str(EXAMPLES / "wireshark")]
from relay import Capture, Conversation, pump  # noqa: E402
from rtsock import REPORTED, Connection, Flag, Frame, Item, Operation, RoutingError, tls_context  # noqa: E402
from rtsock.stream import CutReader, is_notice  # noqa: E402
from rtsock.wire import Kind, number, text  # noqa: E402

DISSECTOR = EXAMPLES / "wireshark/rtsock.lua"
HEADERS = ("operation", "type", "flags", "errno", "pid", "seq", "version", "origin")
PREAMBLES = (b"rtsock\x01\0rts\0\0\0\0\0", b"rtsock\0\0")
WORDS = ("ifd", "ifl", "iff", "ifa", "rttable", "route")
FUZZED = 1000


def tshark(path, *arguments, lines=True):
    """`path` None: tshark tells of itself."""
    command = ["tshark", *(("-r", path) if path else ()), *arguments, "-X", f"lua_script:{DISSECTOR}"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode != 0 or "Lua" in done.stderr:
        fail(f"{' '.join(command)}: exit {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout.splitlines() if lines else done.stdout


def fields(path, names, *arguments):
    """Of all packets, in their order: of each field a flat list of its values, without empty ones, which tshark does not tell from none."""
    found = {name: [] for name in names}
    shown = [word for name in names for word in ("-e", name)]
    for line in tshark(path, "-T", "fields", "-E", "separator=/t", "-E", "aggregator=\x01", *shown, *arguments):
        for name, values in zip(names, line.split("\t")):
            found[name] += filter(None, values.split("\x01"))
    return found


def payloads(path):
    """What the relay's file has, as (port of the daemon, whether the daemon sent it, bytes)."""
    data, at = pathlib.Path(path).read_bytes(), 24
    while at < len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        packet, at = data[at + 16:at + 16 + size], at + 16 + size
        source, target = struct.unpack_from("!HH", packet, 20)
        if packet[40:]:
            yield (target, False, packet[40:]) if source == 2009 else (source, True, packet[40:])


def split(stream):
    """The frames of one direction, behind its preamble."""
    at = 16 if stream.startswith(PREAMBLES[0]) else 8
    while at < len(stream):
        size = struct.unpack_from("<I", stream, at)[0]
        yield Frame.decode(stream[at:at + size])
        at += size


class Session:
    """What went over one connection."""

    def __init__(self, path, port):
        self.turns = [(mine, data) for p, mine, data in payloads(path) if p == port]
        self.ways = {mine: b"".join(data for m, data in self.turns if m is mine) for mine in (True, False)}
        self.frames = {mine: list(split(way)) for mine, way in self.ways.items()}

    def write(self, path, sizes):
        """Writes it anew: turns of one side are merged, then cut where `sizes` says."""
        conversation, pending = Conversation(Capture(path), 50000), []
        for mine, data in self.turns + [(None, b"")]:
            if pending and mine is not pending[0]:
                at, whole = 0, pending[1]
                while at < len(whole):
                    size = sizes()
                    conversation.data(pending[0], whole[at:at + size])
                    at += size
                pending = []
            pending = [mine, pending[1] + data if pending else data]
        conversation.end(True)

    def expect(self, path):
        """tshark must see every frame, with the header that the client sees, and tell of each record the same."""
        for mine, source in ((True, "127.0.0.1"), (False, "127.0.0.2")):
            seen = fields(path, [f"rtsock.{name}" for name in HEADERS], "-Y", f"rtsock && ip.src == {source}")
            for name in HEADERS:
                wanted = [str(getattr(frame, name)) for frame in self.frames[mine]]
                found = [str(int(v, 0)) if name == "flags" else v for v in seen[f"rtsock.{name}"]]
                wanted = list(filter(None, wanted))
                if found != wanted:
                    fail(f"{path}: {name}s of {source}: {len(found)}, wanted {len(wanted)}: {first_difference(found, wanted)}")
        told = fields(path, ["rtsock.told"])["rtsock.told"]
        if told != self.told():
            fail(f"{path}: records are told as {len(told)}, wanted {len(self.told())}: {first_difference(told, self.told())}")
        nothing_wrong(path)

    def told(self):
        reader, cuts = CutReader({}), []
        for frame in self.frames[False]:
            if not frame.flags & Flag.REPLY and not is_notice(frame) and (cut := reader.take(frame)):
                cuts.append(cut)
        return [c.operation.name for cut in cuts for c in cut.changes if c.operation is not Operation.RESET]


def first_difference(found, wanted):
    return next(((i, f, w) for i, (f, w) in enumerate(zip(found, wanted)) if f != w), "one is longer")


def nothing_wrong(path):
    flags = "rtsock.malformed || rtsock.unknown || _ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0"
    if wrong := tshark(path, "-Y", flags, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"):
        fail(f"{path}: {len(wrong)} packets are flagged: {wrong[:3]}")


def talk(lab, path):
    """A session with something of everything, through the relay; gives what it was about."""
    own = os.path.join(lab.dir, "relay.sock")
    relay = subprocess.Popen([sys.executable, "-B", str(EXAMPLES / "wireshark/relay.py"), lab.socket, own, path])
    lab.processes.append(relay)
    until(lambda: None if os.path.exists(own) else "no socket", "the relay listens")
    with Connection.unix(own) as connection:
        connection.settimeout(60)
        connection.listen(*WORDS)
        stream = connection.stream()
        next(stream)
        route = {"table": 254, "prefix": "10.9.0.0/16", "protocol": "static", "nexthops": [{"gateway": "10.0.0.2", "weight": 1}],
                 "metrics": [{"metric": "mtu", "value": 1400, "locked": True}], "flags": ["proto1"]}
        connection.add("route", **route)
        for call in (lambda: connection.add("route", **route), lambda: connection.info("nosuch"),
                     lambda: connection.get("route", lookup=REPORTED, table=254, prefix="192.0.2.1"),
                     lambda: connection.all_or_none([Item(Operation.DELETE, "route", {"table": 254, "prefix": "10.8.0.0/16"})])):
            try:
                call()
                fail("this should have been refused")
            except RoutingError:
                pass
        connection.info("listeners")
        connection.dump("rttable")
        connection.option("SO_RCVBUF", 65536)
        connection.each_on_its_own([Item(Operation.ADD, "route", dict(route, prefix=f"10.{i}.0.0/16")) for i in (9, 10, 11)])
        for command in ("link set v1 mtu 1400", "route add 20.0.0.0/8 via 10.0.0.2", "route del 20.0.0.0/8",
                        "link add v2 type veth peer name v3"):
            lab.ip(*command.split())
        until(lambda: None if any(c.value.get("name") == "v2" for c in getattr(next(stream), "changes", ())) else "not yet",
              "the stream goes on")
    until(lambda: None if len([1 for _, mine, data in payloads(path) if mine]) and ended(path) else "open", "the relay has seen the end")


def ended(path):
    """Whether both sides have a FIN."""
    return len(tshark(path, "-Y", "tcp.flags.fin == 1")) == 2


def named_fields(path):
    """Fields by their names, as JSON has them."""
    packets = json.loads(tshark(path, "-T", "json", "--no-duplicate-keys", "-Y", "rtsock.operation == 1 && rtsock.level", lines=False))
    said = json.dumps(packets)
    for word in ('"rtsock.route.prefix": "10.9.0.0/16"', '"rtsock.route.nexthops.gateway": "10.0.0.2"', '"rtsock.route.protocol": "static"',
                 '"rtsock.route.metrics.value": "1400"', '"rtsock.route.flags.flag": "proto1"'):
        if word not in said:
            fail(f"the request has no {word}: {said[:3000]}")
    if tshark(path, "-Y", 'rtsock.errno == 17 && rtsock.text contains "10.9.0.0/16"') == [] or tshark(path, "-Y", "rtsock.refused") == []:
        fail("the refusal is not shown")
    columns = "\n".join(tshark(path))
    for word in ("opens rts", "SPAN ROUTE values from 0", "ADD ROUTE 254 inet 10.9.0.0/16", "MARK version", "MISS ROUTE 192.0.2.1/32",
                 "snapshot", "reply to ADD ROUTE EEXIST", "LISTEN ifd ifl iff ifa rttable route"):
        if word not in columns:
            fail(f"the column of information has no '{word}'")


def without_descriptors(session, path):
    """Where the capture has no descriptors the built-in types are known all the same: field by field as with them."""
    with_them, bare = path + "-whole.pcap", path + "-bare.pcap"
    session.write(with_them, lambda: 60000)
    conversation = Conversation(Capture(bare), 50000)
    for mine, preamble in ((True, PREAMBLES[0]), (False, PREAMBLES[1])):
        conversation.data(mine, preamble)
        for frame in session.frames[mine]:
            if frame.operation != Operation.DESCRIBE:
                conversation.data(mine, frame.encode())
    known = [line.split("\t")[2].split(".") for line in tshark(None, "-G", "fields") if line.startswith("F\t")]
    names = sorted({".".join(name) for name in known if name[0] == "rtsock" and name[1] in WORDS + ("field",)})
    first, second = (fields(p, names) for p in (with_them, bare))
    for p in (with_them, bare):
        nothing_wrong(p)
    for name in names:
        # A row of INFO has fields of this name, too, on both sides.
        if sorted(first[name]) != sorted(second[name]):
            fail(f"{name} without descriptors: {len(second[name])} values, with them {len(first[name])}")
    if not first["rtsock.route.prefix"]:
        fail("no route was compared")
    return len(names)


def plugin(path):
    """A type that nobody knows, with a field of each kind, on a port that is not ours."""
    kinds = "".join(kind.name + " " for kind in Kind if kind not in (Kind.ENUM, Kind.LIST)).split()
    described = number(4242, 2) + text("GADGET") + text("gadget") + number(45, 2) + number(0, 4) + number(len(kinds) + 2, 2)
    for kind in kinds:
        described += text("a-" + kind.lower()) + number(Kind[kind], 1) + number(kind == "U8", 1)
    described += text("mood") + number(Kind.ENUM, 1) + number(0, 1) + number(1, 2) + number(3, 1) + text("fine")
    described += text("parts") + number(Kind.LIST, 1) + number(2, 1) + number(1, 2) + text("part") + number(Kind.TEXT, 1) + number(0, 1)
    row = b"\x07" + number(0x1234, 2) + number(70000, 4) + number(1 << 60, 8) + b"\1" + text("grün") + b"\6\2\0\0\0\0\1" \
        + b"\4\x0a\0\0\1" + b"\x20\x10" + bytes.fromhex("20010db8") + bytes(12) + b"\3" + number(2, 2) + text("wheel") + text("axle")
    sent = [Frame(Operation.DESCRIBE, 0, described, version=9), Frame(Operation.SPAN, 4242, b"\2" + number(5, 8), version=9, born=77),
            Frame(Operation.ADD, 4242, row, version=8, born=4), Frame(Operation.ADD, 4242, row, version=9, born=9),
            Frame(Operation.MARK, version=9, born=77)]
    conversation = Conversation(Capture(path), 50000)
    for mine, data in ((True, PREAMBLES[0]), (False, PREAMBLES[1] + b"".join(frame.encode() for frame in sent))):
        conversation.data(mine, data, 100)
    moved = path + "-moved.pcap"
    data = pathlib.Path(path).read_bytes()
    pathlib.Path(moved).write_bytes(data.replace(struct.pack("!HH", 50000, 2009), struct.pack("!HH", 50000, 2019))
                                    .replace(struct.pack("!HH", 2009, 50000), struct.pack("!HH", 2019, 50000)))
    for file, more in ((path, ()), (moved, ("--enable-heuristic", "rtsock_tcp"))):
        found = fields(file, ["rtsock.field", "rtsock.told"], *more)
        wanted = ["a-u8=7", "a-u16=4660", "a-u32=70000", "a-u64=1152921504606846976", "a-bool=true", "a-text=grün",
                  "a-mac=02:00:00:00:00:01", "a-address=10.0.0.1", "a-prefix=2001:db8::/32", "mood=fine", "part=wheel", "part=axle"]
        if found["rtsock.field"] != 2 * wanted or found["rtsock.told"] != ["CHANGE", "ADD"]:
            fail(f"{file}: a plug-in's object is shown as {found}")
    nothing_wrong(path)


def terminate(listening, context, path):
    """Lets one daemon in over TLS, as an appliance would."""
    raw, _ = listening.accept()
    with context.wrap_socket(raw, server_side=True) as daemon, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as appliance:
        appliance.connect(path)
        while True:
            for source in [daemon] if daemon.pending() else select.select([daemon, appliance], [], [])[0]:
                if not (data := source.recv(65536)):
                    return
                (appliance if source is daemon else daemon).sendall(data)


def encrypted(lab):
    """The client over TLS 1.3 with a certificate. What is recorded is encrypted; with the keys of the session the dissector sees inside."""
    certificate, key, keys, path = (os.path.join(lab.dir, name) for name in ("tls.pem", "tls.key", "tls.keys", "tls.pcap"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-keyout", key, "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
                   check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    server.load_verify_locations(certificate)
    server.verify_mode = ssl.CERT_REQUIRED
    mine = tls_context(certificate, key, certificate)
    mine.keylog_filename = keys
    with socket.create_server(("localhost", 0)) as inner, socket.create_server(("localhost", 0)) as outer:
        threading.Thread(target=terminate, args=(inner, server, lab.socket), daemon=True).start()

        def relay():
            daemon, _ = outer.accept()
            appliance, conversation = socket.create_connection(inner.getsockname()[:2]), Conversation(Capture(path), 50000)
            threading.Thread(target=pump, args=(appliance, daemon, conversation, False), daemon=True).start()
            pump(daemon, appliance, conversation, True)
        recorder = threading.Thread(target=relay, daemon=True)
        recorder.start()
        with Connection.tls("localhost", mine, outer.getsockname()[1]) as connection:
            connection.settimeout(60)
            interfaces = len(connection.dump("ifd").changes)
        recorder.join(60)
    if fields(path, ["rtsock.operation"])["rtsock.operation"]:
        fail("what is encrypted was read")
    seen = fields(path, ["rtsock.operation", "rtsock.ifd.name"], "-o", f"tls.keylog_file:{keys}")
    if len(seen["rtsock.ifd.name"]) != interfaces or seen["rtsock.operation"].count(str(int(Operation.DUMP))) != 3:
        fail(f"inside TLS: {seen}, wanted a dump of {interfaces} interfaces")


def broken(path):
    """Each kind of broken frame is flagged, and none that is well."""
    well = Frame(Operation.ADD, 5, b"\1\0\0\0\2\0v0\0" + number(1500, 4) + b"\1\1" + text("veth"), version=2, born=2)
    short, wide = Frame(Operation.ADD, 5, well.payload[:9], version=2, born=2), bytearray(well.encode())
    struct.pack_into("<H", wide, 14, 4000)
    old = bytearray(well.encode())
    old[4] = 9
    length = bytearray(well.encode())
    struct.pack_into("<I", length, 0, 1 << 30)
    capture = Capture(path)
    cases = [well.encode(), short.encode(), wide, old, length, well.encode()]
    for i, case in enumerate(cases):
        conversation = Conversation(capture, 50000 + i)
        conversation.data(True, PREAMBLES[0])
        conversation.data(False, PREAMBLES[1] + bytes(case))
    flagged = fields(path, ["tcp.dstport"], "-Y", "rtsock.malformed")["tcp.dstport"]
    if flagged != [str(50000 + i) for i in range(1, len(cases) - 1)]:
        fail(f"flagged: {flagged}")


def fuzz(session, path, seed):
    """Frames with bytes that were changed at random: no fault of the dissector, and all are taken in."""
    chance, capture = random.Random(seed), Capture(path)
    pool = [(mine, frame.encode()) for mine in (True, False) for frame in session.frames[mine]]
    for i in range(FUZZED):
        mine, data = chance.choice(pool)
        fuzzed = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            # The length mostly stays, so that what comes behind is looked at.
            fuzzed[chance.randrange(0 if chance.random() < 0.05 else 4, len(fuzzed))] = chance.choice((0, 1, 255, chance.randrange(256)))
        conversation = Conversation(capture, 20000 + i)
        conversation.data(True, PREAMBLES[0])
        conversation.data(False, PREAMBLES[1])
        conversation.data(mine, bytes(fuzzed), chance.choice((7, 48, 60000)))
    shown = tshark(path, "-V", lines=False)
    if "Lua Error" in shown or "Lua error" in shown or "Dissector bug" in shown:
        at = shown.find("Lua Error")
        fail(f"seed {seed}: {shown[at - 300:at + 700]}")
    flagged = len(set(fields(path, ["tcp.stream"], "-Y", "rtsock.malformed || rtsock.unknown")["tcp.stream"]))
    if shown.count("Rtsock native protocol") < FUZZED * 2 or flagged == 0:
        fail(f"seed {seed}: {flagged} of {FUZZED} fuzzed frames are flagged")
    return flagged


def main():
    for tool in ("tshark", "openssl"):
        if not shutil.which(tool):
            print(f"skipped: {tool} is not installed")
            return
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 1_000_000
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    with Lab(sys.argv[1]) as lab:
        for command in ("link add v0 type veth peer name v1", "link set v0 up", "link set v1 up", "addr add 10.0.0.1/24 dev v0"):
            lab.ip(*command.split())
        lab.start()
        path = os.path.join(lab.dir, "session.pcap")
        talk(lab, path)
        session = Session(path, 40000)
        session.expect(path)
        named_fields(path)
        for name, sizes in (("random", lambda: chance.randint(1, 200)), ("bytes", lambda: chance.randint(1, 7)), ("merged", lambda: 60000)):
            again = os.path.join(lab.dir, name + ".pcap")
            session.write(again, sizes)
            session.expect(again)
        known = without_descriptors(session, os.path.join(lab.dir, "descriptors"))
        plugin(os.path.join(lab.dir, "plugin.pcap"))
        encrypted(lab)
        broken(os.path.join(lab.dir, "broken.pcap"))
        flagged = fuzz(session, os.path.join(lab.dir, "fuzzed.pcap"), seed)
        frames = sum(map(len, session.frames.values()))
        print(f"{frames} frames in four segmentations as the client reads them, {known} named fields; "
              f"of {FUZZED} fuzzed frames {flagged} are flagged")


main()
