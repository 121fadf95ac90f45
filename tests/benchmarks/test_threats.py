"""Every threat row is held by a test, and the table says what the report says."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from benchmarks import threats  # noqa: E402

_MARK = re.compile(r"mark\.threat\(([^)]*)\)")
_REPORT = """<testsuites><testsuite>
<testcase name="a"><properties><property name="threat" value="F1"/>
<property name="number" value="61 of 61 refused"/></properties></testcase>
<testcase name="b"><properties><property name="threat" value="F1"/></properties>
<skipped message="data absent"/></testcase>
<testcase name="c"><properties><property name="threat" value="P6"/></properties>
<failure message="no"/></testcase>
<testcase name="d"/>
</testsuite></testsuites>"""


def test_every_row_is_held_by_a_test_and_every_mark_names_a_row() -> None:
    named = {
        row
        for path in (ROOT / "tests").rglob("test_*.py")
        for mark in _MARK.findall(path.read_text(encoding="utf-8"))
        for row in re.findall(r'"(\w+)"', mark)
    }
    assert named == set(threats.ROWS)


def test_the_table_counts_what_the_report_says() -> None:
    rows = threats.collected(ElementTree.fromstring(_REPORT))["rows"]
    assert rows["F1"] == {
        "passed": 1, "failed": 0, "skipped": 1, "numbers": ["61 of 61 refused"],
        "reasons": ["data absent"],
    }  # fmt: skip
    assert rows["P6"]["failed"] == 1 and rows["S4"]["passed"] == 0
    assert "61 of 61 refused" in threats.section({"rows": rows})
