"""An edition of another version may be printed otherwise; its words and places may not differ."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.words import CaptureWords
from nutgraf.audit import Report, check_edition
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import render

Files = dict[str, bytes]
RENDERED = ("edition.md", "edition.html")


@pytest.fixture(scope="session")
def theirs(edition: Edition) -> Files:
    """The small edition as a later version might print it: other headings, styles, arrangement."""
    files = dict(made_by(edition, "9.4.0"))
    page = files["edition.html"].decode("utf-8")
    page = page.replace("About this edition", "").replace("<b>", "<strong>")
    page = page.replace("</b>", "</strong>").replace('class="card"', 'class="leaf"')
    text = files["edition.md"].decode("utf-8")
    text = text.replace("### Sources", "").replace(" — ", " | ")
    text = re.sub(r": (?=\".*[0-9a-f]{12}:\d)", " | ", text)
    changed = {"edition.html": page.encode("utf-8"), "edition.md": text.encode("utf-8")}
    assert all(changed[name] != files[name] for name in RENDERED)
    return {**files, **changed}


def made_by(edition: Edition, version: str) -> Files:
    colophon = replace(edition.colophon, versions=(("nutgraf", version),))
    return render(replace(edition, colophon=colophon))


def checked(files: Files, words: CaptureWords | None) -> Report:
    others = {name: files[name] for name in RENDERED if name in files}
    report = check_edition(
        files["edition.json"], evidence=files["evidence.jsonl"], words=words, files=others
    )
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize("with_archive", [True, False])
def test_another_arrangement_of_another_version_holds(
    theirs: Files, words: CaptureWords, with_archive: bool
) -> None:
    assert checked(theirs, words if with_archive else None).failed == ()


def test_the_same_arrangement_of_this_version_does_not(
    theirs: Files, files: Files, words: CaptureWords
) -> None:
    for name in RENDERED:
        (failed,) = checked({**files, name: theirs[name]}, words).failed
        assert failed.message.startswith(f"{name} is not what its edition prints")


def test_an_edition_that_names_no_version_is_held_to_this_one(
    edition: Edition, theirs: Files, words: CaptureWords
) -> None:
    bare = render(replace(edition, colophon=replace(edition.colophon, versions=())))
    assert checked(bare, words).holds
    assert not checked({**bare, "edition.md": theirs["edition.md"]}, words).holds


def test_what_another_version_prints_the_same_is_compared_and_holds(
    edition: Edition, words: CaptureWords
) -> None:
    assert checked(made_by(edition, "0.0.1"), words).holds


def test_links_of_another_version_need_only_lead_to_the_words(
    edition: Edition, words: CaptureWords
) -> None:
    """It may link fewer spans, or by fewer words; not elsewhere."""
    bare = made_by(replace(edition, links=()), "9.4.0")
    assert checked(bare, words).holds
    assert not checked(render(replace(edition, links=())), words).holds
    first, *rest = edition.links
    quote = str(words.between(first.span.capture, first.span.start, first.span.end)).split()
    page = first.url.partition("#")[0]
    shorter = replace(first, url=f"{page}#:~:text={quote[0]},{quote[-1]}")
    elsewhere = replace(first, url=f"https://marrow.example/#:~:text={quote[0]},{quote[-1]}")
    assert checked(made_by(replace(edition, links=(shorter, *rest)), "9.4.0"), words).holds
    assert not checked(made_by(replace(edition, links=(elsewhere, *rest)), "9.4.0"), words).holds


def tampered(text: str, name: str) -> dict[str, str]:
    """Every kind of change that is found whatever version printed a file."""
    quote = "The Ostrava Institute measured 58.7% on TideBench for Heron 2."
    marked = f"<mark>{quote}</mark>" if name == "edition.html" else f'"{quote}"'
    named = r'(?<=data-span=")[^"]*' if name.endswith("l") else r"[0-9a-f]{12}:\d+-\d+$"
    last = list(re.finditer(named, text, re.MULTILINE))[-1]
    at, span = last.start(), last[0]
    note = r"(?s)<li class=\"note\" id=\"n5\".*?</li>" if name.endswith("l") else r"\[\^5\]:.*\n"
    bold = {"edition.html": "<strong>58.7%</strong>", "edition.md": "**58.7%**"}[name]
    return {
        "another word in a quote": text.replace(marked, marked.replace("measured", "estimated")),
        "another figure in a quote": text.replace(marked, marked.replace("58.7%", "61.2%")),
        "another place": text[:at] + span.replace(":", ":1") + text[at + len(span) :],
        "another capture": text[:at] + "0" * 12 + text[at + 12 :],
        "no note": re.sub(note, "", text, count=1),
        "another figure in a sentence": text.replace(bold, bold.replace("58.7%", "61.2%")),
        "another speaker's words": text.replace("We measured it on four", "We measured it on five"),
        "nothing at all": "",
    }


@pytest.mark.parametrize("name", RENDERED)
@pytest.mark.parametrize("with_archive", [True, False])
def test_other_words_or_places_are_found(
    theirs: Files, words: CaptureWords, name: str, with_archive: bool
) -> None:
    text = theirs[name].decode("utf-8")
    for what, changed in tampered(text, name).items():
        assert changed != text, what
        held = words if with_archive else None
        report = checked({**theirs, name: changed.encode("utf-8")}, held)
        assert not report.holds, what
        assert all(name in one.message for one in report.failed)


def test_a_note_under_another_number_is_found(theirs: Files, words: CaptureWords) -> None:
    text = theirs["edition.md"].decode("utf-8")
    swapped = text.replace("[^5]:", "[^0]:").replace("[^6]:", "[^5]:").replace("[^0]:", "[^6]:")
    report = checked({**theirs, "edition.md": swapped.encode("utf-8")}, words)
    assert {one.kind for one in report.failed} == {"span"} and len(report.failed) == 2


@settings(deadline=None, max_examples=60)
@given(
    name=st.sampled_from(RENDERED),
    place=st.integers(0, 10**7),
    new=st.one_of(st.binary(max_size=4), st.sampled_from([b"<![", b"<!", b"<![x[", b"</mark>"])),
)
def test_mangled_files_never_raise(
    theirs: Files, words: CaptureWords, name: str, place: int, new: bytes
) -> None:
    data = theirs[name]
    at = place % len(data)
    assert isinstance(checked({**theirs, name: data[:at] + new + data[at + 1 :]}, words), Report)


@settings(deadline=None, max_examples=60)
@given(place=st.integers(0, 10**7), step=st.integers(1, 9), name=st.sampled_from(RENDERED))
def test_every_changed_digit_of_a_note_is_found(
    theirs: Files, words: CaptureWords, place: int, step: int, name: str
) -> None:
    """Digits of spans, and of quoted words, wherever a file prints them."""
    text = theirs[name].decode("utf-8")
    pattern = r"<mark>.*?</mark>|data-span=\"[^\"]*" if name == "edition.html" else r"\| \".*$"
    digits = [
        found.start() + at
        for found in re.finditer(pattern, text, re.MULTILINE)
        for at, char in enumerate(found[0])
        if char in "0123456789"
    ]
    at = digits[place % len(digits)]
    changed = text[:at] + str((int(text[at]) + step) % 10) + text[at + 1 :]
    assert not checked({**theirs, name: changed.encode("utf-8")}, words).holds


def test_the_version_is_not_a_way_around_the_rest(theirs: Files, words: CaptureWords) -> None:
    form: Any = json.loads(theirs["edition.json"])
    form["lede"][0]["text"] = form["lede"][0]["text"].replace("7 billion", "9 billion")
    report = checked({**theirs, "edition.json": json.dumps(form).encode("utf-8")}, words)
    assert "number" in {one.kind for one in report.failed}


LIE = "OpenAI was bought by Apple for $900 billion."
ADDED = {
    "edition.md": [
        f"\n\n{LIE}\n\n", f"\n\n**OpenAI** was {LIE[11:]}\n\n", "\n\n## Bankrupt\n\n", "\n\n<b>\n\n",
        "\n\n<script>alert(1)</script>\n\n", "\n\n[Heron 2](https://evil.example/)\n\n",
        "\n\n![](https://evil.example/pixel)\n\n", "\n\n&#79;&#112;&#101;&#110;\n\n",
        "\n\nHeron 2\n\n", "\n\n[^77]: Bought.\n\n", "\n\n[n]: https://evil.example/\n\n", " 9",
    ],
    "edition.html": [
        f"<p>{LIE}</p>", "<p><b>O</b>pen<i>AI</i> fell.</p>", "<script>alert(1)</script>",
        "<script src=//evil.example></script>", '<p onclick="alert(1)"></p>', "<!-- Bought. -->",
        '<img src="https://evil.example/pixel">', '<a href="https://evil.example/">.</a>',
        '<a href="javascript:alert(1)">.</a>', '<p style="display: none">.</p>', "<iframe></iframe>",
        "<style>p::after { content: 'Bought.' }</style>", '<p title="OpenAI was bought."></p>',
        "<style>@import '//evil.example'</style>", "<style>p { background: url(//e.example) }</style>",
        '<meta http-equiv="refresh" content="0; url=https://evil.example/">', "<base href='//e'>",
        "<!--><img src=x onerror=alert(1)>-->", "<p>Heron 2</p>", "<textarea></textarea>", "<p>7</p>",
        '<span aria-label="OpenAI was bought"></span>', "<svg><script>1</script></svg>",
        "<style>p::after { content: counter(x); counter-reset: x 900 }</style>",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "lie"), [(name, one) for name in RENDERED for one in ADDED[name]])
def test_nothing_can_be_added(theirs: Files, words: CaptureWords, name: str, lie: str) -> None:
    """Wherever it is put: after the title, or before the last words."""
    text = theirs[name].decode("utf-8")
    mark = "## Top stories" if name == "edition.md" else "<h2"
    for at in (text.index(mark), text.rindex("Made with")):
        added = (text[:at] + lie + text[at:]).encode("utf-8")
        failed = checked({**theirs, name: added}, words).failed
        assert any(one.message.startswith(name) for one in failed), lie


def test_its_policy_may_not_be_loosened(theirs: Files, words: CaptureWords) -> None:
    page = theirs["edition.html"]
    loosened = page.replace(b"default-src &#39;none&#39;", b"default-src *")
    assert loosened != page
    assert not checked({**theirs, "edition.html": loosened}, words).holds


def test_the_report_says_who_printed_it(theirs: Files, files: Files, words: CaptureWords) -> None:
    (note,) = checked(theirs, words).notes
    assert "another version (nutgraf 9.4.0)" in note
    assert checked(files, words).notes == ()


def test_the_version_of_printing_counts_too(edition: Edition, words: CaptureWords) -> None:
    versions = tuple(
        (name, "0" if name == "editions" else it) for name, it in edition.colophon.versions
    )
    made = render(replace(edition, colophon=replace(edition.colophon, versions=versions)))
    report = checked(made, words)
    assert report.holds and "editions 0" in report.notes[0]
    text = made["edition.md"].replace(b"## Top stories", b"## Top stories\n\nOpenAI was bought.", 1)
    assert not checked({**made, "edition.md": text}, words).holds
