# SPDX-License-Identifier: Apache-2.0
import os
import struct
import sys

NAMES = {1: "RTM_ADD", 2: "RTM_DELETE", 3: "RTM_CHANGE", 12: "RTM_NEWADDR", 13: "RTM_DELADDR", 14: "RTM_IFINFO", 17: "RTM_IFANNOUNCE"}

with open("watch.pid", "w") as pid:
    print(os.getpid(), file=pid)

with open("heard.txt", "a") as heard:
    print("started", file=heard, flush=True)
    while head := sys.stdin.buffer.read(4):
        length, _, kind = struct.unpack("=HBB", head)
        sys.stdin.buffer.read(length - 4)
        print(NAMES.get(kind, kind), file=heard, flush=True)
