# SPDX-License-Identifier: Apache-2.0
"""Measures the rows of the table, beside the peers. Called by bench/run."""
import argparse
import os
import pathlib
import subprocess
import sys
import unittest

import machine
import programs
import rows
import session
import table

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs/performance.md"


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures Rtsock beside other systems, by turns, in fresh processes.")
    parser.add_argument("--short", action="store_true", help="smaller counts and fewer repetitions: some two minutes")
    parser.add_argument("--only", action="append", metavar="ROW", help="rows whose name starts so; may be given again")
    parser.add_argument("--repetitions", type=int, metavar="N", help="default 3, with --short 1")
    parser.add_argument("--churn", type=int, metavar="CHANGES", help="changes of the memory row's churn; default 10 million")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md, which a full run of all rows does anyway")
    parser.add_argument("--list", action="store_true", help="name the rows")
    parser.add_argument("--jmh", nargs="?", const=".*", metavar="PATTERN", help="run the benchmarks of the parts instead")
    parser.add_argument("--self-test", action="store_true", help="test the runner itself")
    return parser.parse_args()


def self_test():
    suite = unittest.defaultTestLoader.discover(str(HERE), pattern="test_*.py")
    return 0 if unittest.TextTestRunner().run(suite).wasSuccessful() else 1


def chosen(all_rows, prefixes):
    if not prefixes:
        return all_rows
    found = [row for row in all_rows if any(row.name.startswith(prefix) for prefix in prefixes)]
    if not found:
        sys.exit(f"bench: no row's name starts with {' or '.join(prefixes)}; bench/run --list names them")
    return found


def main():
    wanted = arguments()
    if wanted.self_test:
        return self_test()
    if wanted.jmh:
        return subprocess.run(programs.java("org.openjdk.jmh.Main", wanted.jmh)).returncode
    all_rows = rows.rows(wanted.short, wanted.churn)
    if wanted.list:
        for row in all_rows:
            print(f"{row.name:<24} {row.title}")
        return 0
    selected = chosen(all_rows, wanted.only)
    repetitions = wanted.repetitions or (1 if wanted.short else 3)
    outcome = session.run(selected, repetitions)
    page = table.page(selected, outcome, machine.describe(), " ".join(["bench/run"] + sys.argv[1:]), repetitions)
    print("\n" + table.text(selected, outcome))
    if wanted.write or not (wanted.short or wanted.only):
        table.write(PAGE, page)
        print(f"\nwritten: {os.path.relpath(PAGE)}")
    return 1 if outcome.failures else 0


sys.exit(main())
