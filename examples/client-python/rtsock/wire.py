# SPDX-License-Identifier: Apache-2.0
"""Frames, fields and descriptors: the bytes of docs/wire-format.md as Python values, and back. No input or output here."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import Any

HEADER = struct.Struct("<IBBHHHHHIIQQ8s")
LARGEST_FRAME = 65528
FORMAT = 1
NOP = 0


class ProtocolError(Exception):
    """The other side sent what the format does not allow; the connection is of no more use."""


class Operation(IntEnum):
    ADD, DELETE, CHANGE, GET, LOSING, MISS, LOCK, RESOLVE = 1, 2, 3, 4, 5, 7, 8, 11
    MARK, RESET, SPAN, DESCRIBE, LISTEN, INFO, DESYNC, DUMP, OPTION, BATCH = range(32, 42)


class Flag(IntFlag):
    DONE, SNAPSHOT, REPLY, MORE, DRIVER = 1, 2, 4, 8, 16


class Kind(IntEnum):
    U8, U16, U32, U64, BOOL, TEXT, ENUM, MAC, ADDRESS, PREFIX, LIST = range(1, 12)


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. `operation` and `type` are plain numbers: later versions and plug-ins have more than this module knows."""

    operation: int
    type: int = NOP
    payload: bytes = b""
    flags: int = 0
    errno: int = 0
    pid: int = 0
    seq: int = 0
    version: int = 0
    born: int = 0
    origin: str = ""

    def encode(self) -> bytes:
        length = HEADER.size + len(self.payload)
        padding = -length % 8
        if length + padding > LARGEST_FRAME:
            raise ValueError(f"payload: {len(self.payload)} bytes, at most {LARGEST_FRAME - HEADER.size}")
        return HEADER.pack(length + padding, FORMAT, self.operation, self.type, self.flags, self.errno, HEADER.size, len(self.payload),
                           self.pid, self.seq, self.version, self.born, self.origin.encode()) + self.payload + bytes(padding)

    @staticmethod
    def decode(data: bytes) -> Frame:
        """Of one whole frame."""
        (length, version, operation, number, flags, errno, header, size, pid, seq, kernel, born, origin) = HEADER.unpack_from(data)
        if version != FORMAT:
            raise ProtocolError(f"version {version} of the format")
        if header < HEADER.size or header + size > length:
            raise ProtocolError(f"a frame of {length} bytes has a header of {header} and a payload of {size}")
        name = origin.rstrip(b"\0").decode(errors="replace")
        return Frame(operation, number, data[header:header + size], flags, errno, pid, seq, kernel, born, name)


def frame_length(head: bytes) -> int:
    """The length that the first bytes of a frame tell."""
    (length,) = struct.unpack_from("<I", head)
    if length < HEADER.size or length > LARGEST_FRAME or length % 8:
        raise ProtocolError(f"a frame of {length} bytes")
    return length


class Reader:
    """Takes values off a payload, in order."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    @property
    def ended(self) -> bool:
        return self.at == len(self.data)

    def take(self, size: int) -> bytes:
        start, self.at = self.at, self.at + size
        if self.at > len(self.data):
            raise ProtocolError(f"a payload of {len(self.data)} bytes ends before byte {self.at}")
        return self.data[start:self.at]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def text(self) -> str:
        return self.take(self.number(2)).decode(errors="replace")

    def address(self) -> str:
        """None is the empty text."""
        size = self.number(1)
        if size not in (0, 4, 16):
            raise ProtocolError(f"an address of {size} bytes")
        return socket.inet_ntop(socket.AF_INET if size == 4 else socket.AF_INET6, self.take(size)) if size else ""

    def prefix(self) -> str:
        length, address = self.number(1), self.address()
        return f"{address}/{length}" if address else ""


def number(value: int, size: int) -> bytes:
    return value.to_bytes(size, "little")


def text(value: str) -> bytes:
    encoded = value.encode()
    return number(len(encoded), 2) + encoded


def address(value: str) -> bytes:
    if not value:
        return b"\0"
    packed = socket.inet_pton(socket.AF_INET6 if ":" in value else socket.AF_INET, value)
    return number(len(packed), 1) + packed


def prefix(value: str) -> bytes:
    """Of an address with or without a length; one without is a host."""
    host, _, length = value.partition("/")
    packed = address(host)
    return number(int(length) if length else 8 * (len(packed) - 1), 1) + packed


NUMBER_SIZES = {Kind.U8: 1, Kind.U16: 2, Kind.U32: 4, Kind.U64: 8}
EMPTY: dict[Kind, Any] = {**dict.fromkeys(NUMBER_SIZES, 0), Kind.BOOL: False, Kind.LIST: ()}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Kind
    key: bool = False
    optional: bool = False
    words: dict[int, str] = field(default_factory=dict)
    element: tuple[Field, ...] = ()

    @staticmethod
    def described(reader: Reader) -> Field:
        name, kind, bits = reader.text(), reader.number(1), reader.number(1)
        if kind not in list(Kind):
            raise ProtocolError(f"field {name} is of a kind {kind}, which is not known")
        kind = Kind(kind)
        words = {reader.number(1): reader.text() for _ in range(reader.number(2))} if kind is Kind.ENUM else {}
        element = fields_described(reader) if kind is Kind.LIST else ()
        return Field(name, kind, bool(bits & 1), bool(bits & 2), words, element)

    def read(self, reader: Reader) -> Any:
        kind = self.kind
        if kind in NUMBER_SIZES:
            return reader.number(NUMBER_SIZES[kind])
        if kind is Kind.BOOL:
            return reader.number(1) != 0
        if kind is Kind.TEXT:
            return reader.text()
        if kind is Kind.ENUM:
            return self.words.get(found := reader.number(1), found)
        if kind is Kind.MAC:
            return reader.take(reader.number(1)).hex(":")
        if kind is Kind.ADDRESS:
            return reader.address()
        if kind is Kind.PREFIX:
            return reader.prefix()
        if len(self.element) == 1:
            return [self.element[0].read(reader) for _ in range(reader.number(2))]
        return [read_fields(self.element, reader, whole=True) for _ in range(reader.number(2))]

    def write(self, value: Any) -> bytes:
        """Of a value as `read` gives it; an ENUM may be a number, too."""
        kind = self.kind
        if kind in NUMBER_SIZES:
            return number(value, NUMBER_SIZES[kind])
        if kind is Kind.BOOL:
            return number(bool(value), 1)
        if kind is Kind.TEXT:
            return text(value)
        if kind is Kind.ENUM:
            return number(self.number_of(value), 1)
        if kind is Kind.MAC:
            packed = bytes.fromhex(value.replace(":", ""))
            return number(len(packed), 1) + packed
        if kind is Kind.ADDRESS:
            return address(value)
        if kind is Kind.PREFIX:
            return prefix(value)
        if len(self.element) == 1:
            return number(len(value), 2) + b"".join(self.element[0].write(element) for element in value)
        return number(len(value), 2) + b"".join(write_fields(self.element, element, whole=True) for element in value)

    @property
    def omissible(self) -> bool:
        return self.optional and self.kind is Kind.LIST

    @property
    def default(self) -> Any:
        if self.kind is Kind.ENUM:
            return 0 if self.optional else min(self.words, default=0)
        return EMPTY.get(self.kind, "")

    def number_of(self, word: str | int) -> int:
        if isinstance(word, int):
            return word
        for found, name in self.words.items():
            if name == word:
                return found
        raise ValueError(f"{self.name}: '{word}' is none of {', '.join(self.words.values())}")

    def omitted(self, value: Any) -> bool:
        """Whether it is left out where it is optional."""
        return not value or (self.kind is Kind.ENUM and value == self.words.get(0))


def fields_described(reader: Reader) -> tuple[Field, ...]:
    return tuple(Field.described(reader) for _ in range(reader.number(2)))


def read_fields(fields: tuple[Field, ...], reader: Reader, whole: bool = False) -> dict[str, Any]:
    """An object, without optional fields that say nothing. `whole`: an element of a list, of which no bytes are missing."""
    found = {}
    for field in fields:
        if reader.ended and field.optional and not whole:
            break
        value = field.read(reader)
        if not (field.optional and field.omitted(value)):
            found[field.name] = value
    return found


def write_fields(fields: tuple[Field, ...], values: dict[str, Any], whole: bool = False) -> bytes:
    """An object. What is not named is zero, empty or absent; an ENUM that must stand has its first word then. Lists at the end may be
    left out, so they are."""
    if unknown := values.keys() - {field.name for field in fields}:
        raise ValueError(f"no such field: {', '.join(sorted(unknown))}; there are {', '.join(field.name for field in fields)}")
    last = len(fields)
    while last and not whole and fields[last - 1].omissible and fields[last - 1].name not in values:
        last -= 1
    try:
        return b"".join(field.write(values.get(field.name, field.default)) for field in fields[:last])
    except (OverflowError, OSError, TypeError) as wrong:
        raise ValueError(f"{values}: {wrong}") from wrong


@dataclass(frozen=True, slots=True)
class MessageType:
    """A message type as it described itself."""

    number: int
    name: str
    word: str
    rank: int
    flag: int
    fields: tuple[Field, ...] = field(repr=False)

    @staticmethod
    def described(payload: bytes) -> MessageType:
        reader = Reader(payload)
        return MessageType(reader.number(2), reader.text(), reader.text(), reader.number(2), reader.number(4), fields_described(reader))

    def read(self, reader: Reader) -> dict[str, Any]:
        return read_fields(self.fields, reader)

    def write(self, values: dict[str, Any]) -> bytes:
        """Of an object; its family, where it is not named, is that of its first address or prefix."""
        given = next((values[f.name] for f in self.fields if f.kind in (Kind.ADDRESS, Kind.PREFIX) and values.get(f.name)), None)
        if given and "family" not in values and any(f.name == "family" for f in self.fields):
            values = {**values, "family": "inet6" if ":" in given else "inet"}
        return write_fields(self.fields, values)

    def key(self, value: dict[str, Any]) -> tuple[Any, ...]:
        """What tells objects of the type apart. An optional key field may be left out."""
        return tuple(value.get(field.name) for field in self.fields if field.key)
