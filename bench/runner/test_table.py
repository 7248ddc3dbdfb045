# SPDX-License-Identifier: Apache-2.0
"""Tests of statistics and tables: bench/run --self-test."""
import pathlib
import tempfile
import unittest

import rows
import session
import table
from programs import Measurement
from rows import Loss, Reading, Row, at_least, at_most, times

OURS = Measurement("ours", "ours", ())
PEER = Measurement("peer", "rtnetlink", ())


def outcome(ours=(), peer=(), missing=None):
    results = {"ours": [{"v": v} for v in ours], "peer": [{"v": v} for v in peer]}
    return session.Outcome(results, missing or {})


def row(**more):
    return Row("name", "title", more.pop("unit", "/s"), Reading(OURS, "v"), more.pop("peers", (Reading(PEER, "v"),)), **more)


class CellsTest(unittest.TestCase):
    def test_median_min_max_and_how_many_times_better(self):
        cells = table.cells(row(), outcome([3e6, 1e6, 2e6], [1e5, 1e5, 4e5]))
        self.assertEqual(cells[1:4], ("2M/s [1M/s 3M/s]", "rtnetlink 100k/s [100k/s 400k/s]", "20x"))

    def test_less_is_better_of_time(self):
        self.assertEqual(table.cells(row(unit="s"), outcome([0.5], [2]))[3], "4x")

    def test_times_the_peer_is_reached_by_the_median(self):
        self.assertEqual(table.cells(row(goal=times(20)), outcome([2e6], [1e5]))[4:], (">= 20x the first", "yes"))
        self.assertEqual(table.cells(row(goal=times(21)), outcome([2e6], [1e5]))[5], "no: 2M/s of 2.1M/s")

    def test_at_most_and_at_least_look_opposite_ways(self):
        self.assertEqual(table.cells(row(unit="s", goal=at_most(0.7)), outcome([0.71]))[4:], ("<= 700 ms", "no: 710 ms of 700 ms"))
        self.assertEqual(table.cells(row(unit="s", goal=at_most(0.7)), outcome([0.69]))[5], "yes")
        self.assertEqual(table.cells(row(goal=at_least(20e6)), outcome([19e6]))[5], "no: 19M/s of 20M/s")

    def test_a_missing_tool_is_named_and_the_goal_is_not_known(self):
        cells = table.cells(row(goal=times(2)), outcome([1.0], (), {"peer": "gcc"}))
        self.assertEqual((cells[2], cells[3], cells[5]), ("rtnetlink not here: gcc", "", "not known"))

    def test_loss_is_taken_pair_by_pair(self):
        loss = Row("name", "title", "%", Loss(OURS, PEER, "v"), (), at_most(5))
        self.assertEqual(table.cells(loss, outcome([90, 99], [100, 100]))[1], "5.5 % [1 % 10 %]")

    def test_aside_stands_behind_ours(self):
        self.assertEqual(table.cells(row(peers=(), aside=("v", "hits", "share")), outcome([0.5]))[1], "0.5 /s; hits 50 %")


class WriteTest(unittest.TestCase):
    def test_only_what_stands_between_the_markers_is_replaced(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "page.md")
            file.write_text("# Head\n")
            table.write(file, "one\n")
            file.write_text(file.read_text() + "tail\n")
            table.write(file, "two\n")
            self.assertEqual(file.read_text(), f"# Head\n\n## Side by side\n\n{table.BEGIN}\ntwo\n{table.END}\ntail\n")


class RowsTest(unittest.TestCase):
    def test_names_are_unique_and_each_measurement_is_in_one_group(self):
        for short in (False, True):
            all_rows = rows.rows(short, None)
            self.assertEqual(len(all_rows), len({r.name for r in all_rows}))
            names = [m.name for group in session.groups(all_rows).values() for m in group]
            self.assertEqual(len(names), len(set(names)))
