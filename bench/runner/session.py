# SPDX-License-Identifier: Apache-2.0
"""Runs the measurements that the rows need: group by group, and within a group by turns, each in a fresh process."""
import dataclasses
import json
import subprocess
import sys
import time

PATIENCE_SECONDS = 1200


@dataclasses.dataclass
class Outcome:
    """results: measurement's name to the objects it printed; missing: to what the machine lacks; failures: to what went wrong"""
    results: dict = dataclasses.field(default_factory=dict)
    missing: dict = dataclasses.field(default_factory=dict)
    failures: dict = dataclasses.field(default_factory=dict)

    def values(self, measurement, field):
        return [result[field] for result in self.results.get(measurement.name, [])]

    def why_not(self, measurement):
        """Why there are no values."""
        if measurement.name in self.missing:
            return f"not here: {self.missing[measurement.name]}"
        return "failed" if measurement.name in self.failures else None


def groups(rows):
    """Measurements by group, each once, in the order of the rows."""
    found = {}
    for row in rows:
        for measurement in row.measurements():
            if not any(measurement in others for others in found.values()):
                found.setdefault(row.group, []).append(measurement)
    return found


def run(rows, repetitions):
    outcome = Outcome()
    for group, measurements in groups(rows).items():
        able = []
        for measurement in measurements:
            lack = measurement.missing()
            if lack:
                outcome.missing[measurement.name] = lack
            else:
                able.append(measurement)
        for repetition in range(1 if group == "once" else repetitions):
            # There and back, so that nobody always comes after the same neighbour.
            for measurement in able if repetition % 2 == 0 else reversed(able):
                if measurement.name not in outcome.failures:
                    once(measurement, outcome)
    return outcome


def once(measurement, outcome):
    begin = time.monotonic()
    print(f"{measurement.who}: {measurement.name} ", end="", flush=True)
    try:
        done = subprocess.run(measurement.prepared(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=PATIENCE_SECONDS)
        error = None if done.returncode == 0 else done.stderr
        lines = done.stdout.splitlines()
    except subprocess.TimeoutExpired:
        error = f"not done after {PATIENCE_SECONDS} s"
    if error is None and len(lines) == 1:
        result = json.loads(lines[0])
        outcome.results.setdefault(measurement.name, []).append(result)
        print(f"({time.monotonic() - begin:.1f} s) {json.dumps(result)}", flush=True)
    else:
        outcome.failures[measurement.name] = error or f"printed {len(lines)} lines instead of one"
        print("FAILED", flush=True)
        print(outcome.failures[measurement.name], file=sys.stderr)
