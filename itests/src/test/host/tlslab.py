# SPDX-License-Identifier: Apache-2.0
"""What the tests of the tcp transport share: an authority made with openssl, an appliance that listens on loopback, and what the host says about its process."""
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from hostlab import fail, until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "examples/client-python"))
from rtsock import Connection, tls_context  # noqa: E402

PREAMBLE = b"rtsock\x01\x00rts\0\0\0\0\0"
DAY = 86400
CONFIGURATION = """
[ca]
default_ca = all
[all]
dir = {folder}
database = $dir/index
serial = $dir/serial
crlnumber = $dir/crlnumber
new_certs_dir = $dir
certificate = $dir/ca.pem
private_key = $dir/ca.key
default_md = default
default_crl_days = 30
policy = any
unique_subject = no
copy_extensions = copy
[any]
organizationName = optional
commonName = supplied
"""


TABLE = '''{"type":"RTTABLE","op":"ADD","rttable":{"id":254,"name":"main","family":"inet"}}
{"type":"NOP","op":"MARK"}
'''


class Authority:
    """Issues certificates, and takes them back. Each is NAME.pem with NAME.key in its folder."""

    def __init__(self, folder, name="Test authority"):
        self.folder = folder
        os.makedirs(folder)
        for file, text in (("index", ""), ("serial", "1000\n"), ("crlnumber", "1000\n"), ("ca.cnf", CONFIGURATION.format(folder=folder))):
            with open(self.path(file), "w") as out:
                out.write(text)
        self.openssl("req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "30", "-subj", "/CN=" + name, "-keyout", self.path("ca.key"),
                     "-out", self.path("ca.pem"))
        self.publish()

    def path(self, file):
        return os.path.join(self.folder, file)

    @staticmethod
    def openssl(*arguments):
        done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            fail("openssl " + " ".join(arguments) + ": " + done.stderr)

    def issue(self, name, subject, names="", since=-DAY, until=DAY):
        """since and until: seconds from now."""
        extension = ["-addext", "subjectAltName=" + names] if names else []
        self.openssl("req", "-newkey", "ed25519", "-nodes", "-subj", subject, "-keyout", self.path(name + ".key"), "-out",
                     self.path(name + ".csr"), *extension)
        self.openssl("ca", "-config", self.path("ca.cnf"), "-batch", "-notext", "-startdate", stamp(since), "-enddate", stamp(until), "-in",
                     self.path(name + ".csr"), "-out", self.path(name + ".pem"))
        return self

    def revoke(self, name):
        self.openssl("ca", "-config", self.path("ca.cnf"), "-revoke", self.path(name + ".pem"))
        self.publish()

    def publish(self):
        self.openssl("ca", "-config", self.path("ca.cnf"), "-gencrl", "-out", self.path("new.crl"))
        os.replace(self.path("new.crl"), self.path("crl.pem"))

    def context(self, name, trusted=None):
        """Of somebody who shows the certificate of that name, or none, and trusts this authority, or that of another one's file."""
        file = trusted or self.path("ca.pem")
        return tls_context(self.path(name + ".pem"), self.path(name + ".key"), file) if name else ssl.create_default_context(cafile=file)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stamp(seconds):
    return time.strftime("%y%m%d%H%M%SZ", time.gmtime(time.time() + seconds))


class Appliance:
    """A lab appliance with a table and nothing else, with both transports, in the network namespace of the test unless `within` says otherwise: words that
    run what follows them."""

    def __init__(self, rtsock, settings=(), address="127.0.0.1", within=()):
        self.rtsock, self.address, self.within = rtsock, address, within
        self.folder = tempfile.mkdtemp(prefix="rtsock-tls-")
        self.socket = os.path.join(self.folder, "rtsock.sock")
        self.authority = Authority(os.path.join(self.folder, "pki"))
        self.authority.issue("appliance", "/CN=appliance", names="DNS:localhost,IP:" + address)
        self.roles = os.path.join(self.folder, "roles")
        self.allow("write CN=writer", "read CN=reader")
        script = os.path.join(self.folder, "table.jsonl")
        with open(script, "w") as out:
            out.write(TABLE)
        self.values = ["org.rtsock.driver.replay:file=" + script, "org.rtsock.driver.replay:repeat=1"]
        self.values += ["org.rtsock.transport.tcp:" + value for value in (
            "certificate=" + self.authority.path("appliance.pem"), "key=" + self.authority.path("appliance.key"),
            "authorities=" + self.authority.path("ca.pem"), "crl=" + self.authority.path("crl.pem"), "roles=" + self.roles)]
        self.values += settings
        self.log = os.path.join(self.folder, "run.log")
        self.port = free_port()

    def allow(self, *lines):
        with open(self.roles + ".new", "w") as out:
            out.write("\n".join(lines) + "\n")
        os.replace(self.roles + ".new", self.roles)

    def __enter__(self):
        words = [*self.within, self.rtsock, "run", "lab", "--socket", self.socket, "--connect", f"{self.address}:{self.port}"]
        for value in self.values:
            words += ["--set", value]
        self.process = subprocess.Popen(words, stdout=open(self.log, "wb"), stderr=subprocess.STDOUT)

        def running():
            if self.process.poll() is not None:
                fail("the appliance ended: " + open(self.log).read()[-2000:])
            said = open(self.log).read()
            return None if " is running: " in said else "it is not running: " + said[-300:]
        until(running, "start of the appliance")
        if "tcp.accepted" not in self.counters():
            fail("nothing listens on tcp: " + open(self.log).read())
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        if exception[0] is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            print(f"traces are kept in {self.folder}", flush=True)

    def unix(self):
        return Connection.unix(self.socket)

    def tls(self, name):
        return Connection.tls("localhost", self.authority.context(name), self.port)

    def counters(self):
        """What `rtsock show stats` says, in one answer."""
        done = subprocess.run([self.rtsock, "--socket", self.socket, "show", "stats"], capture_output=True, text=True)
        if done.returncode != 0:
            fail("show stats: " + done.stderr)
        return {name: int(value) for name, value in re.findall(r"^(\S+)\s+(\d+)$", done.stdout, re.MULTILINE)}

    def usage(self):
        """Of the process: heap after a collection and all of its memory (MiB), descriptors, threads of the host."""
        java = os.path.dirname(os.readlink(f"/proc/{self.process.pid}/exe"))
        jcmd = [os.path.join(java, "jcmd"), str(self.process.pid)]
        heap = -1
        if os.path.exists(jcmd[0]):
            subprocess.run([*jcmd, "GC.run"], capture_output=True)
            said = subprocess.run([*jcmd, "GC.heap_info"], capture_output=True, text=True).stdout
            used = re.search(r"heap .*?used (\d+)K", said)
            heap = int(used.group(1)) // 1024 if used else heap
        status = open(f"/proc/{self.process.pid}/status").read()
        return {"heap": heap, "rss": int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) // 1024,
                "descriptors": len(os.listdir(f"/proc/{self.process.pid}/fd")), "threads": int(re.search(r"Threads:\s+(\d+)", status).group(1))}
