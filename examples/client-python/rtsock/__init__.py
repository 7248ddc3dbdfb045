# SPDX-License-Identifier: Apache-2.0
"""A client of Rtsock's native protocol, standard library only: see docs/wire-format.md, from which it was written."""

from .connection import (EXACT, LONGEST, PREFERRED, PROGRAMMED, REPORTED, STORED, TCP_PORT, Connection, Filter, Item, Refusal, RoutingError,
                         tls_context)
from .stream import Change, Cut, Notice, Replica
from .wire import Field, Flag, Frame, Kind, MessageType, Operation, ProtocolError

__all__ = ["EXACT", "LONGEST", "PREFERRED", "PROGRAMMED", "REPORTED", "STORED", "TCP_PORT", "Change", "Connection", "Cut", "Field",
           "Filter", "Flag", "Frame", "Item", "Kind", "MessageType", "Notice", "Operation", "ProtocolError", "Refusal", "Replica",
           "RoutingError",           "tls_context"]
