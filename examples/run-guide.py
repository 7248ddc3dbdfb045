#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Follows a guide literally: writes its files, runs its commands, and fails where it does not hold.

    examples/run-guide.py [--offline] [--keep] docs/guides/your-own-message-type.md

What a guide may say, and what is done with it, in order:

    ```java src/main/java/A.java    a fenced block with a language and a path is a file, relative to the present folder.
                                    After a line <!-- files as in FOLDER --> it must be the same as FOLDER/path of the checkout.
    ```console                      commands and what they print:
    $ command                       runs in one bash for the whole guide, and must end with status 0.
    > its next line
    words                           must occur in the output; spaces count as one. A line ... stands for what does not matter.
    $ command # within 5 seconds    runs again until all holds, for so long.

Everything happens in a scratch folder. `rtsock` and `ip` run in a network namespace of their own that has interface eth0 with 192.0.2.2/24 and a
neighbor, 192.0.2.1 with 02:00:00:00:00:01; the rest runs on the host. $RTSOCK is the checkout. Exit status: 0 all held, 1 something did not,
2 it could not be tried.
"""

import argparse
import os
import pathlib
import queue
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent
MARKER = "--- run-guide: status "
PATIENCE_SECONDS = 300


class Broken(Exception):
    """The guide does not hold."""


class Step:
    """A command with what it must print, or a file."""

    def __init__(self, line, text, path=None):
        self.line, self.text, self.path, self.expected = line, text, path, []


def steps(guide):
    """Reads a guide; also gives the folder that its files must be the same as, or None."""
    found, same_as, block, opened, body = [], None, None, 0, []
    for number, line in enumerate(guide.read_text().splitlines(), 1):
        if block is None:
            if match := re.fullmatch(r"<!-- files as in (\S+) -->", line):
                same_as = CHECKOUT / match[1]
            elif line.startswith("```"):
                block, opened, body = line[3:].split(), number, []
        elif line != "```":
            body.append(line)
        else:
            if block == ["console"]:
                found += console(opened, body)
            elif len(block) == 2:
                found.append(Step(opened, "\n".join(body) + "\n", block[1]))
            block = None
    return found, same_as


def console(opened, body):
    found = []
    for number, line in enumerate(body, opened + 1):
        if line.startswith("$ "):
            found.append(Step(number, line[2:]))
        elif line.startswith("> "):
            found[-1].text += "\n" + line[2:]
        elif line.strip() not in ("", "..."):
            found[-1].expected.append(" ".join(line.split()))
    return found


class Namespaces:
    """This side and the far side of a link. Each lives as long as a process that sleeps in it."""

    def __init__(self):
        self.sleepers = []
        # Without root, in a user namespace of their own.
        self.user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
        unshare = ["unshare", "--net"] + (["--map-root-user"] if self.user else [])
        home = self.sleep(unshare)
        self.enter = ["nsenter", "--target", str(home), "--net"] + self.user
        away = self.sleep((self.enter[:3] + self.user if self.user else []) + ["unshare", "--net"])
        far = ["nsenter", "--target", str(away), "--net"] + self.user
        for side, words in (
            (self.enter, "link set lo up"),
            (self.enter, f"link add eth0 type veth peer name eth0 netns {away}"),
            (far, "link set eth0 address 02:00:00:00:00:01 up"),
            (far, "addr add 192.0.2.1/24 dev eth0"),
            (self.enter, "link set eth0 up"),
            (self.enter, "addr add 192.0.2.2/24 dev eth0"),
        ):
            subprocess.run(side + ["ip"] + words.split(), check=True)
        # A datagram that nobody waits for: the host has to resolve its address.
        subprocess.run(self.enter + ["bash", "-c", "echo > /dev/udp/192.0.2.1/9"], check=True)

    def sleep(self, command):
        process = subprocess.Popen(command + ["sleep", "infinity"])
        self.sleepers.append(process)
        deadline = time.monotonic() + 10
        comm = pathlib.Path(f"/proc/{process.pid}/comm")
        while comm.read_text() != "sleep\n":  # by then it has its namespace
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("no network namespace: " + " ".join(command))
            time.sleep(0.01)
        return process.pid

    def close(self):
        for process in self.sleepers:
            process.kill()
            process.wait()


class Shell:
    """One bash for the whole guide."""

    def __init__(self, folder, environment):
        self.process = subprocess.Popen(
            ["bash"], cwd=folder, env=environment, text=True, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def run(self, command):
        """Gives status and output."""
        self.process.stdin.write(f"eval {shlex.quote(command)} </dev/null\nprintf '\\n{MARKER}%d\\n' $?\n")
        self.process.stdin.flush()
        output, deadline = "", time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                line = self.lines.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                raise Broken(f"no end after {PATIENCE_SECONDS} s\n{output}") from None
            if line is None:
                raise Broken("the shell ended\n" + output)
            if line.startswith(MARKER):
                return int(line[len(MARKER):]), output.removesuffix("\n")
            output += line

    def close(self):
        """Ends whatever the guide left running."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass


def follow(step, shell, same_as):
    if step.path is not None:
        if same_as is not None and (same_as / step.path).read_text() != step.text:
            raise Broken(f"differs from {same_as / step.path}")
        status, folder = shell.run("pwd")
        target = pathlib.Path(folder.strip()) / step.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(step.text)
        return
    again = re.search(r"# within (\d+) seconds?$", step.text)
    deadline = time.monotonic() + (int(again[1]) if again else 0)
    while True:
        status, output = shell.run(step.text)
        words = " ".join(output.split())
        missing = [line for line in step.expected if line not in words]
        if status == 0 and not missing:
            print(output, end="")
            return
        if time.monotonic() >= deadline:
            raise Broken(f"status {status}, not in the output: {missing}\n{output}")
        time.sleep(0.1)


def shim(folder, name, words):
    file = folder / name
    file.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
    file.chmod(0o755)


def prepare(scratch, namespaces, options):
    """Gives the environment: commands that run where they should, and sockets of their own."""
    # The checkout's command builds what is missing; no step should wait for that.
    subprocess.run([options.rtsock, "--version"], check=True, stdin=subprocess.DEVNULL)
    commands = scratch / "bin"
    commands.mkdir()
    shim(commands, "rtsock", namespaces.enter + [str(options.rtsock.resolve())])
    shim(commands, "ip", namespaces.enter + [shutil.which("ip")])
    shim(commands, "mvn", [shutil.which("mvn")] + (["-o"] if options.offline else []))
    environment = dict(os.environ, PATH=f"{commands}:{os.environ['PATH']}", RTSOCK=str(CHECKOUT), XDG_RUNTIME_DIR=str(scratch))
    environment.pop("RTSOCK_SOCKET", None)
    return environment


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guide", type=pathlib.Path)
    parser.add_argument("--offline", action="store_true", help="Maven fetches nothing")
    parser.add_argument("--keep", action="store_true", help="keep the scratch folder")
    parser.add_argument("--rtsock", type=pathlib.Path, default=CHECKOUT / "rtsock", help="the command to try; default: the checkout's")
    options = parser.parse_args()
    plan, same_as = steps(options.guide)
    if not any(step.path is None for step in plan):
        sys.exit(f"{options.guide} has no commands")
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="rtsock-guide-"))
    namespaces = shell = None
    failure = 0
    try:
        namespaces = Namespaces()
        work = scratch / "work"
        work.mkdir()
        shell = Shell(work, prepare(scratch, namespaces, options))
        for step in plan:
            print(f"{options.guide}:{step.line}: {step.path or step.text}", flush=True)
            follow(step, shell, same_as)
        print(f"{len(plan)} steps held")
    except Broken as broken:
        print(f"{options.guide}:{step.line}: {broken}", file=sys.stderr)
        failure = 1
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"it could not be tried: {error}", file=sys.stderr)
        failure = 2
    finally:
        if shell is not None:
            shell.close()
        if namespaces is not None:
            namespaces.close()
        if options.keep:
            print(f"scratch folder: {scratch}")
        else:
            shutil.rmtree(scratch, ignore_errors=True)
    sys.exit(failure)


if __name__ == "__main__":
    main()
