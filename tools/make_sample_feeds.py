"""Write the feed snapshots and the wire of the sample desk: python tools/make_sample_feeds.py

tools/sample/feeds/*.toml holds every entry once. The snapshot of a day carries all entries up to
that day, newest first, and exists only if the day brought something new. From the day a `revision`
was `seen`, snapshots carry its text under the same id.
"""

import argparse
import json
import re
import sys
import tomllib
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Row = dict[str, Any]
HERE = Path(__file__).resolve().parent
DESK = HERE.parent / "src" / "nutgraf" / "sample" / "desk"
LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
DEMO = "Demonstration text: {name} is a fictional publication made for the nutgraf sample desk."
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN = "http://purl.org/dc/elements/1.1/"


def paragraphs(text: str, publication: Row) -> list[str]:
    """The authored blocks, each on one line, and the line that says what this is."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text.strip())]
    return [*blocks, DEMO.format(name=publication["name"])]


def plain(text: str) -> str:
    return LINK.sub(r"\1", text)


def html_of(blocks: list[str]) -> str:
    linked = [LINK.sub(r'<a href="\2">\1</a>', escape(block)) for block in blocks]
    return "\n".join(f"<p>{block}</p>" for block in linked)


def first_sentence(blocks: list[str]) -> str:
    return re.split(r"(?<=[.!?])\s", plain(blocks[0]), maxsplit=1)[0]


def address_of(entry: Row, publication: Row) -> str:
    return f"https://{publication['domain']}/{entry['at'].date():%Y/%m/%d}/{entry['slug']}"


def stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def utc_day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def as_of(entry: Row, day: date, publication: Row) -> Row:
    """The entry as a snapshot of that day shows it."""
    shown = {**entry, "updated": entry["at"]}
    revision = entry.get("revision")
    if revision and utc_day(revision["seen"]) <= day:
        shown |= {"updated": revision["seen"], "body": revision["body"]}
        shown["title"] = revision.get("title", entry["title"])
    shown["blocks"] = paragraphs(shown["body"], publication)
    shown["address"] = address_of(entry, publication)
    shown["key"] = f"tag:{publication['domain']},{entry['at'].date()}:{entry['slug']}"
    return shown


def rss2(publication: Row, entries: list[Row]) -> str:
    home = f"https://{publication['domain']}/"
    rows = []
    for entry in entries:
        changed = ""
        if entry["updated"] != entry["at"]:
            changed = f"\n      <atom:updated>{stamp(entry['updated'])}</atom:updated>"
        tags = [f"<category>{escape(tag)}</category>" for tag in entry.get("tags", [])]
        rows.append(f"""    <item>
      <title>{escape(entry["title"])}</title>
      <link>{entry["address"]}</link>
      <guid isPermaLink="false">{entry["key"]}</guid>
      <pubDate>{format_datetime(entry["at"])}</pubDate>{changed}
      <dc:creator>{escape(publication["name"])}</dc:creator>
      {"".join(tags)}
      <description>{escape(first_sentence(entry["blocks"]))}</description>
      <content:encoded><![CDATA[{html_of(entry["blocks"])}]]></content:encoded>
    </item>""")
    newest = max(entry["updated"] for entry in entries)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="{CONTENT}" xmlns:dc="{DUBLIN}" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>{escape(publication["name"])}</title>
    <link>{home}</link>
    <atom:link href="{home}feed.xml" rel="self" type="application/rss+xml"/>
    <description>{escape(publication["about"])}</description>
    <language>en</language>
    <lastBuildDate>{format_datetime(newest)}</lastBuildDate>
{chr(10).join(rows)}
  </channel>
</rss>
"""


def atom(publication: Row, entries: list[Row]) -> str:
    home = f"https://{publication['domain']}/"
    rows = []
    for entry in entries:
        tags = [f"<category term={quoteattr(tag)}/>" for tag in entry.get("tags", [])]
        rows.append(f"""  <entry>
    <id>{entry["key"]}</id>
    <title>{escape(entry["title"])}</title>
    <link rel="alternate" type="text/html" href="{entry["address"]}"/>
    <published>{stamp(entry["at"])}</published>
    <updated>{stamp(entry["updated"])}</updated>
    <author><name>{escape(publication["name"])}</name></author>
    {"".join(tags)}
    <content type="html">{escape(html_of(entry["blocks"]))}</content>
  </entry>""")
    newest = max(entry["updated"] for entry in entries)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>tag:{publication["domain"]},2026:feed</id>
  <title>{escape(publication["name"])}</title>
  <subtitle>{escape(publication["about"])}</subtitle>
  <link rel="self" type="application/atom+xml" href="{home}atom.xml"/>
  <link rel="alternate" type="text/html" href="{home}"/>
  <updated>{stamp(newest)}</updated>
{chr(10).join(rows)}
</feed>
"""


def rss1(publication: Row, entries: list[Row]) -> str:
    home = f"https://{publication['domain']}/"
    listed = "\n".join(f'        <rdf:li rdf:resource="{entry["address"]}"/>' for entry in entries)
    rows = []
    for entry in entries:
        rows.append(f"""  <item rdf:about="{entry["address"]}">
    <title>{escape(entry["title"])}</title>
    <link>{entry["address"]}</link>
    <description>{escape(first_sentence(entry["blocks"]))}</description>
    <dc:identifier>{entry["key"]}</dc:identifier>
    <dc:date>{stamp(entry["at"])}</dc:date>
    <dc:creator>{escape(publication["name"])}</dc:creator>
    <content:encoded><![CDATA[{html_of(entry["blocks"])}]]></content:encoded>
  </item>""")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
         xmlns:dc="{DUBLIN}" xmlns:content="{CONTENT}">
  <channel rdf:about="{home}index.rdf">
    <title>{escape(publication["name"])}</title>
    <link>{home}</link>
    <description>{escape(publication["about"])}</description>
    <items>
      <rdf:Seq>
{listed}
      </rdf:Seq>
    </items>
  </channel>
{chr(10).join(rows)}
</rdf:RDF>
"""


def json_feed(publication: Row, entries: list[Row]) -> str:
    home, author = f"https://{publication['domain']}/", {"name": publication["name"]}
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publication["name"],
        "home_page_url": home,
        "feed_url": f"{home}feed.json",
        "description": publication["about"],
        "language": "en",
        "authors": [author | {"url": home}],
        "items": [],
    }
    for entry in entries:
        row = {"id": entry["key"], "url": entry["address"], "title": entry["title"]}
        row |= {"date_published": stamp(entry["at"]), "tags": entry.get("tags", [])}
        feed["items"].append(row | {"content_html": html_of(entry["blocks"])})
    return json.dumps(feed, ensure_ascii=False, indent=2) + "\n"


FORMS = {"rss2": rss2, "atom": atom, "rss1": rss1, "json": json_feed}


def snapshots(publication: Row, entries: list[Row]) -> dict[str, str]:
    """Path below the desk -> file text, a snapshot for each day with something new."""
    days = {utc_day(entry["at"]) for entry in entries}
    days |= {utc_day(entry["revision"]["seen"]) for entry in entries if "revision" in entry}
    files: dict[str, str] = {}
    for day in sorted(days):
        told = [as_of(entry, day, publication) for entry in entries if utc_day(entry["at"]) <= day]
        told.sort(key=lambda entry: entry["at"], reverse=True)
        files[f"feeds/{day}/{publication['file']}"] = FORMS[publication["form"]](publication, told)
    return files


def wire_line(publication: Row, entry: Row) -> Row:
    """One capture; `at` of a link is the code point at which its words stand in the text."""
    marked = "\n".join(paragraphs(entry["body"], publication))
    text, links, end = "", [], 0
    for match in LINK.finditer(marked):
        text += marked[end : match.start()]
        links.append({"url": match[2], "at": len(text)})
        text += match[1]
        end = match.end()
    text += marked[end:]
    name, at, lag = publication["name"], entry["at"], timedelta(minutes=entry.get("lag", 4))
    line = {"source": name, "id": entry["id"], "url": address_of(entry, publication)}
    line |= {"title": entry["title"], "author": name, "owner": name, "lang": "en"}
    line |= {"published_at": at.isoformat(), "fetched_at": (at + lag).isoformat()}
    line |= {"text": text, "links": links}
    return line | ({"engagement": entry["engagement"]} if "engagement" in entry else {})


def desk_files() -> dict[str, str]:
    files: dict[str, str] = {}
    wire: list[tuple[datetime, Row]] = []
    for path in sorted((HERE / "sample" / "feeds").glob("*.toml")):
        authored = tomllib.loads(path.read_text(encoding="utf-8"))
        publication, entries = authored["publication"], authored["entries"]
        if publication["form"] == "wire":
            wire += [(entry["at"], wire_line(publication, entry)) for entry in entries]
        else:
            files |= snapshots(publication, entries)
    wire.sort(key=lambda pair: (pair[0], pair[1]["id"]))
    files["wire.jsonl"] = "".join(json.dumps(line, ensure_ascii=False) + "\n" for _, line in wire)
    return files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say what differs")
    check = parser.parse_args().check
    files = {DESK / name: text.encode() for name, text in desk_files().items()}
    stale = [path for path, made in files.items() if not path.exists() or path.read_bytes() != made]
    for path in stale:
        print("differs:" if check else "writes", path.relative_to(DESK))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path])
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
