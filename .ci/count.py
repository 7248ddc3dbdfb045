# SPDX-License-Identifier: Apache-2.0
"""Counts the tests that ran, by the reports of surefire and failsafe.

Fails when a module with tests has no report, or a suite ran no test: green because nothing ran is not green. The last line is the sum.
"""
import glob
import pathlib
import sys
import xml.etree.ElementTree as xml

KINDS = {"surefire-reports": "*Test.java", "failsafe-reports": "*IT.java"}


def modules():
    """Folders with a POM, except examples and whatever was built."""
    for pom in sorted(pathlib.Path(".").glob("**/pom.xml")):
        if "target" not in pom.parts:
            yield pom.parent


def main():
    total = failed = skipped = 0
    complaints = []
    for module in modules():
        for folder, pattern in KINDS.items():
            sources = list((module / "src/test/java").glob("**/" + pattern))
            reports = sorted(glob.glob(str(module / "target" / folder / "TEST-*.xml")))
            if sources and not reports:
                complaints.append(f"{module}: {len(sources)} files {pattern}, and no report in target/{folder}")
            ran_here = 0
            for report in reports:
                suite = xml.parse(report).getroot()
                count, skips = int(suite.get("tests")), int(suite.get("skipped"))
                total += count
                skipped += skips
                failed += int(suite.get("failures")) + int(suite.get("errors"))
                ran_here += count - skips
                if count - skips == 0:
                    complaints.append(f"{module}: suite {suite.get('name')} ran no test ({skips} skipped)")
            if reports:
                print(f"{module}: {ran_here} tests ran in {len(reports)} suites ({folder.split('-')[0]})")
    if total == 0:
        complaints.append("no test ran at all")
    for complaint in complaints:
        print("FAILED " + complaint)
    print(f"{total - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or complaints else 0


sys.exit(main())
