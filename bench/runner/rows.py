# SPDX-License-Identifier: Apache-2.0
"""The rows of the table: what is asked, of whom, and which goal there is. The goals are those of the design."""
import dataclasses

import programs
from programs import aeron, bird, ours, rtnetlink, rtnetlink_latency


@dataclasses.dataclass(frozen=True)
class Reading:
    """One field of what a measurement prints."""
    measurement: programs.Measurement
    field: str


@dataclasses.dataclass(frozen=True)
class Goal:
    """What ours should be: at least or at most a number, or that many times the first peer."""
    kind: str
    number: float


def at_least(number):
    return Goal("at least", number)


def at_most(number):
    return Goal("at most", number)


def times(number):
    return Goal("times", number)


@dataclasses.dataclass(frozen=True)
class Loss:
    """By how much a field is less in one measurement than in another, per cent."""
    measurement: programs.Measurement
    other: programs.Measurement
    field: str


@dataclasses.dataclass(frozen=True)
class Row:
    """unit: /s, s, MiB, B or %; group: measurements of one group take turns; aside: a further field of ours, what it is, and its unit"""
    name: str
    title: str
    unit: str
    ours: object
    peers: tuple = ()
    goal: Goal = None
    group: str = ""
    aside: tuple = ()

    def measurements(self):
        match self.ours:
            case Loss(measurement, other, _):
                return [other, measurement]
            case Reading(measurement, _):
                return [measurement, *(peer.measurement for peer in self.peers)]


def rows(short, churn):
    """All rows, with counts for a short or a full run."""
    routes = 100_000 if short else 1_000_000
    return [row for part in (
        fan_out(routes), over_unix(routes, short), latency(short), load(routes), late(routes, short), events(routes, short), stalled(routes),
        never_reads(short), matching(routes, short), memory(routes, short, churn), cascade(short), growth(short), start(short)) for row in part]


def count(routes):
    return f"{routes // 1_000_000}M" if routes >= 1_000_000 else f"{routes // 1000}k"


def added(routes, listeners):
    """The same is done before the one that counts, small counts more often, so that all of them meet compiled code."""
    return ours("fanout", routes=routes, listeners=listeners, warm=max(6, 2_000_000 // routes))


def fan_out(routes):
    rate = "deliveries_per_second"
    for listeners in (1, 4, 16):
        peers = [Reading(rtnetlink(routes, listeners), rate)]
        if listeners < 16:
            peers.append(Reading(bird(routes, listeners), rate))
        yield Row(f"fanout-{listeners}", f"{count(routes)} routes added, {listeners} listening in one JVM, deliveries", "/s",
                  Reading(added(routes, listeners), rate), tuple(peers),
                  times(20) if listeners > 1 else None, "fan-out")


def over_unix(routes, short):
    rate = "deliveries_per_second"
    for listeners in (1, 4):
        yield Row(f"unix-{listeners}", f"the same, {listeners} other processes over unix sockets, frames read in place", "/s",
                  Reading(ours("fanout-unix", routes=routes, listeners=listeners), rate),
                  (Reading(rtnetlink(routes, listeners), rate),), times(10) if listeners == 4 else None, "fan-out")
    if not short:
        yield Row("unix-client-4", "the same, 4 processes with the client library", "/s",
                  Reading(ours("fanout-unix", routes=routes, listeners=4, reader="client"), rate), (Reading(rtnetlink(routes, 4), rate),),
                  None, "fan-out")


def load(routes):
    yield Row("load", f"{count(routes)} routes loaded, nobody listening", "s", Reading(added(routes, 0), "seconds"),
              (Reading(rtnetlink(routes, 0), "seconds"), Reading(bird(routes, 0), "seconds")), at_most(0.7 * routes / 1e6), "load")
    yield Row("load-cold", "the same as the first work of a fresh JVM", "s",
              Reading(ours("fanout", routes=routes, listeners=0, warm=0), "seconds"),
              (Reading(rtnetlink(routes, 0), "seconds"), Reading(bird(routes, 0), "seconds")), None, "load")
    yield Row("load-unix", "the same over a unix socket, by another process, in one transaction", "s",
              Reading(ours("load-unix", routes=routes), "seconds"),
              (Reading(rtnetlink(routes, 0), "seconds"), Reading(bird(routes, 0), "seconds")), at_most(1.0 * routes / 1e6), "load")
    yield Row("load-unix-each", "the same, each on its own: some 500 a commit", "s", Reading(ours("load-unix", routes=routes, mode="each"), "seconds"),
              (Reading(rtnetlink(routes, 0), "seconds"), Reading(bird(routes, 0), "seconds")), None, "load")


def latency(short):
    changes = 2_000 if short else 10_000
    for listeners in (1, 16):
        measurement = ours("latency-unix", listeners=listeners, changes=changes, warm=changes)
        peer = rtnetlink_latency(listeners, changes, 1000)
        who = "one other process" if listeners == 1 else f"{listeners} other processes"
        for percentile, field in (("p50", "p50_us"), ("p99", "p99_us"), ("p99.9", "p999_us")):
            yield Row(f"latency-{listeners}-{percentile}", f"one change to {who} over unix sockets, one each ms, {percentile}", "us",
                      Reading(measurement, field), (Reading(peer, field),), None, "latency")


def late(routes, short):
    peer = (Reading(bird(routes, 1), "join_seconds"),)
    yield Row("late", f"a late joiner gets {count(routes)} routes, in one JVM", "s", Reading(ours("late", routes=routes), "seconds"), peer,
              at_most(0.15 * routes / 1e6), "late")
    yield Row("late-unix", "the same over a unix socket, frames read in place", "s",
              Reading(ours("late", routes=routes, over="unix"), "seconds"), peer, at_most(0.4 * routes / 1e6), "late")
    if not short:
        yield Row("late-unix-client", "the same with the client library", "s",
                  Reading(ours("late", routes=routes, over="unix-client"), "seconds"), peer, None, "late")


def events(routes, short):
    changes = max(3 * routes, 1_000_000)
    for listeners in (4, 16):
        for batch in (200, 1):
            measurement = ours("events", routes=routes, listeners=listeners, changes=changes if batch > 1 else routes, batch=batch)
            yield Row(f"events-{listeners}-by-{batch}", f"events of 96 bytes, {listeners} listening, commits of {batch}, deliveries", "/s",
                      Reading(measurement, "deliveries_per_second"),
                      (Reading(aeron(listeners=listeners, changes=3_000_000), "deliveries_per_second"),),
                      times(1) if batch > 1 else None, "events", ("coalesced_share", "coalesced", "share"))
    for listeners in (1, 16):
        for batch in (200, 1):
            if short and (listeners == 1 or batch == 1):
                continue
            measurement = ours("events", routes=routes, listeners=listeners, changes=changes if batch > 1 else routes, batch=batch,
                               count="bytes")
            yield Row(f"allocation-{listeners}-by-{batch}", f"allocated by the writer per event, {listeners} listening, commits of {batch}", "B",
                      Reading(measurement, "writer_bytes_per_event"), (), None, "events",
                      ("listener_bytes_per_delivery", "per delivery at a listener", "B"))


def stalled(routes):
    common = {"routes": routes, "listeners": 16, "changes": max(6 * routes, 1_000_000)}
    yield Row("stalled", "one of 16 listeners stalled in the middle of a cut: what the other 15 lose", "%",
              Loss(ours("events", **common, stalled=1), ours("events", **common, stalled=0), "all_but_one_per_second"), (), at_most(5),
              "stalled")


def never_reads(short):
    """The control has no such client in either run of a pair: what it loses is the method's own scatter. The repetitions are the pairs."""
    pairs = 8 if short else 100
    aside = ("loss_error", f"standard error of {pairs} pairs", "%")
    yield Row("never-reads", "one client that never reads beside 16 of one other process, unix sockets: what they lose", "%",
              Reading(ours("never-reads", over="unix", pairs=pairs), "loss_percent"), (), None if short else at_most(5), "once", aside)
    if not short:
        yield Row("never-reads-control", "the same, no such client in either run", "%",
                  Reading(ours("never-reads", over="unix", pairs=pairs, control=1), "loss_percent"), (), None, "once", aside)
        yield Row("never-reads-tcp", "the same with one, TLS on the loopback", "%",
                  Reading(ours("never-reads", over="tls", pairs=pairs), "loss_percent"), (), at_most(5), "once", aside)


def matching(routes, short):
    options = {"millis": 250} if short else {}
    internet = ours("match", routes=routes, mix="INTERNET", **options)
    uniform = ours("match", routes=routes, mix="UNIFORM", **options)
    internet6 = ours("match", routes=routes // 5, mix="INTERNET6", **options)
    all_rows = [
        Row("match", f"longest match, {count(routes)} IPv4 routes as in the Internet, random addresses, one core", "/s",
            Reading(internet, "matches_per_second"), (), at_least(20e6), "match", ("hit_share", "hits", "share")),
        Row("match-within", "the same, addresses that match", "/s", Reading(internet, "matches_within_per_second"), (), at_least(20e6), "match"),
        Row("match-uniform", f"longest match, {count(routes)} IPv4 routes, lengths evenly from /20 to /32, addresses that match", "/s",
            Reading(uniform, "matches_within_per_second"), (), at_least(20e6), "match"),
        Row("match-inet6", f"longest match, {count(routes // 5)} IPv6 routes, addresses that match", "/s",
            Reading(internet6, "matches_within_per_second"), (), None, "match"),
        Row("lookup", "Kernel.lookup in the first table: the whole route as an object", "/s", Reading(internet, "lookups_per_second"), (), None,
            "match"),
        Row("adds", "adds to the first table in commits of 200, journal included", "/s", Reading(internet, "adds_per_second"), (),
            at_least(1e6), "match"),
        Row("deletes", "deletes from it", "/s", Reading(internet, "deletes_per_second"), (), None, "match"),
        Row("adds-inet6", "adds of the IPv6 routes", "/s", Reading(internet6, "adds_per_second"), (), None, "match"),
    ]
    return [row for row in all_rows if not short or row.ours.measurement == internet]


def memory(routes, short, churn):
    changes, cycles = (churn, 1) if churn else (500_000, 1) if short else (5_000_000, 3)
    for listeners in (0, 16):
        yield Row(f"memory-{listeners}", f"heap of {count(routes)} IPv4 routes with journal, {listeners} listening", "MiB",
                  Reading(ours("memory", routes=routes, listeners=listeners), "loaded_mib"),
                  (Reading(bird(routes, 1), "resident_mib"),) if listeners == 0 else (), at_most(250 * routes / 1e6), "memory")
    churned = ours("memory", routes=routes, listeners=1, changes=changes, cycles=cycles)
    yield Row("memory-1", f"heap of {count(routes)} IPv4 routes with journal, 1 listening", "MiB", Reading(churned, "loaded_mib"), (),
              at_most(250 * routes / 1e6), "memory")
    yield Row("memory-churn", f"the same during {changes / 1e6:g}M changes, one listener stalled in a cut, one between cuts: most", "MiB",
              Reading(churned, "most_mib"), (), None, "memory")
    yield Row("memory-calm", "the same when all have caught up" + (f", time {cycles}" if cycles > 1 else ""), "MiB",
              Reading(churned, "last_calm_mib"), (), None, "memory", ("first_calm_mib", "the first time", "MiB"))


def cascade(short):
    routes = 20_000 if short else 100_000
    measurement = ours("cascade", routes=routes, listeners=16)
    yield Row("cascade", f"a device with {count(routes)} routes goes: until 16 listeners had every delete, in one cut", "s",
              Reading(measurement, "seconds"), (), None, "cascade", ("commit_seconds", "the commit itself", "s"))
    yield Row("cascade-pause", "longest pause of a listener to addresses meanwhile, one change each ms", "s",
              Reading(measurement, "pause_seconds"), (), None, "cascade", ("quiet_pause_seconds", "without a cascade", "s"))


def growth(short):
    sizes = (10_000, 100_000) if short else (10_000, 100_000, 1_000_000)
    for routes in sizes:
        for listeners in (0, 4):
            field = "routes_per_second" if listeners == 0 else "deliveries_per_second"
            yield Row(f"growth-{count(routes)}-{listeners}", f"{count(routes)} routes added, {listeners} listening, "
                      + ("routes" if listeners == 0 else "deliveries"), "/s",
                      Reading(added(routes, listeners), field), (), None, "growth")
    if not short:
        yield Row("growth-1M-64", "1M routes added, 64 listening, deliveries", "/s",
                  Reading(added(1_000_000, 64), "deliveries_per_second"), (), None, "growth")


def start(short):
    if not short:
        measurement = programs.start(5)
        yield Row("start", "start of the distribution until a daemon has this host's snapshot, with the archive", "s",
                  Reading(measurement, "with_archive_seconds"), (), at_most(1), "once")
        yield Row("start-without", "the same without", "s", Reading(measurement, "without_archive_seconds"), (), at_most(2.5), "once")
