# SPDX-License-Identifier: Apache-2.0
"""What was measured on."""
import os
import pathlib
import platform
import re
import subprocess


def describe():
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+) kB", pathlib.Path("/proc/meminfo").read_text())
    version = subprocess.run([os.environ["RTSOCK_BENCH_JAVA"], "-version"], stderr=subprocess.PIPE, text=True).stderr
    runtime = re.search(r"Runtime Environment (.*)", version)
    return (f"{len(os.sched_getaffinity(0))} cores ({cpu.group(1) if cpu else platform.machine()}), {int(memory.group(1)) / 2**20:.0f} GiB, "
            f"Linux {platform.release()}, {runtime.group(1) if runtime else 'unknown JDK'}")
