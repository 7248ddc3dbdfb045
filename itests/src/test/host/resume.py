# SPDX-License-Identifier: Apache-2.0
"""A monitor that was killed and comes back with --from gets the difference only, deletes included; a foreign epoch gets everything anew.

usage: resume.py RTSOCK
"""
import json
import sys

from hostlab import Lab, difference, fail, host_state, settle, until


def main():
    with Lab(sys.argv[1]) as lab:
        lab.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1")
        lab.ip("link", "set", "v0", "up")
        lab.ip("link", "set", "v1", "up")
        lab.ip("addr", "add", "10.0.0.1/24", "dev", "v0")
        for i in range(300):
            lab.ip("route", "add", f"20.0.{i >> 8}.{i & 255}/32", "via", "10.0.0.2")
        lab.start()
        process, replay = lab.monitor()
        settle(lab, replay)
        process.kill()
        process.wait()
        replay.read()
        objects, place = replay.objects, f"{replay.epoch}:{replay.version}"

        lab.ip("route", "del", "20.0.0.7/32")
        lab.ip("route", "replace", "20.0.0.8/32", "via", "10.0.0.3")
        lab.ip("route", "add", "20.0.2.1/32", "via", "10.0.0.2")
        lab.ip("addr", "add", "10.1.0.1/24", "dev", "v1")
        lab.ip("addr", "del", "10.1.0.1/24", "dev", "v1")
        until(lambda: None if any(r["prefix"] == "20.0.2.1/32" for r in lab.show("route")) else "not yet", "the core follows the host")

        _, again = lab.monitor("--from", place, name="resumed")
        again.objects = objects
        until(lambda: None if again.read().marks else "no mark", "the resumed stream reaches its mark")
        before = sum(len(kept) for kept in objects.values())
        if again.counts.get(("ROUTE", "DELETE")) != 1 or again.counts.get(("ROUTE", "CHANGE")) != 1 \
                or again.counts.get(("ROUTE", "ADD")) != 1 or again.events > 20:
            fail(f"not the difference only: {again.counts}")
        why = difference(host_state(lab), again.state())
        if why:
            fail("after the resume: " + why)

        foreign = lab.call("monitor", "--json", "--from", f"{replay.epoch + 1}:{replay.version}", "--until-mark").stdout.splitlines()
        ops = [json.loads(line)["op"] for line in foreign]
        if ops.count("RESET") != 7 or ops.count("ADD") < 300 or ops[-1] != "MARK":
            fail(f"a foreign epoch: {len(ops)} lines, {ops.count('RESET')} resets, {ops.count('ADD')} adds")
        print(f"resumed from {place}: {again.events} events for {before} objects: {again.counts}; "
              f"foreign epoch: {ops.count('RESET')} resets, {ops.count('ADD')} adds")


main()
