"""Ten simulated days of memory: what is looked back on is right, and nothing is told twice unmarked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from benchmarks import memory  # noqa: E402
from benchmarks.simulated_memory import Generator  # noqa: E402


def held(figures: dict[str, Any], record: Any) -> None:
    assert figures["check_failed"] == []
    assert figures["wrong_dates"] == 0
    assert figures["look_backs"] > 20 and figures["news_of_told_facts"] > 10
    assert figures["precision"] >= 0.98
    assert figures["recall"] >= 0.80
    assert figures["unmarked_repeats_share"] < 0.02
    record(
        "number",
        f"{figures['look_backs']} look-backs, {figures['precision']:.1%} right, 0 wrong dates",
    )


def test_ten_days_of_memory(tmp_path: Path, record_property: Any) -> None:
    held(memory.sixty_days(tmp_path / "desk", days=10, facts=40), record_property)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", memory.OTHER_SEEDS)
def test_sixty_days_of_memory(seed: int, tmp_path: Path, record_property: Any) -> None:
    held(memory.sixty_days(tmp_path / "desk", seed=seed), record_property)


def test_the_same_seed_makes_the_same_days() -> None:
    one, two = Generator(7, facts=20, days=6).days(), Generator(7, facts=20, days=6).days()
    assert one == two != Generator(8, facts=20, days=6).days()


def test_the_score_sees_what_is_wrong() -> None:
    """A look-back on the wrong fact, on a day nothing was told, and a repeat are each counted."""
    score = memory.Score({"A/a-0": ("f1", "1"), "A/a-1": ("f1", "2"), "B/b-0": ("f2", "9")},
                         {"f1": "figure", "f2": "figure"})  # fmt: skip

    def cite(capture: str) -> dict[str, Any]:
        return {"capture": capture, "start": 0}

    def sentence(name: str, role: str, text: str, *captures: str, label: str | None = None,
                 refers: dict[str, str] | None = None) -> dict[str, Any]:  # fmt: skip
        return {"id": name, "role": role, "label": label, "text": text, "refers": refers,
                "cites": [cite(one) for one in captures]}  # fmt: skip

    captures = {"c0": {"owner": "A", "key": "a-0"}, "c1": {"owner": "A", "key": "a-1"},
                "c2": {"owner": "B", "key": "b-0"}}  # fmt: skip

    def edition(day: str, *sentences: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
        story = {"id": "s", "sentences": list(sentences)}
        sections = [{"name": "Top", "why": [], "stories": [story]}]
        return (
            {"id": day, "date": day, "lede": [], "sections": sections, "captures": captures},
            (),
        )

    from benchmarks.simulated_memory import Occurrence, SimulatedDay
    from tests.briefs import MORNING

    def came(*several: tuple[str, str, str]) -> SimulatedDay:
        return SimulatedDay(now=MORNING, occurrences=tuple(
            Occurrence(key=key, fact=fact, state=state, line=b'{"text": "x"}')
            for key, fact, state in several
        ))  # fmt: skip

    score.edition(edition("2026-01-01", sentence("s1", "headline", "Heron has 1.", "c0"),
                          sentence("s2", "fact", "Osprey has 9.", "c2")),
                  came(("A/a-0", "f1", "1"), ("B/b-0", "f2", "9")))  # fmt: skip
    wrong = {"edition": "2026-01-01", "sentence": "s2"}
    score.edition(edition("2026-01-02", sentence("s1", "headline", "Heron has 2.", "c1"),
                          sentence("s2", "notice", "Reported here on 1 January 2026, yesterday.", refers=wrong)),
                  came(("A/a-1", "f1", "2")))  # fmt: skip
    dateless = {"edition": "2025-12-31", "sentence": "s1"}
    score.edition(edition("2026-01-03", sentence("s1", "headline", "Osprey has 9.", "c2"),
                          sentence("s2", "fact", "Heron has 2.", "c1")), came())  # fmt: skip
    score.edition(edition("2026-01-04", sentence("s1", "headline", "Heron has 2.", "c1"),
                          sentence("s2", "notice", "Reported here on 31 December 2025, 4 days ago.", refers=dateless)),
                  came())  # fmt: skip
    figures = score.figures()
    assert (figures["look_backs"], figures["precision"], figures["wrong_dates"]) == (2, 0.0, 1)
    assert figures["recall"] == 0.0 and figures["news_of_told_facts"] == 1
    assert figures["unmarked_repeats"] == 2
