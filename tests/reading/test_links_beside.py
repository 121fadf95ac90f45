"""A claim carries the link that stood in it, or directly beside it; no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import archive
from nutgraf.archive.model import Capture
from nutgraf.reading import claims
from nutgraf.sources.model import Link, Received
from tests.reading.test_claims import capture

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)


def read(body: str, media_type: str = "text/html") -> Capture:
    item = Received(
        source="s", key="1", media_type=media_type, body=body.encode(), raw="0" * 64, part="1",
        charset="utf-8",
    )  # fmt: skip
    made = archive.canonical(item)
    assert isinstance(made, archive.Canonical)
    return archive.capture(item, made, owner="S", fetched_at=AT)


def linked(one: Capture) -> list[tuple[str, tuple[str, ...]]]:
    return [(claim.text, claim.links) for claim in claims(one)]


def test_a_link_in_the_words_is_the_claims_own() -> None:
    assert linked(
        read(
            "<ul><li>Marrow <a href='https://a.example/1'>opened a desk</a> today. Norrland did "
            "<a href='https://b.example/2'>the same</a>.</li></ul>"
        )
    ) == [
        ("Marrow opened a desk today.", ("https://a.example/1",)),
        ("Norrland did the same.", ("https://b.example/2",)),
    ]


def test_a_link_between_the_sentences_of_a_paragraph_is_beside_them() -> None:
    (first, second) = linked(
        read(
            "<p>Marrow opened a desk today. (<a href='https://a.example/1'>Link</a>) </p>"
            "<p>Norrland closed one desk.</p>"
        )
    )
    assert first[1] == ("https://a.example/1",) and second[1] == ()


def test_a_title_that_is_a_link_belongs_to_what_stands_below_it_and_read_more_to_what_is_above() -> (
    None
):
    found = linked(
        read(
            "<div><h3><a href='https://a.example/1'>Marrow opens a desk</a></h3><p>It costs 24 dollars a seat.</p>"
            "<p>Norrland closed one desk.</p><p><a href='https://b.example/2'>Read more</a></p>"
            "<p>The weather was fine everywhere.</p></div>"
        )
    )
    assert [links for _, links in found] == [
        ("https://a.example/1",), ("https://a.example/1",), ("https://b.example/2",), (),
    ]  # fmt: skip


def test_the_ways_of_plain_mails() -> None:
    found = linked(
        read(
            "Marrow opened a desk today <https://a.example/1>\n\nNorrland closed one desk [1].\n\n"
            "Tallyline counted the desks again.\nLink: https://c.example/3\n\n"
            "Nobody linked this one.\n\n[1] https://b.example/2\n",
            "text/plain",
        )
    )
    assert {words.split()[0]: links for words, links in found} == {
        "Marrow": ("https://a.example/1",),
        "Norrland": ("https://b.example/2",),
        "Tallyline": ("https://c.example/3",),
        "Nobody": (),
    }


def test_a_link_at_the_very_end_belongs_to_the_sentence_it_ends() -> None:
    one = capture("Marrow opened a desk @marrow\nNorrland closed one desk.")
    end = one.text.index("\n")
    one = replace(one, links=(Link(url="https://a.example/1", at=end, words="@marrow"),))
    assert [claim.links for claim in claims(one)] == [("https://a.example/1",), ()]


def test_the_service_words_of_a_mail_are_no_claims() -> None:
    body = (
        "<p>Marrow opened a desk today.</p><p>You are receiving this email because you signed up.</p>"
        "<p><a href='https://x.example/unsubscribe?u=1'>Unsubscribe from this list</a></p>"
        "<p>If you no longer wish to unsubscribe or hear from us, tell us.</p>"
        "<p>Our mailing address is 1 Long Street.</p><p>Manage your email preferences at any time.</p>"
    )
    assert [words for words, _ in linked(read(body))] == ["Marrow opened a desk today."]


def test_a_number_behind_a_sentence_is_its_own_and_a_title_over_two_is_that_of_both() -> None:
    body = "Is it open? [1] (Two desks said so.)\n\nNorrland closed (1) desk.\n\n[1] https://a.example/1\n"
    assert [links for _, links in linked(read(body, "text/plain"))] == [
        ("https://a.example/1",), (), (),
    ]  # fmt: skip
    found = linked(read("<p><a href='https://a.example/1'>It was open. It closed again.</a> Nobody came back.</p>"))  # fmt: skip
    assert [links for _, links in found] == [("https://a.example/1",)] * 2 + [()]


SENTENCES = st.lists(
    st.sampled_from(
        ["Marrow opened a desk.", "Norrland closed one desk.", "Read more", "It costs 24 dollars."]
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=80)
@given(SENTENCES, st.data())
def test_no_claim_has_a_link_the_capture_has_not_and_each_own_link_is_kept(
    words: list[str], data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from(["\n", " "])).join(words)
    places = data.draw(st.lists(st.integers(0, len(text)), max_size=5))
    links = tuple(Link(url=f"https://a.example/{n}", at=at) for n, at in enumerate(places))
    one = replace(capture(text), links=links)
    for claim in claims(one):
        assert set(claim.links) <= {link.url for link in links}
        own = {k.url for k in links if k.at is not None and claim.start <= k.at < claim.end}
        assert own <= set(claim.links)
        assert claims(one) == claims(one)
