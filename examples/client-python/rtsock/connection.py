# SPDX-License-Identifier: Apache-2.0
"""A connection to an appliance: requests with their answers, the stream of cuts, dumps."""

from __future__ import annotations

import errno as numbers
import itertools
import os
import socket
import ssl
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .stream import Cut, CutReader, Notice, is_notice, notice
from .wire import (HEADER, LARGEST_FRAME, NOP, Field, Flag, Frame, Kind, MessageType, Operation, ProtocolError, Reader, address,
                   frame_length, number, prefix, text)

TCP_PORT = 2009
WHOLE_FRAME = 0xFFFFFFFF
LARGEST_EACH = 512  # items of a frame that are carried out each on its own
STORED, PROGRAMMED = 0, 1
ALL, EACH, GIVE_UP = 0, 1, 2
LONGEST, EXACT, PREFERRED, REPORTED = range(4)


class RoutingError(OSError):
    """The appliance refused a request: `errno`, the text that says why, and for an item of a batch its `index`."""

    def __init__(self, errno: int, why: str, index: int | None = None):
        super().__init__(errno, why)
        self.index = index

    @property
    def name(self) -> str:
        # Linux has two names for 95, of which Python knows the other.
        return "EOPNOTSUPP" if self.errno == numbers.EOPNOTSUPP else numbers.errorcode.get(self.errno or 0, str(self.errno))


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition concerns only objects that have such a field. `protocols` has numbers, or words of the field of ROUTE."""

    table: int = 0
    family: str = ""
    prefix: str = ""
    protocols: tuple[int | str, ...] = ()
    priority: int = 0xFFFFFFFF

    def encode(self, types: dict[int, MessageType]) -> bytes:
        family = {"": 0, "inet": socket.AF_INET, "inet6": 10}[self.family]
        protocols = [self.protocol(protocol, types) for protocol in self.protocols]
        return (number(self.table, 4) + number(family, 1) + (prefix(self.prefix) if self.prefix else number(0, 1) + address(""))
                + number(len(protocols), 2) + bytes(protocols) + number(self.priority, 4))

    @staticmethod
    def protocol(given: int | str, types: dict[int, MessageType]) -> int:
        words = next(field for kind in types.values() if kind.word == "route" for field in kind.fields if field.name == "protocol")
        return words.number_of(given)


@dataclass(frozen=True, slots=True)
class Item:
    """One write of a batch."""

    operation: Operation
    word: str
    value: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refusal:
    index: int
    errno: int
    why: str


class Connection:
    """One routing socket; of one thread. What comes of the stream while a request waits for its answer is kept for `stream`,
    so a daemon that asks for much has a connection of its own for that."""

    def __init__(self, sock: socket.socket, family: int = 0):
        self._socket = sock
        self._buffer = bytearray()
        self._sequence = itertools.count(1)
        self._cuts, self._arrived = CutReader({}), deque[Cut | Notice]()
        sock.sendall(b"rtsock" + number(1, 1) + number(family, 1) + b"rts".ljust(8, b"\0"))
        answer = self._read(8)
        if answer[:6] != b"rtsock":
            raise ProtocolError(f"no routing socket: {answer!r}")
        if refused := int.from_bytes(answer[6:], "little"):
            raise RoutingError(refused, "the socket was not opened")
        self.describe()

    @staticmethod
    def unix(path: str) -> Connection:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sock.connect(path)
        return Connection(sock)

    @staticmethod
    def tls(host: str, context: ssl.SSLContext, port: int = TCP_PORT) -> Connection:
        """`context` holds our certificate and those whom we trust: see `tls_context`."""
        sock = socket.create_connection((host, port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Connection(context.wrap_socket(sock, server_hostname=host))

    def settimeout(self, seconds: float | None) -> None:
        """What waits longer ends with TimeoutError; nothing that came is lost, and `stream` may be asked again."""
        self._socket.settimeout(seconds)

    def close(self) -> None:
        self._socket.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Types --------------------------------------------------------------------------------------------------------------------------

    @property
    def types(self) -> dict[str, MessageType]:
        return {kind.word: kind for kind in self._cuts.types.values()}

    def describe(self) -> dict[str, MessageType]:
        """Asks for the types that there are now; plug-ins may have come since."""
        found = [MessageType.described(reply.payload) for reply in self._ask(Operation.DESCRIBE) if reply.payload]
        self._cuts.types.update((kind.number, kind) for kind in found)
        return {kind.word: kind for kind in found}

    def _type(self, word: str) -> MessageType:
        kind = self.types.get(word) or self.describe().get(word)
        if kind is None:
            raise ValueError(f"no type '{word}'; there are {', '.join(self.types)}")
        return kind

    # Requests -----------------------------------------------------------------------------------------------------------------------

    def add(self, word: str, /, wait: int = STORED, **value: Any) -> dict[str, Any]:
        return self._write(Operation.ADD, word, wait, value)

    def change(self, word: str, /, wait: int = STORED, **value: Any) -> dict[str, Any]:
        return self._write(Operation.CHANGE, word, wait, value)

    def delete(self, word: str, /, wait: int = STORED, **value: Any) -> dict[str, Any]:
        return self._write(Operation.DELETE, word, wait, value)

    def lock(self, word: str, /, wait: int = STORED, **value: Any) -> dict[str, Any]:
        return self._write(Operation.LOCK, word, wait, value)

    def losing(self, word: str, /, **value: Any) -> dict[str, Any]:
        return self._write(Operation.LOSING, word, STORED, value)

    def get(self, word: str, /, lookup: int = EXACT, **value: Any) -> dict[str, Any]:
        return self._write(Operation.GET, word, lookup, value)

    def longest_match(self, destination: str, table: int = 254) -> dict[str, Any]:
        return self.get("route", lookup=LONGEST, table=table, prefix=destination)

    def option(self, name: str, value: int) -> None:
        """While SO_USELOOPBACK is off there are no answers, so nothing waits for that to turning it off."""
        payload = text(name) + number(value, 8)
        if name == "SO_USELOOPBACK" and value == 0:
            self._send(Operation.OPTION, payload)
        else:
            self._one(Operation.OPTION, payload)

    def info(self, topic: str) -> list[dict[str, Any]]:
        return [row(reply.payload) for reply in self._ask(Operation.INFO, text(topic)) if reply.payload]

    def _write(self, operation: Operation, word: str, first: int, value: dict[str, Any]) -> dict[str, Any]:
        kind = self._type(word)
        reply = self._one(operation, number(first, 1) + kind.write(value), kind.number)
        return kind.read(Reader(reply.payload))

    # Batches ------------------------------------------------------------------------------------------------------------------------

    def all_or_none(self, items: Iterable[Item], wait: int = STORED) -> tuple[int, int]:
        """Carries out all items in one commit; gives how many they were, and its version. A refusal has the index of its item."""
        frames, seq = self._frames(ALL, wait, items), next(self._sequence)
        _, held = next(frames)
        begun = False
        try:
            for _, payload in frames:
                self._send(Operation.BATCH, held, seq=seq, flags=Flag.MORE)
                begun, held = True, payload
        except Exception:
            if begun:
                self._send(Operation.BATCH, number(GIVE_UP, 1) + number(STORED, 1), seq=seq)
                list(self._answers(seq))
            raise
        self._send(Operation.BATCH, held, seq=seq)
        (reply,) = self._answers(seq)
        return Reader(reply.payload).number(4), reply.version

    def each_on_its_own(self, items: Iterable[Item], wait: int = STORED) -> tuple[int, list[Refusal]]:
        """Carries out what can be; gives how many items that were, and what was refused, by its index among all items."""
        done, refusals, before = 0, [], 0
        for count, payload in self._frames(EACH, wait, items):
            reader = Reader(self._one(Operation.BATCH, payload).payload)
            done += reader.number(4)
            while not reader.ended:
                refusals.append(Refusal(before + reader.number(2), reader.number(2), reader.text()))
            before += count
        return done, refusals

    def _frames(self, mode: int, wait: int, items: Iterable[Item]) -> Iterator[tuple[int, bytes]]:
        """The payloads of as few frames as the items take, each with the number of its items; one at least."""
        head = number(mode, 1) + number(wait, 1)
        count, payload = 0, bytearray(head)
        for item in items:
            kind = self._type(item.word)
            fields = kind.write(item.value)
            packed = number(item.operation, 1) + number(kind.number, 2) + number(len(fields), 2) + fields
            if HEADER.size + len(payload) + len(packed) > LARGEST_FRAME or (mode == EACH and count == LARGEST_EACH):
                yield count, bytes(payload)
                count, payload = 0, bytearray(head)
            payload += packed
            count += 1
        yield count, bytes(payload)

    # Stream and dump ----------------------------------------------------------------------------------------------------------------

    def listen(self, *words: str, flags: int = 0, filter: Filter = Filter(), place: tuple[int, int] = (0, 0)) -> None:
        """Asks for the types of these words or flags, or for others from now on. `place` is where a replica has come to, to resume."""
        epoch, version = place
        self._one(Operation.LISTEN, self._wanted(words, flags, filter) + number(epoch, 8) + number(version, 8))

    def stream(self) -> Iterator[Cut | Notice]:
        """Gives what comes, and waits for more; ends with ConnectionError when the connection does."""
        while True:
            while self._arrived:
                yield self._arrived.popleft()
            self._take(self._receive())

    def dump(self, *words: str, flags: int = 0, filter: Filter = Filter()) -> Cut:
        """The state at one version. RoutingError ESTALE when it was read too slowly: ask again."""
        cut, reader = None, CutReader(self._cuts.types)
        for frame in self._answers(self._send(Operation.DUMP, self._wanted(words, flags, filter)), inside=True):
            if not frame.flags & Flag.REPLY:
                cut = reader.take(frame) or cut
        if cut is None:
            raise ProtocolError("a dump without its mark")
        return cut

    def _wanted(self, words: tuple[str, ...], flags: int, filter: Filter) -> bytes:
        return number(flags, 4) + number(len(words), 2) + b"".join(map(text, words)) + filter.encode(self.types)

    # Frames -------------------------------------------------------------------------------------------------------------------------

    def _ask(self, operation: Operation, payload: bytes = b"", kind: int = NOP) -> list[Frame]:
        return list(self._answers(self._send(operation, payload, kind)))

    def _one(self, operation: Operation, payload: bytes, kind: int = NOP) -> Frame:
        (reply,) = self._ask(operation, payload, kind)
        return reply

    def _send(self, operation: Operation, payload: bytes, kind: int = NOP, seq: int | None = None, flags: int = 0) -> int:
        seq = next(self._sequence) if seq is None else seq
        self._socket.sendall(Frame(operation, kind, payload, flags, pid=os.getpid(), seq=seq).encode())
        return seq

    def _answers(self, seq: int, inside: bool = False) -> Iterator[Frame]:
        """The frames of a reply; `inside`: and what stands between its first and its last."""
        begun = False
        while True:
            frame = self._receive()
            if frame.flags & Flag.REPLY and (frame.pid, frame.seq) == (os.getpid(), seq):
                if frame.errno:
                    raise refusal(frame)
                yield frame
                begun = inside
                if not frame.flags & Flag.MORE:
                    return
            elif begun and not frame.flags & Flag.REPLY and not is_notice(frame):
                yield frame
            else:
                self._take(frame)
                if frame.operation == Operation.DESYNC:
                    raise RoutingError(numbers.ENOBUFS, "messages were lost, perhaps the answer")

    def _take(self, frame: Frame) -> None:
        if is_notice(frame):
            self._arrived.append(notice(frame, self._cuts.types))
        elif not frame.flags & Flag.REPLY and (cut := self._cuts.take(frame)):
            self._arrived.append(cut)

    def _receive(self) -> Frame:
        # Nothing is taken before the frame is whole: a timeout loses nothing.
        self._fill(4)
        length = frame_length(bytes(self._buffer[:4]))
        self._fill(length)
        return Frame.decode(self._read(length))

    def _read(self, size: int) -> bytes:
        self._fill(size)
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _fill(self, size: int) -> None:
        while len(self._buffer) < size:
            if not (more := self._socket.recv(1 << 18)):
                raise ConnectionResetError("the appliance closed the connection")
            self._buffer += more


def refusal(reply: Frame) -> RoutingError:
    reader = Reader(reply.payload)
    why, index = reader.text(), None if reader.ended else reader.number(4)
    return RoutingError(reply.errno, why, None if index == WHOLE_FRAME else index)


def row(payload: bytes) -> dict[str, Any]:
    """A row of INFO, which says of each value what kind it is."""
    reader = Reader(payload)
    found: dict[str, Any] = {}
    for _ in range(reader.number(2)):
        name, kind = reader.text(), Kind(reader.number(1))
        if kind is Kind.LIST:
            found[name] = [reader.text() for _ in range(reader.number(2))]
        else:
            found[name] = Field(name, kind).read(reader)
    return found


def tls_context(certificate: str, key: str, authority: str) -> ssl.SSLContext:
    """TLS 1.3, both sides with a certificate; the arguments are PEM files."""
    context = ssl.create_default_context(cafile=authority)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(certificate, key)
    return context
