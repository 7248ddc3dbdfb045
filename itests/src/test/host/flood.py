# SPDX-License-Identifier: Apache-2.0
"""200,000 routes added and flushed by ip -batch while the netlink receive buffer is too small for them: no difference at the end.

usage: flood.py RTSOCK [ROUTES]
"""
import os
import subprocess
import sys
import tempfile

from hostlab import Lab, fail, settle


def main():
    rtsock = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    config = tempfile.mkdtemp(prefix="rtsock-config-")
    with open(os.path.join(config, "org.rtsock.driver.netlink.cfg"), "w") as file:
        file.write("receiveBuffer = 16384\n")
    with Lab(rtsock, config=config) as lab:
        for arguments in (["link", "add", "v0", "type", "veth", "peer", "name", "v1"], ["link", "set", "v0", "up"],
                          ["link", "set", "v1", "up"], ["addr", "add", "10.0.0.1/24", "dev", "v0"]):
            lab.ip(*arguments)
        lab.start()
        _, replay = lab.monitor()
        settle(lab, replay)
        batch = os.path.join(lab.dir, "batch")
        with open(batch, "w") as file:
            for i in range(count):
                file.write(f"route add {20 + (i >> 16)}.{i >> 8 & 255}.{i & 255}.1/32 via 10.0.0.2\n")
        subprocess.run(["ip", "-n", lab.ns, "-batch", batch], check=True)
        full = settle(lab, replay, 180)
        if sum(r[0] == 254 for r in full["route"]) < count:
            fail(f"the host holds only {len(full['route'])} routes")
        subprocess.run(["ip", "-n", lab.ns, "route", "flush", "table", "main", "via", "10.0.0.2"], check=True)
        left = settle(lab, replay, 180)
        overruns, resyncs = lab.statistic("netlink.overruns"), lab.statistic("netlink.resyncs")
        if not overruns or not resyncs:
            fail(f"the receive buffer did not overrun: overruns {overruns}, resyncs {resyncs}")
        print(f"{count} routes added and flushed: no difference with {len(full['route'])} and with {len(left['route'])} routes; "
              f"overruns {overruns}, resyncs {resyncs}, {replay.events} events in {replay.marks} marks")


main()
