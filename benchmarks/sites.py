"""Sites without being told where to look: feeds found, addresses matched, slow inputs bounded.

Run as `python -m benchmarks.sites`. Discovery on 40 real pages whose main feed was found by hand
(`main_feeds.json`; the ranking was written with these pages at hand), beside trafilatura's own discovery;
addresses on generated copies and on the links of the real pages, beside courlan; thirty slow inputs
through every parser, each in this process.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks import results
from benchmarks.complexity import PARSERS, parse
from benchmarks.complexity_inputs import INPUTS
from benchmarks.data import arguments, require
from nutgraf import sources
from nutgraf.ids import sha256_hex
from nutgraf.sources.address import canonical_address, join
from nutgraf.sources.model import Lead, RawObject, Source
from nutgraf.sources.page import parsed

HERE = "https://page.example/"
_LABELS = Path(__file__).with_name("main_feeds.json")
_ARTICLES = 1000
_MAP = 50_000


def main() -> None:
    results.commit()
    data = require(arguments("Find feeds, match addresses.").parse_args().data, "html")
    figures = {
        "discovery": discovery(data),
        "addresses": addresses(),
        "real_addresses": real_addresses(data),
        "site_map": site_map(),
        "complexity": complexity(),
    }
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    results.keep("sites", figures, command="python -m benchmarks.sites")


def discovery(data: Path) -> dict[str, Any]:
    """On how many pages the first feed found is the site's main one."""
    from trafilatura.feeds import FeedParameters, determine_feed

    labels = json.loads(_LABELS.read_text(encoding="utf-8"))
    ours, theirs, wrong = 0, 0, []
    for row in labels:
        page = gzip.decompress((data / "html" / row["page"]).read_bytes())
        right = {canonical_address(address) for address in row["right"]}
        found = sources.discover(page, HERE)
        first = canonical_address(found[0].address) if found else ""
        ours += first in right
        wrong += [] if first in right else [row["page"]]
        given = FeedParameters(HERE.rstrip("/"), "page.example", HERE, True)
        other = determine_feed(page.decode("utf-8", "replace"), given)
        theirs += bool(other) and canonical_address(other[0]) in right
    return {"pages": len(labels), "ours": ours, "trafilatura": theirs, "wrong": wrong}


def _copies(address: str, host: str, path: str, rng: random.Random) -> dict[str, str]:
    """One address as it comes by way of others."""
    return {
        "tracking parameters": f"{address}?utm_source=x&fbclid={rng.getrandbits(60):x}&mc_cid=1",
        "a fragment and http": f"http://{host}{path}#comments",
        "without www, a slash behind": f"https://{host.removeprefix('www.')}{path}/",
        "a mobile host": f"https://m.{host.removeprefix('www.')}{path}",
        "an AMP path": f"{address}/amp/",
        "an AMP cache": f"https://{host.replace('.', '-')}.cdn.ampproject.org/c/s/{host}{path}?amp=1",
        "a link of a search engine": f"https://www.google.com/url?q={quote(address, safe='')}&sa=D",
        "a link of a network": f"https://l.facebook.com/l.php?u={quote(address, safe='')}&h=AT",
        "a session id": f"https://{host}{path};jsessionid={rng.getrandbits(64):x}",
    }


def addresses() -> dict[str, Any]:
    """Of 1,000 generated articles, how many copies of each kind match, and how many articles merge."""
    from courlan import normalize_url

    rng = random.Random(23)
    words = [
        f"{a}{b}" for a in ("ra", "to", "mi", "lu", "se") for b in ("ven", "dor", "kel", "pan")
    ]
    names: dict[str, Callable[[str], str]] = {
        "same_page": sources.same_page,
        "canonical_address": canonical_address,
        "courlan": lambda address: normalize_url(address, strict=True),
    }
    matched: dict[str, dict[str, int]] = {name: defaultdict(int) for name in names}
    seen: dict[str, set[str]] = {name: set() for name in names}
    for number in range(_ARTICLES):
        host = f"www.{rng.choice(words)}{number % 40}.example"
        title = "-".join(rng.choice(words) for _ in range(4))
        path = f"/2026/{rng.randint(1, 12):02}/{title}-{number}"
        address = f"https://{host}{path}"
        for name, call in names.items():
            seen[name].add(call(address))
            for kind, copy in _copies(address, host, path, random.Random(number)).items():
                matched[name][kind] += call(copy) == call(address)
    return {
        "articles": _ARTICLES,
        "matched": {name: dict(found) for name, found in matched.items()},
        "kept_apart": {name: len(found) for name, found in seen.items()},
    }


def real_addresses(data: Path) -> dict[str, Any]:
    """Every address the real pages link: how many names, and which names stand for several."""
    found: set[str] = set()
    for path in sorted((data / "html").rglob("*.html.gz")):
        root = parsed(gzip.decompress(path.read_bytes()))
        for element in root.iter("a") if root is not None else ():
            found.add(canonical_address(join(HERE, element.get("href") or "")))
    found.discard("")
    groups: dict[str, set[str]] = defaultdict(set)
    for address in found:
        groups[sources.same_page(address)].add(address)
    merged = sorted(sorted(group) for group in groups.values() if len(group) > 1)
    kinds: dict[str, int] = defaultdict(int)
    for group in merged:
        kinds[_why_merged(group)] += 1
    again = sum(sources.same_page(name) != name for name in groups)
    return {
        "addresses": len(found), "names": len(groups), "groups": len(merged),
        "by_kind": dict(sorted(kinds.items())), "names_that_change_again": again,
    }  # fmt: skip


def _why_merged(group: list[str]) -> str:
    """What the addresses of a group differ in, the plainest first."""
    plain = {
        "the s of https": lambda a: a.replace("http://", "https://"),
        "www.": lambda a: a.replace("http://", "https://").replace("://www.", "://"),
        "a closing slash or index file": lambda a: (
            a.replace("http://", "https://").replace("://www.", "://").removesuffix("index.html")
            .removesuffix("index.php").rstrip("/")
        ),
        "parameters": lambda a: a.replace("http://", "https://").replace("://www.", "://").partition("?")[0].rstrip("/"),
    }  # fmt: skip
    for kind, call in plain.items():
        if len({call(address) for address in group}) == 1:
            return kind
    return "hosts, redirects or AMP"


def site_map() -> dict[str, Any]:
    """A map of 50,000 addresses: seconds, leads."""
    rows = "".join(
        f"<url><loc>https://a.example/story-{n}</loc><lastmod>2026-{n % 12 + 1:02}-{n % 28 + 1:02}</lastmod></url>"
        for n in range(_MAP)
    )
    data = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode()
    raw = RawObject(name="sitemap.xml", data=data, sha256=sha256_hex(data), address="https://a.example/sitemap.xml")  # fmt: skip
    source = Source(id="s", name="S", kind="site", address=raw.address, owner="S")
    began = time.process_time()
    leads = sum(isinstance(found, Lead) for found in sources.read(raw, source))
    return {
        "addresses": _MAP, "leads": leads, "bytes": len(data),
        "seconds": round(time.process_time() - began, 2),
    }  # fmt: skip


def complexity() -> dict[str, Any]:
    """CPU seconds of every parser on the thirty inputs, the slowest named, and how each ended."""
    for parser in PARSERS:
        parse(parser, "<p>Some words are here.</p>")
    out: dict[str, Any] = {}
    for parser in PARSERS:
        taken: dict[str, float] = {}
        ended: dict[str, int] = defaultdict(int)
        for name, make in INPUTS.items():
            body = make()
            began = time.process_time()
            verdict = parse(parser, body)
            taken[name] = time.process_time() - began
            ended["read" if verdict == "read" else "refused or nothing"] += 1
        worst = max(taken, key=lambda name: taken[name])
        out[parser] = {
            "slowest": round(taken[worst], 2), "on": worst, "ended": dict(ended),
            "over_a_second": sorted(name for name, seconds in taken.items() if seconds > 1),
        }  # fmt: skip
    return {"inputs": len(INPUTS), "parsers": out}


def section(figures: dict[str, Any]) -> str:
    """The Markdown section of the measurements page."""
    from benchmarks.page import table

    found, made, real = figures["discovery"], figures["addresses"], figures["real_addresses"]
    kinds = list(made["matched"]["same_page"])
    matched = [
        [kind, *(made["matched"][name].get(kind, 0) for name in made["matched"])] for kind in kinds
    ]
    apart = ["articles kept apart", *(made["kept_apart"][name] for name in made["matched"])]
    slow = [
        [name, one["slowest"], one["on"], one["ended"].get("read", 0), len(one["over_a_second"])]
        for name, one in figures["complexity"]["parsers"].items()
    ]
    inputs, maps = figures["complexity"]["inputs"], figures["site_map"]
    return "\n".join((
        "## Sites\n",
        f"Of {found['pages']} real pages that name several feeds, the first one found is the site's main "
        f"feed, by hand, on {found['ours']}; by trafilatura's discovery on {found['trafilatura']}. The "
        "ranking was written with these pages at hand.\n",
        f"Copies of {made['articles']:,} generated articles that match the article:\n",
        table(("the copy has", *made["matched"]), [*matched, apart]),
        f"The real pages link {real['addresses']:,} addresses; they have {real['names']:,} names. What the "
        f"{real['groups']} groups of one name differ in:\n",
        table(("differ in", "groups"), sorted(real["by_kind"].items())),
        f"A site map of {maps['addresses']:,} addresses takes {maps['seconds']} s.\n",
        f"{inputs} inputs made to be slow, CPU seconds:\n",
        table(("parser", "slowest", "on", "read", "over a second"), slow),
    ))  # fmt: skip


if __name__ == "__main__":
    main()
