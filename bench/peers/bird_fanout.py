#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast BIRD takes static routes while pipes copy each into other tables, and how fast one pipe does that when it comes late.

usage: bird_fanout.py ROUTES PIPES

The routes are /24s from 20.0.0.0 on. The clock of the load starts when the static protocol is enabled and stops when every table counts all
routes; that of the late joiner, when a pipe is enabled again whose table has run empty. BIRD touches no route of the host: there is no kernel
protocol in its configuration. Prints one line of JSON.
"""
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

FIRST_ADDRESS = 0x14000000
POLL_SECONDS = 0.002
PATIENCE_SECONDS = 300


def configuration(routes, pipes):
    """Lines of the configuration. The static protocol starts disabled, so that reading the file is no part of the load."""
    yield 'log "/dev/null" all;'
    yield "router id 192.0.2.1;"
    yield "protocol device { scan time 3600; }"
    for pipe in range(pipes):
        yield f"ipv4 table copy{pipe};"
        yield f"protocol pipe pipe{pipe} {{ table master4; peer table copy{pipe}; import none; export all; }}"
    yield "protocol static feed { disabled; ipv4;"
    for number in range(routes):
        address = FIRST_ADDRESS + (number << 8)
        yield f"route {address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.0/24 blackhole;"
    yield "}"


class Control:
    """BIRD's control socket: lines that start with four digits; a blank after them ends the answer, a minus does not."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rw")
        self.answer()

    def answer(self):
        lines = []
        for line in self.lines:
            lines.append(line.rstrip())
            if re.match(r"\d{4} ", line):
                return lines
        sys.exit("bird closed its control socket")

    def ask(self, command):
        self.lines.write(command + "\n")
        self.lines.flush()
        return self.answer()

    def count(self, table):
        for line in self.ask(f"show route count table {table}"):
            found = re.search(r"(\d+) of \d+ routes", line)
            if found:
                return int(found.group(1))
        sys.exit(f"bird does not say how many routes are in {table}")

    def wait(self, table, routes):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.count(table) != routes:
            if time.monotonic() > deadline:
                sys.exit(f"table {table} does not come to {routes} routes")
            time.sleep(POLL_SECONDS)


def timed(action):
    begin = time.monotonic()
    action()
    return time.monotonic() - begin


def resident_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) / 1024


def measure(control, pid, routes, pipes):
    def load():
        control.ask("enable feed")
        for table in ["master4"] + [f"copy{pipe}" for pipe in range(pipes)]:
            control.wait(table, routes)

    seconds = timed(load)
    result = {"routes": routes, "listeners": pipes, "seconds": seconds, "routes_per_second": routes / seconds,
              "deliveries_per_second": routes * pipes / seconds, "resident_mib": resident_mib(pid)}
    if pipes > 0:
        def join():
            control.ask("enable pipe0")
            control.wait("copy0", routes)

        control.ask("disable pipe0")
        control.wait("copy0", 0)
        result["join_seconds"] = timed(join)
    return result


def main():
    routes, pipes = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        file, path = os.path.join(folder, "bird.conf"), os.path.join(folder, "control")
        pathlib.Path(file).write_text("\n".join(configuration(routes, pipes)) + "\n")
        bird = subprocess.Popen(["bird", "-f", "-c", file, "-s", path, "-P", os.path.join(folder, "pid")])
        try:
            while not os.path.exists(path):
                if bird.poll() is not None:
                    sys.exit("bird ended before it opened its control socket")
                time.sleep(POLL_SECONDS)
            print(json.dumps(measure(Control(path), bird.pid, routes, pipes)))
        finally:
            bird.terminate()
            bird.wait()


main()
