# SPDX-License-Identifier: Apache-2.0
"""The commands that measure, and what each of them needs. A measurement is one such command; it prints one line of JSON."""
import dataclasses
import functools
import os
import pathlib
import shutil
import subprocess
import sys

BENCH = pathlib.Path(__file__).resolve().parent.parent
PEERS = BENCH / "peers"
JVM = ["-XX:+UseG1GC", "-Xms1g", "-Xmx3g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "--enable-native-access=ALL-UNNAMED",
       "--sun-misc-unsafe-memory-access=allow", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"]


@dataclasses.dataclass(frozen=True)
class Measurement:
    """A program and its options.

    name  unique among all; the same name is run once and used by several rows
    who   ours, or the name of a peer
    """
    name: str
    who: str
    command: tuple

    def missing(self):
        """What this machine lacks to run it, or None."""
        return {"rtnetlink": missing_for_rtnetlink, "BIRD": missing_for_bird, "start": missing_for_start}.get(self.who, lambda: None)()

    def prepared(self):
        """The command as it is executed."""
        if self.who == "rtnetlink":
            program, *words = self.command
            return ["unshare", "-n", str(compiled_peer(program)), *words]
        if self.who in ("BIRD", "start"):
            return [sys.executable] + list(self.command)
        return java("org.rtsock.bench.Bench", *self.command)


def java(main, *words):
    return [os.environ["RTSOCK_BENCH_JAVA"], *JVM, "-cp", os.environ["RTSOCK_BENCH_CLASSPATH"], main, *words]


def ours(program, **options):
    return jvm("ours", program, options)


def aeron(**options):
    return jvm("Aeron", "events-aeron", options)


def jvm(who, program, options):
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    return Measurement(" ".join([program] + words), who, (program, *words))


def rtnetlink(routes, listeners):
    return Measurement(f"rtnetlink {routes} {listeners}", "rtnetlink", ("rtnetlink_fanout", str(routes), str(listeners), "200"))


def rtnetlink_latency(listeners, changes, pace):
    return Measurement(f"rtnetlink latency {listeners}", "rtnetlink", ("rtnetlink_latency", str(listeners), str(changes), str(pace)))


def bird(routes, pipes):
    return Measurement(f"bird {routes} {pipes}", "BIRD", (str(PEERS / "bird_fanout.py"), str(routes), str(pipes)))


def start(runs):
    return Measurement(f"start {runs}", "start", (str(BENCH / "runner/start_row.py"), str(runs)))


@functools.cache
def missing_for_rtnetlink():
    if os.geteuid() != 0:
        return "root"
    for tool in ("gcc", "unshare"):
        if not shutil.which(tool):
            return tool
    if subprocess.run(["unshare", "-n", "true"], stderr=subprocess.DEVNULL).returncode != 0:
        return "network namespaces"
    return None


def missing_for_bird():
    return None if shutil.which("bird") else "bird"


def missing_for_start():
    return None if (BENCH.parent / "features/target/rtsock/bin/rtsock").exists() else "the distribution (./rtsock builds it)"


@functools.cache
def compiled_peer(name):
    target = BENCH / "target"
    target.mkdir(exist_ok=True)
    binary = target / name
    subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-pthread", "-o", str(binary), str(PEERS / f"{name}.c")], check=True)
    return binary
