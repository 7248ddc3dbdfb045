# SPDX-License-Identifier: Apache-2.0
"""Records a namespace while random ip(8) operations run in it, then replays that in a lab, twice over: what both show must be the same.

usage: record_replay.py RTSOCK [OPERATIONS [SEED]]
"""
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

from hostlab import Lab, Replay, fail, settle, until
from random_ops import Operations


def canonical(objects):
    """Objects by type, without order; not the counters, which tell what happened and not what is."""
    return {word: sorted(json.dumps(o, sort_keys=True) for o in found) for word, found in objects.items() if word != "rtstats"}


def shown(lab):
    return canonical({word: lab.show(word) for word in (kind["word"] for kind in lab.show("types"))})


def same(expected, found):
    """None when equal, else a text with the first differences."""
    for word in expected:
        if expected[word] != found[word]:
            return f"{word}: {len(expected[word])} expected, {len(found[word])} found; " \
                   f"missing {[o for o in expected[word] if o not in found[word]][:5]}; " \
                   f"surplus {[o for o in found[word] if o not in expected[word]][:5]}"
    return None


def told(stream):
    """What a stream, or a recording, adds up to by now, as the test itself reads it."""
    return canonical({word: found.values() for word, found in stream.read().objects.items()})


def record(rtsock, file, wanted, rnd):
    """Records a namespace of its own; returns what the recording adds up to, which at its end is what the host has."""
    with Lab(rtsock) as lab:
        lab.start()
        _, stream = lab.monitor()
        recorder = subprocess.Popen([rtsock, "--socket", lab.socket, "record", file])
        lab.processes.append(recorder)
        until(lambda: None if os.path.exists(file) else "no file", "the recording's beginning")
        recording = Replay(file, recorder)
        until(lambda: None if recording.read().marks else "no mark", "the recording's first commit")
        operations = Operations(lab, rnd)
        done = attempts = 0
        while done < wanted:
            attempts += 1
            done += operations.step()
            if attempts > 20 * wanted:
                fail("too few operations succeed")
        settle(lab, stream)
        until(lambda: same(shown(lab), told(recording)), "the recording is the host")
        recorder.send_signal(signal.SIGINT)
        recorder.wait(20)
        print(f"{done} operations of {attempts} tried, {recording.marks} commits, {recording.events} events recorded", flush=True)
        return told(recording)


def replay(rtsock, file, recorded):
    with Lab(rtsock) as lab:
        at = lab.command.index("run")
        lab.command[at:at + 2] = ["replay", file, "--speed", "0", "--repeat", "2"]
        lab.start()
        _, stream = lab.monitor()
        until(lambda: None if lab.statistic("replay.done") or lab.statistic("replay.failed") else "not done", "the end of the replay")
        if lab.statistic("replay.failed"):
            fail("the replay ended early: " + open(os.path.join(lab.dir, "run.log")).read()[-2000:])
        difference = same(recorded, shown(lab))
        if difference:
            fail(difference)
        # The stream of the lab keeps the promises of any other.
        until(lambda: same(recorded, told(stream)), "the lab's stream is the recording")
        counters = {name: lab.statistic("replay." + name) for name in ("commits", "objects", "passes", "line")}
        log = open(os.path.join(lab.dir, "run.log")).read()
        if " WARN " in log or " ERROR " in log:
            fail("the lab's log: " + log[-2000:])
        return counters


def main():
    rtsock = sys.argv[1]
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="rtsock-recording-") as folder:
        file = os.path.join(folder, "host.jsonl")
        recorded = record(rtsock, file, wanted, random.Random(seed))
        counters = replay(rtsock, file, recorded)
    counts = ", ".join(f"{len(objects)} {word}" for word, objects in recorded.items())
    print(f"replayed {counters}: {counts} at the end: no difference; seed {seed}")


main()
