"""Papers of arXiv: one key, the abstract and what is said of it, the paper only when asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nutgraf import archive, sources
from nutgraf.ids import sha256_hex
from nutgraf.sources.arxiv import arxiv_key, arxiv_version, is_abstract
from nutgraf.sources.model import Lead, RawObject, Received, Source
from nutgraf.sources.options import SourcesOptions

SOURCE = Source(id="a", name="A paper", kind="page", address="https://arxiv.org/abs/2604.01234", owner="arXiv")  # fmt: skip
PAGE = """<!DOCTYPE html><html lang="en"><head><title>[2604.01234] Pumps &amp; Rivers</title>
<link rel="canonical" href="https://arxiv.org/abs/2604.01234"/>
<meta name="citation_title" content="Pumps &amp; Rivers: A Measurement"/>
<meta name="citation_author" content="Byron, Ada"/><meta name="citation_author" content="Lee, Ann B."/>
<meta name="citation_date" content="2026/04/01"/><meta name="citation_online_date" content="2026/05/02"/>
<meta name="citation_pdf_url" content="https://arxiv.org/pdf/2604.01234"/>
<meta name="citation_arxiv_id" content="2604.01234"/>
<meta name="citation_abstract" content="We measure nine pumps.\n  The best moves 900 cubic metres an hour, $p &lt; 0.05$."/>
</head><body><div id="abs"><h1>Pumps</h1><blockquote class="abstract">We measure.</blockquote>
<table><tr><td class="tablecell subjects"><span class="primary-subject">Fluid Dynamics (physics.flu-dyn)</span>; Systems (eess.SY)</td></tr></table>
</div><p>A page of other words that surround it and are no part of the paper at all.</p></body></html>"""


def raw(page: str = PAGE, address: str = "https://arxiv.org/abs/2604.01234v2") -> RawObject:
    data = page.encode()
    return RawObject(
        name=address or "saved.html", data=data, sha256=sha256_hex(data), address=address
    )


@pytest.mark.parametrize(
    "name",
    ["https://arxiv.org/abs/2604.01234", "http://arxiv.org/abs/2604.01234v3", "https://www.arxiv.org/pdf/2604.01234v1.pdf",
     "https://arxiv.org/pdf/2604.01234", "https://export.arxiv.org/abs/2604.01234?context=cs", "https://arxiv.org/html/2604.01234v2",
     "oai:arXiv.org:2604.01234v1", "arXiv:2604.01234", "https://doi.org/10.48550/arXiv.2604.01234", "10.48550/arXiv.2604.01234"],
)  # fmt: skip
def test_every_name_of_a_paper_is_one_key(name: str) -> None:
    assert arxiv_key(name) == "arxiv:2604.01234"


@pytest.mark.parametrize(
    "name",
    ["", "https://arxiv.org/", "https://arxiv.org/list/cs.CL/recent", "https://arxiv.org.example/abs/2604.01234",
     "https://x.example/abs/2604.01234", "https://arxiv.org/abs/2604", "ftp://arxiv.org/abs/2604.01234", "2604.01234",
     "https://arxiv.org/abs/2604.01234/../../x", "http://[", "https://arxiv.org/a/byron_a_1"],
)  # fmt: skip
def test_what_is_no_paper_has_no_key(name: str) -> None:
    assert arxiv_key(name) == ""
    assert arxiv_version(name) is None


def test_old_identifiers_and_versions() -> None:
    assert arxiv_key("https://arxiv.org/abs/hep-th/9901001v2") == "arxiv:hep-th/9901001"
    assert arxiv_key("http://arxiv.org/abs/math.GT/0309136") == "arxiv:math.GT/0309136"
    assert arxiv_version("https://arxiv.org/abs/hep-th/9901001v2") == 2
    assert arxiv_version("https://arxiv.org/abs/2604.01234") is None


def test_an_abstract_page_is_its_abstract() -> None:
    (found,) = sources.read(raw(), SOURCE)
    assert isinstance(found, Received)
    assert found.key == "arxiv:2604.01234" and found.address == "https://arxiv.org/abs/2604.01234"
    made = archive.canonical(found)
    assert isinstance(made, archive.Canonical)
    assert (
        made.text == "We measure nine pumps. The best moves 900 cubic metres an hour, $p < 0.05$."
    )
    long = PAGE.replace("nine pumps.", "nine pumps." + " And again." * 300)
    (whole,) = sources.read(raw(long), SOURCE)
    assert isinstance(whole, Received) and len(whole.body) > 3300
    said = found.metadata
    assert (said.title, said.author) == ("Pumps & Rivers: A Measurement", "Ada Byron, Ann B. Lee")
    assert said.published_at == datetime(2026, 5, 2, 12, tzinfo=UTC)
    assert dict(said.marks) == {
        "subjects": "Fluid Dynamics (physics.flu-dyn) ; Systems (eess.SY)",
        "version": "of 2026-05-02, first of 2026-04-01",
    }


def test_the_paper_is_looked_at_only_when_asked_for() -> None:
    asked = SourcesOptions(arxiv_papers=True)
    (lead,) = sources.read(raw(), SOURCE, options=asked)
    assert isinstance(lead, Lead)
    assert lead.address == "https://arxiv.org/pdf/2604.01234" and lead.key == "arxiv:2604.01234"
    assert lead.fallback is not None and lead.fallback.body.startswith(b"We measure nine pumps.")
    (found,) = sources.read(raw(), replace(SOURCE, full_text="never"), options=asked)
    assert isinstance(found, Received)
    # The abstract page itself was only a lead of a feed: no second one behind it.
    entry = replace(lead, address="https://arxiv.org/abs/2604.01234", fallback=None)
    (found,) = sources.read(raw(), SOURCE, options=asked, lead=entry)
    assert isinstance(found, Received) and found.body.startswith(b"We measure nine pumps.")


def test_a_saved_abstract_and_one_without_words() -> None:
    (found,) = sources.read(raw(address=""), replace(SOURCE, kind="folder"))
    assert isinstance(found, Received) and found.key == "arxiv:2604.01234"
    bare = PAGE.replace('name="citation_abstract"', 'name="other"')
    (found,) = sources.read(raw(bare), SOURCE)
    assert isinstance(found, Received) and found.media_type == "text/html"
    assert found.key == "arxiv:2604.01234"
    assert not is_abstract(raw(address="https://x.example/abs/2604.01234"))


@pytest.mark.parametrize(
    "guid", ["oai:arXiv.org:2604.01234v1", "http://arxiv.org/abs/2604.01234v1"]
)
def test_the_entry_of_a_feed_has_the_key_of_its_page(guid: str) -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>cs updates</title>'
        f"<entry><id>{guid}</id><title>Pumps</title><link href='https://arxiv.org/abs/2604.01234'/>"
        "<summary>We measure nine pumps.</summary></entry></feed>"
    )
    found = [
        one
        for full_text in ("auto", "never")
        for one in sources.read(
            raw(feed, "https://export.arxiv.org/api/query"),
            replace(SOURCE, kind="feed", full_text=full_text),
        )
    ]
    lead, item = found
    assert isinstance(lead, Lead) and isinstance(item, Received)
    assert lead.fallback is not None
    assert {lead.key, lead.fallback.key, item.key} == {"arxiv:2604.01234"}


def test_somebody_elses_entry_about_a_paper_keeps_its_own_key() -> None:
    feed = (
        "<rss version='2.0'><channel><title>Reviews</title><item><guid>review-1</guid><title>On pumps</title>"
        "<link>https://arxiv.org/abs/2604.01234</link><description>A fine paper on pumps.</description></item></channel></rss>"
    )  # fmt: skip
    found = [
        one for one in sources.read(raw(feed, "https://reviews.example/feed"), replace(SOURCE, kind="feed"))
        if isinstance(one, Received)
    ]  # fmt: skip
    assert [one.key for one in found] == ["review-1"]


def test_the_pdf_has_the_key_of_its_page() -> None:
    data = RawObject(
        name="p", data=b"%PDF-1.7\n", sha256="0" * 64, address="https://arxiv.org/pdf/2604.01234v2"
    )
    (found,) = sources.read(data, SOURCE)
    assert isinstance(found, Received) and found.key == "arxiv:2604.01234"
