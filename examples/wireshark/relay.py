#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records what goes over a unix socket, which no capture sees: a relay between daemons and the appliance.

    relay.py APPLIANCE.sock OWN.sock FILE.pcap

A daemon that connects to OWN.sock talks to the appliance. FILE.pcap has it as TCP between 127.0.0.1 and 127.0.0.2, port 2009, for
Wireshark with rtsock.lua. It ends with Ctrl-C, or with the appliance.
"""
import argparse
import pathlib
import socket
import struct
import sys
import threading
import time

PORT = 2009
RAW_IP = 101
DAEMON, APPLIANCE = "127.0.0.1", "127.0.0.2"
FIN, SYN, PUSH, ACK = 0x01, 0x02, 0x08, 0x10
LARGEST = 65000  # of a segment, so that a packet has at most 65,535 bytes


def checksum(data):
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Capture:
    """A pcap file. Its lock guards the file."""

    def __init__(self, path):
        self.file, self.lock = open(path, "wb"), threading.Lock()
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, RAW_IP))

    def write(self, packet, when):
        with self.lock:
            self.file.write(struct.pack("<IIII", int(when), int(when % 1 * 1e6), len(packet), len(packet)) + packet)
            self.file.flush()


class Conversation:
    """A connection as it would be on TCP. Its lock guards the sequence numbers, and keeps packets in their order."""

    def __init__(self, capture, port):
        self.capture, self.port, self.lock = capture, port, threading.Lock()
        self.sent = {True: 0, False: 0}
        self.segment(True, SYN)
        self.segment(False, SYN | ACK)
        self.segment(True, ACK)

    def data(self, of_daemon, data, size=LARGEST):
        """In segments of at most `size` bytes."""
        for at in range(0, len(data), size):
            self.segment(of_daemon, PUSH | ACK, data[at:at + size])

    def end(self, of_daemon):
        self.segment(of_daemon, FIN | ACK)

    def segment(self, of_daemon, flags, data=b""):
        source, target = map(socket.inet_aton, (DAEMON, APPLIANCE) if of_daemon else (APPLIANCE, DAEMON))
        ports = (self.port, PORT) if of_daemon else (PORT, self.port)
        with self.lock:
            seen = self.sent[not of_daemon] if flags & ACK else 0
            tcp = struct.pack("!HHIIBBHHH", *ports, self.sent[of_daemon] & 0xFFFFFFFF, seen & 0xFFFFFFFF, 5 << 4, flags, 65535, 0, 0) + data
            tcp = tcp[:16] + struct.pack("!H", checksum(source + target + struct.pack("!HH", 6, len(tcp)) + tcp)) + tcp[18:]
            ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0x4000, 64, 6, 0) + source + target
            ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
            self.capture.write(ip + tcp, time.time())
            self.sent[of_daemon] += len(data) + bool(flags & (SYN | FIN))


def pump(source, target, conversation, of_daemon):
    """Until the source ends; the other way goes on."""
    try:
        while data := source.recv(65536):
            conversation.data(of_daemon, data)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # the other way has seen it, too
    conversation.end(of_daemon)


def serve(listening, path, capture):
    """One connection after the other, each with two threads of its own. Ends when the appliance is gone."""
    port = 40000
    while True:
        daemon, _ = listening.accept()
        appliance = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        appliance.connect(path)
        conversation = Conversation(capture, port)
        port = port + 1 if port < 65535 else 40000
        for ends in ((daemon, appliance, conversation, True), (appliance, daemon, conversation, False)):
            threading.Thread(target=pump, args=ends, daemon=True).start()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("appliance", "own", "file"):
        parser.add_argument(name)
    options = parser.parse_args()
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.bind(options.own)
        listening.listen()
        serve(listening, options.appliance, Capture(options.file))
    except OSError as broken:
        print(f"{options.own}, {options.appliance}: {broken}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        if listening.getsockname():
            pathlib.Path(options.own).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
