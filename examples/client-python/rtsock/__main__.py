# SPDX-License-Identifier: Apache-2.0
"""Listens to an appliance, and asks it for changes; one JSON object a line.

    python3 -m rtsock monitor route ifd
    python3 -m rtsock dump route --table 254
    python3 -m rtsock get 192.0.2.1
    python3 -m rtsock add route prefix=192.0.2.0/24 table=254 protocol=static 'nexthops=[{"gateway":"10.0.0.2","weight":1}]'
    python3 -m rtsock delete route prefix=192.0.2.0/24 table=254
    python3 -m rtsock info listeners
"""

import argparse
import json
import os
import sys
import time

from . import Change, Connection, Cut, Filter, Operation, ProtocolError, Replica, RoutingError, tls_context

PAUSE = 1.0  # before a connection is tried again, seconds


def connect(options: argparse.Namespace) -> Connection:
    if not options.host:
        return Connection.unix(options.socket)
    host, _, port = options.host.partition(":")
    return Connection.tls(host, tls_context(options.certificate, options.key, options.authority), int(port or 2009))


def say(value: object) -> None:
    print(json.dumps(value), flush=True)


def event(change: Change) -> dict[str, object]:
    told: dict[str, object] = {"op": change.operation.name, "type": change.type.name}
    if change.operation is not Operation.RESET:
        told |= {"version": change.frame.version, "origin": change.frame.origin, change.type.word: change.value}
    return told


def monitor(options: argparse.Namespace, wanted: Filter) -> None:
    """Goes on where it was when the connection breaks."""
    replica = Replica()
    while True:
        try:
            with connect(options) as connection:
                connection.listen(*options.words, filter=wanted, place=replica.place)
                for heard in connection.stream():
                    if not isinstance(heard, Cut):
                        say({"op": heard.operation.name, "destination": heard.destination, "errno": heard.errno, "lost": heard.lost})
                        continue
                    for change in heard.changes:
                        say(event(change))
                    say({"op": "MARK", "epoch": heard.epoch, "version": heard.version})
                    replica.apply(heard)
        except RoutingError:
            raise
        except OSError as broken:
            if not replica.place[0]:
                raise
            print(f"{broken}; trying again", file=sys.stderr)
            time.sleep(PAUSE)


def value(text: str) -> tuple[str, object]:
    """NAME=VALUE; numbers, lists and objects as in JSON, all else is text."""
    name, given, said = text.partition("=")
    if not given:
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=VALUE")
    try:
        return name, json.loads(said)
    except ValueError:
        return name, said


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rtsock", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--socket", default=os.environ.get("RTSOCK_SOCKET", "rtsock.sock"), help="the appliance's unix socket")
    parser.add_argument("--host", help="HOST[:PORT] of an appliance; then these, too:")
    for name in ("certificate", "key", "authority"):
        parser.add_argument("--" + name, help="PEM file")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("monitor", "dump"):
        command = commands.add_parser(name)
        command.add_argument("words", nargs="+", help="words of types: see the command types")
        command.add_argument("--table", type=int, default=0)
        command.add_argument("--family", choices=("inet", "inet6"), default="")
        command.add_argument("--prefix", default="", help="this one and what is inside")
    commands.add_parser("types")
    commands.add_parser("info").add_argument("topic")
    commands.add_parser("get").add_argument("address")
    for name in ("add", "change", "delete", "lock"):
        command = commands.add_parser(name)
        command.add_argument("word")
        command.add_argument("values", nargs="+", type=value, metavar="NAME=VALUE")
    return parser.parse_args()


def run(options: argparse.Namespace) -> None:
    if options.command == "monitor":
        monitor(options, Filter(options.table, options.family, options.prefix))
        return
    with connect(options) as connection:
        if options.command == "dump":
            for change in connection.dump(*options.words, filter=Filter(options.table, options.family, options.prefix)).changes:
                say({change.type.word: change.value})
        elif options.command == "types":
            for word, kind in connection.types.items():
                say({"word": word, "name": kind.name, "number": kind.number, "fields": [field.name for field in kind.fields]})
        elif options.command == "info":
            for found in connection.info(options.topic):
                say(found)
        elif options.command == "get":
            say(connection.longest_match(options.address))
        else:
            say(getattr(connection, options.command)(options.word, **dict(options.values)))


def main() -> int:
    """Exit status: 0 done, 1 refused or impossible, 3 no appliance."""
    try:
        run(arguments())
        return 0
    except RoutingError as refused:
        print(f"{refused.name}: {refused.strerror}", file=sys.stderr)
        return 1
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except (OSError, ProtocolError) as broken:
        print(broken, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
