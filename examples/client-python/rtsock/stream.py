# SPDX-License-Identifier: Apache-2.0
"""What a daemon hears without asking each time: cuts, of which a replica is kept, and notices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .wire import Flag, Frame, MessageType, Operation, ProtocolError, Reader

DELETES = 1


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one object, for this listener. RESET: all objects of the type are forgotten, `value` is empty."""

    operation: Operation
    type: MessageType
    value: dict[str, Any]
    frame: Frame  # has the cause (origin, pid, seq) and the version of the commit

    @property
    def key(self) -> tuple[Any, ...]:
        return self.type.key(self.value)


@dataclass(frozen=True, slots=True)
class Cut:
    """What leads from one state of the whole kernel to that at `version`; `snapshot` ends the first cut after a LISTEN."""

    epoch: int
    version: int
    snapshot: bool
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Notice:
    """What leaves no state behind: MISS, RESOLVE or LOSING of ROUTE, a refused ADD of REDIRECT (`errno`), or DESYNC (`lost`)."""

    operation: Operation
    frame: Frame
    errno: int = 0
    table: int = 0
    destination: str = ""
    value: dict[str, Any] = field(default_factory=dict)
    lost: int = 0


class CutReader:
    """Makes cuts of frames. A RESET voids what came of its type, so a cut that the appliance gave up leaves nothing."""

    def __init__(self, types: dict[int, MessageType]) -> None:
        self.types = types
        self.order: list[Change] = []
        self.span: tuple[int, int, int] | None = None  # type, part, from

    def take(self, frame: Frame) -> Cut | None:
        """Takes a frame that is neither a reply nor a notice; gives the cut that it ends."""
        if frame.operation == Operation.DESCRIBE:
            described = MessageType.described(frame.payload)
            self.types[described.number] = described
        elif frame.operation == Operation.RESET:
            self.span = None
            self.order = [change for change in self.order if change.type.number != frame.type]
            self.order.append(Change(Operation.RESET, self.type(frame), {}, frame))
        elif frame.operation == Operation.SPAN:
            reader = Reader(frame.payload)
            self.span = (frame.type, reader.number(1), reader.number(8))
        elif frame.operation == Operation.MARK:
            cut = Cut(frame.born, frame.version, bool(frame.flags & Flag.SNAPSHOT), self.order)
            self.order, self.span = [], None
            return cut
        else:
            self.order.append(self.record(frame))
        return None

    def record(self, frame: Frame) -> Change:
        if self.span is None or self.span[0] != frame.type:
            raise ProtocolError(f"operation {frame.operation} of type {frame.type} outside a span")
        _, part, since = self.span
        if part == DELETES:
            operation = Operation.DELETE
        else:
            operation = Operation.ADD if frame.born > since else Operation.CHANGE
        kind = self.type(frame)
        return Change(operation, kind, kind.read(Reader(frame.payload)), frame)

    def type(self, frame: Frame) -> MessageType:
        if frame.type not in self.types:
            raise ProtocolError(f"type {frame.type} has not described itself")
        return self.types[frame.type]


def is_notice(frame: Frame) -> bool:
    return frame.operation in (Operation.MISS, Operation.RESOLVE, Operation.LOSING, Operation.DESYNC) \
        or (frame.operation == Operation.ADD and frame.errno != 0)


def notice(frame: Frame, types: dict[int, MessageType]) -> Notice:
    reader, operation = Reader(frame.payload), Operation(frame.operation)
    if operation is Operation.DESYNC:
        return Notice(operation, frame, lost=reader.number(8))
    table, destination = reader.number(4), reader.prefix()
    told = operation is not Operation.MISS and frame.type in types
    return Notice(operation, frame, frame.errno, table, destination, types[frame.type].read(reader) if told else {})


class Replica:
    """The state of the kernel at the newest mark: of each type, by its word, the objects by their key."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
        self.place = (0, 0)  # epoch and version to resume from; none before the first mark

    def apply(self, cut: Cut) -> None:
        for change in cut.changes:
            mine = self.objects.setdefault(change.type.word, {})
            if change.operation is Operation.RESET:
                mine.clear()
            elif change.operation is Operation.DELETE:
                mine.pop(change.key, None)
            else:
                mine[change.key] = change.value
        self.place = (cut.epoch, cut.version)

    def keep(self, *words: str) -> None:
        """Forgets what is not of these types; for a LISTEN to fewer types, since the appliance says nothing more of the others."""
        self.objects = {word: objects for word, objects in self.objects.items() if word in words}
