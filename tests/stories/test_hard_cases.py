"""The hard cases are what their README says: counts, parts, times, and no text twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.hard_cases import HERE, Pair, pairs

# Kind: (is it one event, how many pairs at least).
PROMISED = {
    "retold": (True, 130),
    "later-report": (True, 35),
    "reworded-copy": (True, 30),
    "look-alike": (False, 100),
    "variant": (False, 50),
    "same-names": (False, 30),
    "shared-word": (False, 20),
}
OTHER_SCRIPT = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def _texts(pair: Pair) -> tuple[str, str]:
    return pair.a.text, pair.b.text


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _shared(pair: Pair) -> float:
    """The part of all words of a pair, titles included, that stand in both reports (Jaccard)."""
    a, b = (_words(f"{report.title} {report.text}") for report in (pair.a, pair.b))
    return len(a & b) / len(a | b)


def test_every_kind_has_the_pairs_promised() -> None:
    counts = Counter(pair.kind for pair in pairs())
    print(dict(counts))
    assert set(counts) == set(PROMISED)
    assert {kind: n for kind, n in counts.items() if n < PROMISED[kind][1]} == {}
    assert len(pairs()) >= 400


def test_a_kind_is_always_one_event_or_always_two() -> None:
    assert [pair.id for pair in pairs() if pair.same is not PROMISED[pair.kind][0]] == []


def test_ids_and_addresses_are_used_once() -> None:
    ids = Counter(pair.id for pair in pairs())
    urls = Counter(report.url for pair in pairs() for report in (pair.a, pair.b))
    assert [one for one, n in (ids + urls).items() if n > 1] == []
    assert [one for one in ids if not re.fullmatch(r"[a-z]+-\d{3}", one)] == []


def test_addresses_are_of_no_real_host() -> None:
    urls = [report.url for pair in pairs() for report in (pair.a, pair.b)]
    assert [url for url in urls if not re.match(r"https://[a-z0-9-]+\.example/\S+$", url)] == []


def test_every_report_has_a_text_and_an_owner_and_every_pair_a_reason() -> None:
    empty = [
        pair.id
        for pair in pairs()
        if not (all(map(str.strip, _texts(pair))) and pair.a.owner and pair.b.owner and pair.why)
    ]
    assert empty == []


def test_no_two_texts_of_the_set_are_the_same() -> None:
    texts = Counter(" ".join(text.split()).casefold() for pair in pairs() for text in _texts(pair))
    assert [text for text, n in texts.items() if n > 1] == []


def test_times_are_aware_of_this_year_and_close_together() -> None:
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 10, tzinfo=UTC)
    for pair in pairs():
        assert first <= min(pair.a.at, pair.b.at) <= max(pair.a.at, pair.b.at) < last, pair.id
        longest = timedelta(days=7 if pair.same else 5)
        assert abs(pair.a.at - pair.b.at) <= longest, pair.id


@pytest.mark.parametrize("kind", PROMISED)
def test_both_parts_have_pairs_of_each_kind(kind: str) -> None:
    parts = Counter(pair.part for pair in pairs() if pair.kind == kind)
    assert abs(parts["tune"] - parts["held"]) <= 1


def test_headlines_posts_and_articles_are_all_there() -> None:
    """An article has 60 words or more, a text of 16 or fewer is a headline."""
    longest = [max(len(f"{r.title} {r.text}".split()) for r in (p.a, p.b)) for p in pairs()]
    assert sum(words >= 60 for words in longest) >= len(longest) * 0.3
    assert sum(words <= 16 for words in longest) >= 60


def test_two_scripts_besides_latin_are_there() -> None:
    other = [pair for pair in pairs() if OTHER_SCRIPT.search(pair.a.text)]
    assert len(other) >= 8
    assert [pair.id for pair in other if not OTHER_SCRIPT.search(pair.b.text)] == []


def test_look_alikes_share_more_words_than_what_is_retold() -> None:
    """What makes the cases hard: two events look more alike than one event told twice."""
    shared = {
        kind: sorted(_shared(pair) for pair in pairs() if pair.kind == kind) for kind in PROMISED
    }
    median = {kind: values[len(values) // 2] for kind, values in shared.items()}
    print({kind: round(value, 3) for kind, value in median.items()})
    assert median["look-alike"] > 0.4 > 0.1 > median["retold"]


def test_the_readme_tells_the_same_counts() -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    for kind, count in Counter(pair.kind for pair in pairs()).items():
        assert re.search(rf"^\| `{kind}` \|.*\| {count} \|$", readme, re.M), kind
    assert f"{len(pairs())} pairs" in readme
