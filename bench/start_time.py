#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time from the start of the process to the mark on the monitor's console, with and without the prepared archive, in turn.

usage: bench/start_time.py [RUNS]    after ./rtsock run --check; default 10 runs of each
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parent.parent / "features/target/rtsock"
VARIANTS = {
    "with archive": {},
    "without archive": {"RTSOCK_JAVA_OPTS": "-XX:AOTMode=off"},
    "with archive, C1 and serial collector, archive made for them": {"RTSOCK_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"},
}


def run(home, environment):
    """Milliseconds from the start of the process to the mark."""
    folder = tempfile.mkdtemp()
    begin = time.monotonic()
    process = subprocess.Popen([home / "bin/rtsock", "run", "--socket", os.path.join(folder, "s")], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env=os.environ | environment)
    for line in process.stdout:
        if line.startswith(b"-- snapshot complete"):
            break
    else:
        sys.exit("the appliance ended before its mark")
    millis = 1000 * (time.monotonic() - begin)
    process.terminate()
    process.stdout.read()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)
    return millis


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    small = pathlib.Path(tempfile.mkdtemp()) / "rtsock"
    shutil.copytree(HOME, small)
    for home, variant in ((HOME, "with archive"), (small, "with archive, C1 and serial collector, archive made for them")):
        subprocess.run([home / "bin/prepare-archives"], env=os.environ | VARIANTS[variant], check=True)
    times = {variant: [] for variant in VARIANTS}
    for variant in VARIANTS:
        run(small if "C1" in variant else HOME, VARIANTS[variant])
    for _ in range(runs):
        for variant, environment in VARIANTS.items():
            times[variant].append(run(small if "C1" in variant else HOME, environment))
    for variant, taken in times.items():
        print(f"{variant}: median {statistics.median(taken):.0f} ms, min {min(taken):.0f}, max {max(taken):.0f} ({runs} runs)")
    shutil.rmtree(small.parent)


main()
