# SPDX-License-Identifier: Apache-2.0
"""Runs bench/start_time.py and gives its medians as one line of JSON, in seconds."""
import json
import pathlib
import re
import subprocess
import sys

SCRIPT = pathlib.Path(__file__).resolve().parent.parent / "start_time.py"
FIELDS = {"with archive": "with_archive_seconds", "without archive": "without_archive_seconds"}

output = subprocess.run([sys.executable, SCRIPT, sys.argv[1]], stdout=subprocess.PIPE, text=True, check=True).stdout
found = dict(re.findall(r"^(.*): median (\d+) ms", output, re.MULTILINE))
print(json.dumps({field: int(found[variant]) / 1000 for variant, field in FIELDS.items()}))
