"""The measurement of newsletters counts what is there, on letters made for it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT))

from benchmarks import mail  # noqa: E402
from benchmarks.data import Day  # noqa: E402
from nutgraf.testing import letters  # noqa: E402

TEXT = "Marrow opened a desk today. Norrland closed one desk. Tallyline counted both desks again."


def link(words: str, url: str) -> dict[str, object]:
    return {"url": url, "anchor": words, "at": TEXT.index(words) + len(words)}


def day(*links: dict[str, object]) -> tuple[Day, ...]:
    record = {"text": TEXT, "links": list(links)}
    other = {"text": "Nobody said anything about the weather.", "links": []}
    return (
        Day(slug="d", cut_off=datetime(2026, 4, 2, tzinfo=UTC), records=(record, other), companies=(), models=()),
    )  # fmt: skip


def test_links_of_sentences_are_counted() -> None:
    days = day(
        link("opened a desk", "https://a.example/1?x=y#z"),
        link("both desks again", "https://c.example/3"),
    )
    for media_type in ("text/html", "text/plain"):
        found = mail.beside(days, media_type)
        assert found["linked_claims"] == found["exactly_its_links"] == 2, media_type
        assert found["sentences_without_link"] == 2 and found["a_link_of_another"] == 0
    assert found["claims"] == 4 and found["claims_with_links"] == 2


def test_a_wrong_link_would_be_seen() -> None:
    days = day(link("opened a desk", "https://a.example/1"))
    truth = list(mail._truth(days[0].records[0], "text/html"))
    assert [links for _, links in truth] == [("https://a.example/1",), (), ()]
    assert not mail._stands("Norrland closed", 0, "Marrow") and mail._stands("a  b c", 0, "a b")


def test_hostile_letters_and_the_section(tmp_path: Path) -> None:
    folder = tmp_path / "email" / "hard-ham"
    folder.mkdir(parents=True)
    words = '<p><a href="https://a.example/1">Marrow</a> opened a desk.</p><img src="https://t.example/o/1" width="1" height="1">'
    (folder / "1.txt").write_bytes(letters.letter(more="Content-Type: text/html\r\n", words=words))
    (folder / "2.txt").write_bytes(letters.letter(words=""))
    real = mail.real(tmp_path)
    assert (real["mails"], real["read"], real["refused"]) == (2, 1, {"mail-empty": 1})
    assert real["links_with_their_words_at_their_place"] == real["links"] == 1
    assert real["tracking_pixels"] == 1
    hostile = mail.hostile()
    assert hostile["forged_refused"] + hostile["forged_marked"] == hostile["forged"] == 34
    assert hostile["header_injections"] == hostile["remote_loads"] == 0
    beside = mail.beside(day(), "text/html") | {
        "linked_claims": 0,
        "exactly_its_links": 0,
        "a_link_of_another": 0,
    }
    page = mail.section({"real": real, "hostile": hostile, "html": beside, "plain": beside})
    assert "1 of 2 (refused: mail-empty 1)" in page and "34 of 34" in page
