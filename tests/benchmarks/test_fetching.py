"""The benchmark of fetching: its web, and its section of the measurements page."""

from __future__ import annotations

import pytest

from benchmarks import fetching
from nutgraf.testing import Answer, ScriptedNames, ScriptedWeb, Served
from nutgraf.wire import Fetcher, FetchOptions

FIGURES = {
    "feeds": 1000, "hosts": 200, "latency_ms": 50.0, "threads": 32,
    "round": {"seconds": 2.0, "cpu_ms_a_feed": 0.5}, "unchanged": {"seconds": 1.0, "cpu_ms_a_feed": 0.3},
    "one_by_one_per_second": 20.0, "urllib3_one_by_one_per_second": 19.0, "times_one_by_one": 25.0,
    "two_at_once_to_a_host": 0, "peak_mib": 55.5, "peak_growth_mib": 2.2,
    "share_of_cpu": {"address checks": 0.06}, "hostile_robots": {"kib": 449, "read_ms": 3, "check_ms": 4},
}  # fmt: skip


def test_the_section_has_a_row_for_each_way_of_asking() -> None:
    text = fetching.section(FIGURES)
    assert text.startswith("## Fetching\n") and text.endswith("|\n")
    assert "| 500 | 25.0 |" in text and "| 20.0 | 1 |" in text and "| address checks | 6% |" in text


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_round_over_its_web_reads_every_feed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "FEEDS", 40)
    monkeypatch.setattr(fetching, "HOSTS", 10)
    answers = fetching.quick_answers()
    assert sum(isinstance(answer, Answer) for answer in answers.values()) == 50
    with ScriptedWeb(answers) as web:
        served = Served(port=web.port, names=ScriptedNames(web.hosts), _asking=None)  # type: ignore[arg-type]
        fetcher = Fetcher(options=FetchOptions(allow=web.allow), look_up=web.names)
        first = fetching._round(fetcher, fetching._errands(served), {})
    assert first["outcomes"] == {"read": 40}
