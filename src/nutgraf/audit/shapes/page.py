"""The audit of a digest as one page: sentence and source side by side, the words marked.

One file that asks nobody for anything: no script, no image, no font, and a policy that forbids them.
Everything that came from a file is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from nutgraf.archive.model import Capture
from nutgraf.audit.auditing import Audited, DigestReport, Noted
from nutgraf.audit.crosswise.model import SourcePlace
from nutgraf.audit.shapes.rules import RULES
from nutgraf.now import show_day
from nutgraf.sources.shown_address import shown_address
from nutgraf.text import showable

_AROUND = 220
_MOST_SOURCES = 6
_STYLE = """
:root { color-scheme: light dark; --ink: #1d1f23; --soft: #5c626c; --paper: #fcfcfa; --card: #ffffff; --line: #dcdcd6;
  --bad: #b3261e; --badmark: #ffd9d4; --warn: #8a5a00; --warnmark: #ffe9b8; --good: #1e6b3a; --srcmark: #d5e8ff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e7e3; --soft: #a2a7b0; --paper: #16181b; --card: #1e2125;
  --line: #34383e; --bad: #ff8a80; --badmark: #5a1f1b; --warn: #f0b94d; --warnmark: #4d3906; --good: #7fd49b;
  --srcmark: #1d3f63; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem; }
p { margin: .35rem 0; } .soft { color: var(--soft); } .small { font-size: .875rem; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; padding: 0; margin: 1rem 0; list-style: none; }
.counts b { font-size: 1.25rem; margin-right: .3rem; }
article { background: var(--card); border: 1px solid var(--line); border-left: .3rem solid var(--good);
  border-radius: .4rem; margin: .75rem 0; padding: .75rem 1rem; }
article.error { border-left-color: var(--bad); } article.warning { border-left-color: var(--warn); }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.25rem; }
@media (max-width: 48rem) { .sides { grid-template-columns: 1fr; } }
.sides h3 { font-size: .8rem; font-weight: 600; margin: 0 0 .25rem; color: var(--soft); }
blockquote { margin: .25rem 0 .75rem; padding: 0; } blockquote p { margin: 0; }
mark { background: var(--badmark); color: inherit; border-radius: .15rem; padding: 0 .1rem; }
article.warning .told mark { background: var(--warnmark); } .source mark { background: var(--srcmark); }
ul.noted { list-style: none; margin: .6rem 0 0; padding: .6rem 0 0; border-top: 1px solid var(--line); }
.noted li { margin: .25rem 0; } .kind { font-weight: 600; } .error .kind { color: var(--bad); }
.warning .kind { color: var(--warn); } .good { color: var(--good); font-weight: 600; }
details { margin: .5rem 0; } summary { cursor: pointer; } a { color: inherit; }
"""


def page_of(report: DigestReport, path: str) -> str:
    """The page. `path` is how a person named the file."""
    failing = [one for one in report.judged if one.noted]
    holding = [one for one in report.judged if not one.noted]
    title = report.digest.title or path
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>Audit: {_e(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n",
        _opening(report, path, title, failing),
        *(_article(one, report) for one in failing),
    ]
    if holding:
        parts.append(
            f"<h2>What holds ({len(holding)})</h2>\n<details><summary>Show the sentences that were found"
            " to hold, each beside its source</summary>\n"
        )
        parts += [_article(one, report) for one in holding]
        parts.append("</details>\n")
    parts.append(
        '<p class="soft small">A sentence that holds is borne out by the words it cites, as far as'
        " the checks see; it is not thereby true.</p>\n</main>\n</body>\n</html>\n"
    )
    return "".join(parts)


def _opening(report: DigestReport, path: str, title: str, failing: list[Audited]) -> str:
    day = f", {show_day(report.digest.day)}" if report.digest.day else ""
    judged = len(report.judged)
    counts = [
        (judged - len(failing), "hold"),
        (sum(1 for one in failing if _level(one) == "error"), "fail"),
        (sum(1 for one in failing if _level(one) == "warning"), "have a warning"),
        (len(report.captures), "source texts at hand"),
    ]
    rows = "".join(f"<li><b>{count:,}</b>{_e(words)}</li>" for count, words in counts)
    notes = "".join(f'<p class="small soft">Note: {_e(note)}</p>\n' for note in report.notes)
    heading = (
        "<h2>What does not hold</h2>\n"
        if failing
        else '<h2 class="good">Every sentence holds.</h2>\n'
    )
    return (
        f'<h1>{_e(title)}</h1>\n<p class="soft">Audit of {_e(path)}{_e(day)}: {judged:,} sentences held'
        f' against what they cite.</p>\n<ul class="counts">{rows}</ul>\n{notes}{heading}'
    )


def _level(one: Audited) -> str:
    if not one.noted:
        return "holds"
    return "error" if any(noted.level == "error" for noted in one.noted) else "warning"


def _article(one: Audited, report: DigestReport) -> str:
    told = _marked(one.sentence.text, [(noted.start, noted.end) for noted in one.noted])
    place = one.sentence.place
    none = "None of its sources is at hand." if one.led else "It cites nothing."
    sources = "".join(_sources(one, report)) or f'<p class="soft">{none}</p>'
    noted = "".join(f"<li>{_noted(found)}</li>" for found in one.noted)
    said = f'<ul class="noted">{noted}</ul>' if noted else ""
    return (
        f'<article class="{_level(one)}" id="{_e(one.sentence.id)}">\n<div class="sides">\n'
        f'<div class="told"><h3>The digest, line {place.line}</h3><blockquote><p>{told}</p></blockquote></div>\n'
        f'<div class="source"><h3>What it cites</h3>{sources}</div>\n</div>\n{said}</article>\n'
    )


def _noted(noted: Noted) -> str:
    name, _, then = RULES[noted.rule]
    return f'<span class="kind">{_e(name)}.</span> {_e(noted.message)} <span class="soft">{_e(then)}</span>'


def _sources(one: Audited, report: DigestReport) -> Iterator[str]:
    """The words of each source: those a finding is seen by, marked, else the passage nearest to it."""
    places = [place for noted in one.noted for place in noted.places]
    held: dict[str, list[SourcePlace]] = {}
    for place in places:
        held.setdefault(place.capture, []).append(place)
    for passage in one.weighed.passages if one.weighed else ():
        if passage.capture.id not in held:
            held[passage.capture.id] = []
            places.append(
                SourcePlace(capture=passage.capture.id, start=passage.start, end=passage.end)
            )
    for name, marks in list(held.items())[:_MOST_SOURCES]:
        capture = report.captures[name]
        shown = marks or [place for place in places if place.capture == name][:1]
        yield f'<p class="small">{_named(capture)}</p><blockquote><p>{_quoted(capture, shown, marks)}</p></blockquote>'
    if len(held) > _MOST_SOURCES:
        yield f'<p class="small soft">and {len(held) - _MOST_SOURCES} more sources</p>'


def _named(capture: Capture) -> str:
    """Title and owner, linked where the address is one of the web."""
    words = _e(capture.title or capture.address or capture.key)
    address = capture.address
    if address.startswith(("https://", "http://")):
        words = f'<a href="{_e(address)}" rel="noreferrer noopener nofollow" title="{_e(shown_address(address))}">{words}</a>'
    owner = f" · {_e(capture.owner)}" if capture.owner else ""
    day = capture.published_at or capture.fetched_at
    return f'{words}<span class="soft">{owner} · {_e(show_day(day.date()))}</span>'


def _quoted(capture: Capture, shown: list[SourcePlace], marks: list[SourcePlace]) -> str:
    start = max(0, min(place.start for place in shown) - (_AROUND if marks else 0))
    end = min(
        len(capture.text),
        max(place.end for place in shown) + (_AROUND if marks else 0),
        start + 3_000,
    )
    while marks and start > 0 and not capture.text[start - 1].isspace():
        start -= 1
    while end < len(capture.text) and not capture.text[end].isspace():
        end += 1
    inside = [(place.start - start, place.end - start) for place in marks if place.start < end]
    before = "… " if start else ""
    after = " …" if end < len(capture.text) else ""
    return f"{before}{_marked(capture.text[start:end], inside)}{after}"


def _marked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text escaped, with the union of the ranges marked; no mark where all of it would be."""
    flags = bytearray(len(text))
    for start, end in ranges:
        flags[max(0, start) : max(0, min(end, len(text)))] = b"\1" * max(
            0, min(end, len(text)) - max(0, start)
        )
    out, at = [], 0
    while at < len(text):
        stop = at
        while stop < len(text) and flags[stop] == flags[at]:
            stop += 1
        piece = _e(text[at:stop])
        out.append(f"<mark>{piece}</mark>" if flags[at] and stop - at < len(text) else piece)
        at = stop
    return "".join(out)


def _e(text: str) -> str:
    return escape(showable(text), quote=True)
