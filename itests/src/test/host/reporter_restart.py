# SPDX-License-Identifier: Apache-2.0
"""A user's own appliance, with the address reporter in its deploy folder: taken away, address messages cease and everything else goes on; put back,
a listener that was there all the time gets what it missed, deletes included.

usage: reporter_restart.py RTSOCK
"""
import glob
import json
import os
import shutil
import sys
import tempfile

from hostlab import Lab, fail, host_state, difference, settle, until


def main():
    home = os.path.join(os.path.dirname(sys.argv[1]), "..")
    folder = tempfile.mkdtemp(prefix="rtsock-appliance-")
    core = json.load(open(os.path.join(home, "features/core.json")))
    appliance = {"name": "mine", "title": "The core without the reporter of addresses", "features": ["base"], "start-level": 3,
                 "bundles": [b for b in core["bundles"] if not b.endswith("reporter.ifa")]}
    # The features that need the core name it; an appliance of one's own lists their bundles instead.
    for feature in ("protocol-rts", "transport-unix", "driver-netlink"):
        appliance["bundles"] += json.load(open(os.path.join(home, f"features/{feature}.json")))["bundles"]
    path, deploy = os.path.join(folder, "mine.json"), os.path.join(folder, "deploy")
    os.mkdir(deploy)
    json.dump(appliance, open(path, "w"))
    jar = glob.glob(os.path.join(home, "bundles/org.rtsock/org.rtsock.reporter.ifa-*.jar"))[0]
    deployed = shutil.copy(jar, deploy)
    with Lab(sys.argv[1], appliance=path) as lab:
        lab.command += ["--deploy", deploy]
        lab.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1")
        lab.ip("addr", "add", "10.0.0.1/24", "dev", "v0")
        lab.ip("addr", "add", "10.0.1.1/24", "dev", "v0")
        lab.start()
        until(lambda: None if "IFADDR" in [t["name"] for t in lab.show("types")] else "no type IFADDR", "deployed reporter serves")
        process, replay = lab.monitor()
        settle(lab, replay)

        os.remove(deployed)
        until(lambda: None if "IFADDR" not in [t["name"] for t in lab.show("types")] else "still there", "reporter has gone")
        heard = dict(replay.counts)
        lab.ip("addr", "del", "10.0.1.1/24", "dev", "v0")
        lab.ip("addr", "add", "10.0.2.1/24", "dev", "v0")
        lab.ip("link", "set", "v1", "up")

        def rest():
            state = host_state(lab)
            return "ip could not read" if state is None else difference(state, replay.read().state(), ("ifd", "ifl", "route"))
        until(rest, "everything else goes on")
        if any(replay.counts.get(k) != heard.get(k) for k in replay.counts if k[0] == "IFADDR"):
            fail(f"addresses were heard of without their reporter: {replay.counts}")

        shutil.copy(jar, deploy)
        settle(lab, replay)
        missed = {op: replay.counts.get(("IFADDR", op), 0) - heard.get(("IFADDR", op), 0) for op in ("ADD", "CHANGE", "DELETE", "RESET")}
        if missed["DELETE"] != 1 or missed["ADD"] < 1 or missed["RESET"] or missed["CHANGE"]:
            fail(f"not just what was missed: {missed}")
        if process.poll() is not None:
            fail("the monitor ended")
        print(f"while its reporter was away the listener missed, and then got: {missed}")
    shutil.rmtree(folder)


main()
