"""Rules for a listing page nobody wrote rules for: where its links to articles repeat.

Links that stand in the same place (the same tags and classes above them) are one row of candidates;
the row with the most words to the most addresses of the site wins, unless it stands in a menu. An item
is the largest element around such a link that holds no other's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from nutgraf.sources.address import canonical_address, host_of, join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.depth import html_depth
from nutgraf.sources.model import Rules
from nutgraf.sources.page import parsed
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.sites.selecting import MOST_ELEMENTS, affordable, selector, shape
from nutgraf.sources.sites.sitemap import is_article
from nutgraf.sources.sites.written_dates import written_day

_FEWEST = 3
_FEWEST_WORDS = 3.0
_MOST_WORDS = 12
_DEEPEST = 200
_MENUS = frozenset({"nav", "header", "footer", "aside", "form", "select"})
_MENU_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|sidebar|footer|header|breadcrumbs?|related|social|share|widget|pagination"
    r"|pager|tags?|comments?|popular|trending|sponsored|promo)(?:$|[\s_-])",
    re.I,
)
_NAME = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]*\Z")
# Classes made anew at each build or for each item; a rule must not hang on them.
_FLEETING = re.compile(
    r"\d{3,}|(?:^|[-_])[a-z]*\d+[a-z]+\d*[a-z]*$|(?:post|item|entry)-\d+|first|last|odd|even|active"
    r"|featured|sticky|css-|sc-|has-|is-",
    re.I,
)


def guess_rules(page: bytes, address: str) -> Rules | None:
    """Rules that find the items a page at `address` lists; None where nothing repeats.

    At least three links of one place to different pages of the site, with three words or more at the
    median. What is returned finds these items when run on the page, and few others.
    """
    root = _root(page)
    if root is None:
        return None
    rows = _rows(root, address)
    for links in sorted(rows, key=_worth, reverse=True)[:3]:
        if _worth(links) <= 0:
            break
        rules = _rules(root, links)
        if rules is not None:
            return rules
    return None


def _root(page: bytes) -> Any | None:
    decoded = decode(page)
    if isinstance(decoded, Undecodable):
        return None
    body = utf8(decoded.text.replace("\x00", ""))
    if html_depth(body, _DEEPEST) > _DEEPEST:
        return None
    root = parsed(body)
    return None if root is None or shape(root).elements > MOST_ELEMENTS else root


class _Link:
    """A link to a page of the site: its element, the page's key, and its words."""

    def __init__(self, element: Any, key: str) -> None:
        self.element = element
        self.key = key
        self.words = line_of("".join(element.itertext())[:2000], tags=False).split()


def _rows(root: Any, address: str) -> list[list[_Link]]:
    """The links to pages of the site by the place they stand in, one a page and place."""
    base = next((join(address, e.get("href") or "") for e in root.iter("base")), "") or address
    home, here = host_of(address), canonical_address(address)
    rows: dict[tuple[str, ...], dict[str, _Link]] = defaultdict(dict)
    for element in root.iter("a"):
        key = canonical_address(join(base, element.get("href") or ""))
        if not key or key == here or host_of(key) != home or not is_article(key):
            continue
        link = _Link(element, key)
        if link.words:
            rows[_place(element)].setdefault(key, link)
    return [list(row.values()) for row in rows.values() if len(row) >= _FEWEST]


def _place(element: Any) -> tuple[str, ...]:
    """The tags above a link, its nearest three with the classes that last."""
    line = [element, *element.iterancestors()]
    near = [f"{one.tag}.{'.'.join(_lasting(one))}" for one in line[:3]]
    return (*near, *(str(one.tag) for one in line[3:]))


def _lasting(element: Any) -> list[str]:
    names = (element.get("class") or "").split()
    return sorted(name for name in names if _NAME.match(name) and not _FLEETING.search(name))[:3]


def _worth(links: Sequence[_Link]) -> float:
    """How much like a list of articles a row is: addresses times words, nothing in a menu."""
    words = sorted(len(link.words) for link in links)
    median = words[len(words) // 2]
    if median < _FEWEST_WORDS or _in_menu(links[0].element):
        return 0
    heading = any(one.tag in {"h1", "h2", "h3", "h4"} for one in _around(links[0].element))
    return len(links) * min(median, _MOST_WORDS) * (2 if heading else 1)


def _around(element: Any) -> Iterable[Any]:
    """A link, the two elements above it, and what is in it."""
    above = list(element.iterancestors())[:2]
    return [*element.iter(), *above]


def _in_menu(element: Any) -> bool:
    for one in element.iterancestors():
        if one.tag in _MENUS and not any(
            up.tag in {"main", "article"} for up in one.iterancestors()
        ):
            return True
        if one.tag in {"main", "body"}:
            return False
        if _MENU_NAMES.search(f"{one.get('class') or ''} {one.get('id') or ''}"):
            return True
    return False


def _rules(root: Any, links: Sequence[_Link]) -> Rules | None:
    items = _items(links)
    page = shape(root)
    for written in _ways(items[0]):
        chosen = selector(written, inside=False)
        if isinstance(chosen, str) or not affordable(chosen, page):
            continue
        found = chosen.find(root)
        hit = sum(item in found for item in items)
        if hit * 10 >= len(items) * 9 and len(found) * 8 <= hit * 10:
            return Rules(item=written, link=_inside(items, links), date=_date(items), title="")
    return None


def _items(links: Sequence[_Link]) -> list[Any]:
    """For each link the largest element around it that holds no other link of the row."""
    inside: dict[Any, set[str]] = defaultdict(set)
    for link in links:
        for one in (link.element, *link.element.iterancestors()):
            inside[one].add(link.key)
    out = []
    for link in links:
        item = link.element
        for one in link.element.iterancestors():
            if len(inside[one]) > 1 or one.tag in {"body", "html", "main"}:
                break
            item = one
        out.append(item)
    return out


def _ways(item: Any) -> list[str]:
    """Selectors for an item's element, the plainest first: by its class, then from above."""
    own = _step(item)
    above = [one for one in item.iterancestors() if one.tag not in {"html"}]
    ways = [own] if "." in own else []
    path = own
    for one in above[:5]:
        path = f"{_step(one)} > {path}"
        if "." in path or "#" in path or one.tag in {"main", "article", "body"}:
            ways.append(path)
    return ways


def _step(element: Any) -> str:
    name = element.get("id") or ""
    lasts = bool(_NAME.match(name)) and not _FLEETING.search(name)
    if lasts and element.tag in {"div", "main", "section", "ul", "ol", "table"}:
        return f"{element.tag}#{name}"
    return ".".join((str(element.tag), *_lasting(element)[:2]))


def _inside(items: Sequence[Any], links: Sequence[_Link]) -> str:
    """The link's way from its item, "" where it is the item's first link anyway."""
    wrong = [
        (item, link.element)
        for item, link in zip(items, links, strict=True)
        if next((one for one in item.iter("a") if one.get("href")), None) is not link.element
    ]
    if len(wrong) * 5 < len(links):
        return ""
    for steps in (1, 2, 3):
        line = [wrong[0][1], *wrong[0][1].iterancestors()][:steps]
        way = " > ".join(_step(one) for one in reversed(line))
        chosen = selector(way, inside=True)
        if isinstance(chosen, str):
            continue
        if all((chosen.find(item) or [None])[0] is link for item, link in wrong):
            return way
    return ""


def _date(items: Sequence[Any]) -> str:
    """Where most items say their day: a time element, or one whose class says so."""
    if sum(next(iter(item.iter("time")), None) is not None for item in items) * 2 > len(items):
        return ""  # read without being told
    named: dict[str, int] = defaultdict(int)
    for item in items:
        for name in {_step(one) for one in item.iterdescendants() if _dated(one)}:
            named[name] += 1
    best = max(named, key=lambda name: (named[name], name), default="")
    return best if named.get(best, 0) * 2 > len(items) and "." in best else ""


def _dated(element: Any) -> bool:
    if not isinstance(element.tag, str) or len(element) > 1:
        return False
    return written_day(line_of("".join(element.itertext())[:200])) is not None
