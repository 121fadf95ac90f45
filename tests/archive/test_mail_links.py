"""The links of a mail stand where they stood, lead where they lead, and are about its news."""

from __future__ import annotations

from nutgraf import archive
from nutgraf.archive.canonical_text import Canonical
from nutgraf.sources.model import Received


def read(body: str, media_type: str = "text/html", part: str = "1.2") -> Canonical:
    made = archive.canonical(
        Received(source="s", key="1", media_type=media_type, body=body.encode(), raw="0" * 64, part=part, charset="utf-8")
    )  # fmt: skip
    assert isinstance(made, Canonical)
    return made


def placed(made: Canonical) -> list[tuple[str, str]]:
    """Each link with the words that stand at its place."""
    return [(made.text[k.at : k.at + len(k.words)], k.url) for k in made.links if k.at is not None]


def test_links_of_an_html_letter() -> None:
    made = read(
        '<p>Marrow <a href="https://www.google.com/url?q=https%3A%2F%2Fa.example%2F1&sa=D">opened a desk</a>, see '
        'https://b.example/2?utm_source=x. <a href="https://c.example/3?utm_medium=email">Norrland</a> too.</p>'
        '<p><a href="https://x.example/unsubscribe?u=1">Stop these letters</a> <a href="https://x.example/p?u=1">Update your preferences</a> '
        '<a href="https://x.example/1">View in browser</a> <a href="mailto:a@b.example">Mail us</a> <a href="#top">Top</a></p>'
    )
    assert placed(made) == [
        ("opened a desk", "https://a.example/1"),
        ("https://b.example/2?utm_source=x", "https://b.example/2"),
        ("Norrland", "https://c.example/3"),
    ]
    assert "Update your preferences" in made.text  # the words stay; only the link goes


def test_links_of_a_plain_letter() -> None:
    made = read(
        "Marrow opened a desk <https://a.example/1?utm_source=x>.\n\nNorrland [1] and Tallyline [2][1].\n\n"
        "Unsubscribe: https://x.example/unsubscribe/9\n\n[1] https://b.example/2\n[2]: https://c.example/3\n",
        "text/plain",
    )
    assert placed(made) == [
        ("https://a.example/1?utm_source=x", "https://a.example/1"),
        ("[1]", "https://b.example/2"),
        ("[2]", "https://c.example/3"),
        ("[1]", "https://b.example/2"),
        ("https://b.example/2", "https://b.example/2"),
        ("https://c.example/3", "https://c.example/3"),
    ]


def test_what_is_no_mail_keeps_its_links_as_they_are() -> None:
    body = '<p><a href="https://a.example/1?utm_source=x">Marrow opened a desk</a> today.</p>'
    assert read(body, part="").links[0].url == "https://a.example/1?utm_source=x"
    assert read(body).links[0].url == "https://a.example/1"


def test_a_picture_that_is_a_link_has_no_place() -> None:
    made = read('<p>Marrow opened a desk.</p><a href="https://a.example/1"><img src="x.png"></a>')
    assert [(link.url, link.at) for link in made.links] == [("https://a.example/1", None)]
