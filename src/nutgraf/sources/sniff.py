"""What a raw object is: from its bytes first, then from what its sender and its name say."""

from __future__ import annotations

import json
import re

from nutgraf.errors import Refused
from nutgraf.sources.decode import marked_charset
from nutgraf.sources.inflate import GZIP
from nutgraf.sources.model import RawObject, Source
from nutgraf.sources.package import package_kind
from nutgraf.sources.posts.recognise import network_of
from nutgraf.sources.refusing import refuse
from nutgraf.sources.sound import is_playlist, sound_type
from nutgraf.sources.transcript import is_transcript

_HEAD = 4096
_BINARY = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office", "an Outlook message or an old Office file",
     "Save it as .eml, .docx, .html or .txt and add that."),
    (b"PK\x03\x04", "archive-file", "a zip archive or a file made of one (.epub, .odt)",
     "Unpack it, or save the document as .docx, .html, .pdf or .txt."),
    (b"RIFF", "image", "an image or a video", "Add the text it shows as a text file."),
    (b"\x1f\x8b", "archive-file", "a gzip archive", "Unpack it and add what is inside."),
    (b"BZh", "archive-file", "a bzip2 archive", "Unpack it and add what is inside."),
    (b"\xfd7zXZ", "archive-file", "an xz archive", "Unpack it and add what is inside."),
    (b"7z\xbc\xaf", "archive-file", "a 7-Zip archive", "Unpack it and add what is inside."),
    (b"Rar!", "archive-file", "a RAR archive", "Unpack it and add what is inside."),
    (b"\x28\xb5\x2f\xfd", "archive-file", "a zstd archive", "Unpack it and add what is inside."),
    (b"\x89PNG", "image", "an image", "Add the text it shows as a text file."),
    (b"\xff\xd8\xff", "image", "an image", "Add the text it shows as a text file."),
    (b"GIF8", "image", "an image", "Add the text it shows as a text file."),
    (b"II*\x00", "image", "an image", "Add the text it shows as a text file."),
    (b"MM\x00*", "image", "an image", "Add the text it shows as a text file."),
    (b"\x00\x00\x01\x00", "image", "an icon", "Leave it out; it holds no text."),
    (b"\x1aE\xdf\xa3", "video", "a video", "Add its transcript as .vtt, .srt or .txt."),
    (b"SQLite format 3", "binary", "a database", "Export its text as JSON Lines."),
    (b"\x7fELF", "binary", "a program", "Leave it out; it holds no news."),
)  # fmt: skip
# How an office document with a password is named inside (MS-OFFCRYPTO, 2.3.4.4).
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.S | re.I)
_HTML_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|section|main|h[1-6]|table|span|ul"
    r"|ol|br|a|script|link|center|font|b|i|img|blockquote|pre|header|nav)\b",
    re.I,
)
_FEED_PART = re.compile(r"<(?:\w+:)?(?:item|entry|channel|rss|feed)[\s>]", re.I)
_HTML_START = re.compile(r"<(?:!doctype\s+html|html|body)\b", re.I)
# A feed that a server has put into a page.
_WRAPPED = re.compile(r"\s*<html[^>]*>\s*(?:<body[^>]*>\s*)?<(?:feed|rss|rdf:RDF)\b", re.I)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?:[ \t]|\r?$)", re.M)
_MAIL_SURE = frozenset(
    {"received", "message-id", "return-path", "mime-version", "delivered-to", "dkim-signature"}
)
_MAIL_USUAL = frozenset({"from", "to", "date", "subject", "cc", "reply-to", "content-type"})
_JSON_FEED = re.compile(rb"jsonfeed\.org(?:\\?/)version")
# As the feed's own version, not in the words of a post.
_FEED_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
_SRT = re.compile(r"\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d{1,3}\s*-->")
_TEXT_ENDINGS = frozenset({"txt", "text", "log", "asc", "rst", ""})
_NOT_PROSE = frozenset(
    {
        "csv", "tsv", "css", "js", "mjs", "ts", "py", "rb", "go", "rs", "c", "h", "cpp", "java", "sh",
        "toml", "yaml", "yml", "ini", "cfg", "sql", "xml", "xsl", "xsd", "json", "lock", "svg", "po",
        "tex", "bib", "ics", "vcf", "ps", "rtf", "ipynb", "map", "db",
    }
)  # fmt: skip
KINDS = (
    "feed", "json-feed", "page", "pdf", "docx", "pptx", "xlsx", "audio", "transcript", "mail",
    "markdown", "plain", "vtt", "srt", "captures", "mastodon", "bluesky", "hacker-news", "reddit",
    "x-archive", "bluesky-archive", "reader-items", "sitemap",
)  # fmt: skip


def sniff(raw: RawObject, source: Source) -> str | Refused:
    """One of `KINDS`, or why the object is none of them."""
    if not raw.data.strip(b"\x00\t\n\r\x0b\x0c "):
        return refuse(
            raw, source, "empty", "The file is empty.",
            "Fetch or save it again; nothing of it could be kept.",
        )  # fmt: skip
    if b"%PDF-" in raw.data[:1024]:
        return "pdf"
    told = (
        _posts_kind(raw, source) or package_kind(raw.data) or ("audio" if sound_type(raw) else "")
    )
    if told:
        return told
    if source.kind == "site" and raw.data.startswith(GZIP):
        return "sitemap"
    refused = _binary(raw, source)
    if refused is not None:
        return refused
    head = _head(raw.data)
    if head is None:
        return refuse(raw, source, "binary", "The bytes are no text and no document we know.")
    return _text_kind(raw, source, head)


def _posts_kind(raw: RawObject, source: Source) -> str:
    """The network whose posts the object holds; "" for a feed or a capture that only quotes them."""
    network = network_of(raw.data, source)
    if network and (_FEED_VERSION.search(raw.data) or _json_kind(raw) == "captures"):
        return ""
    return network


def _binary(raw: RawObject, source: Source) -> Refused | None:
    if raw.data.startswith(_BINARY[0][0]) and _LOCKED in raw.data:
        return refuse(
            raw, source, "office-password", "The office document is locked with a password.",
            "Save a copy without the password and put it in the same place.",
        )  # fmt: skip
    for start, rule, what, next_step in _BINARY:
        if raw.data.startswith(start):
            return refuse(
                raw, source, rule, f"The file is {what}, which we do not read.", next_step
            )
    if raw.data[4:8] == b"ftyp":
        return refuse(
            raw, source, "video", "The file is a video, which we do not read.",
            "Add its transcript as .vtt, .srt or .txt, or its sound as .m4a or .mp3.",
        )  # fmt: skip
    return None


def _head(data: bytes) -> str | None:
    """The first characters, read loosely; None when they are no text."""
    head = data[:_HEAD]
    marked = marked_charset(head)
    if marked:
        return head[marked[1] :].decode(marked[0], "replace")
    text = head.decode("latin-1")
    odd = sum(1 for char in text if char < " " and char not in "\t\n\r\x0b\x0c\x1b")
    return None if odd * 20 > len(text) or text.count("\x00") * 100 > len(text) else text


def _text_kind(raw: RawObject, source: Source, head: str) -> str | Refused:
    start = head.lstrip()
    if is_playlist(start):
        return refuse(
            raw, source, "playlist", "The file is a playlist: it holds no sound, only where some is.",
            "Add the recording itself, or its transcript as .vtt, .srt or .txt.",
        )  # fmt: skip
    if is_transcript(start):
        return "transcript"
    ending = raw.name.rsplit("/", 1)[-1].rpartition(".")[2].lower() if "." in raw.name else ""
    said = raw.media_type.split(";")[0].strip().lower()
    if source.kind == "feed":
        damaged = _damaged_feed(raw, start)
        if damaged:
            return damaged
    if start.startswith("<"):
        return _markup_kind(raw, source, start, ending, said)
    if start.startswith(("{", "[")):
        kind = _json_kind(raw)
        if kind:
            return kind
    if start.startswith("WEBVTT"):
        return "vtt"
    if _SRT.match(start):
        return "srt"
    if _is_mail(start, ending, said):
        return "mail"
    return _by_name(raw, source, ending, said, start)


def _damaged_feed(raw: RawObject, start: str) -> str:
    """What is followed as a feed and is one but for its very first signs; "" for anything else."""
    if _FEED_PART.search(start) and not _HTML_START.search(start):
        return "feed"
    listed = start.startswith("{") and b'"items"' in raw.data
    return "json-feed" if "{" in start and (listed or _JSON_FEED.search(raw.data)) else ""


def _markup_kind(
    raw: RawObject, source: Source, start: str, ending: str, said: str
) -> str | Refused:
    rest = start
    while skipped := _PROLOGUE.match(rest):
        rest = rest[skipped.end() :]
    root = _ROOT.search(rest)
    name = root[2].lower() if root else ""
    if (
        name in {"rss", "feed", "channel"}
        or (root and root[0].lower() == "<rdf:rdf")
        or name == "rdf"
    ):
        return "feed"
    if name == "html" and _WRAPPED.match(rest):
        return "feed"
    if name == "html" or re.match(r"<!doctype\s+html", start, re.I):
        return "page"
    known = {
        "opml": (
            "opml",
            "a list of sources (OPML)",
            "Add its sources with `nutgraf sources add FILE`.",
        ),
        "svg": ("image", "an image", "Add the text it shows as a text file."),
        "urlset": ("sitemap", "a site map", "Use `nutgraf sources add ADDRESS` with its address."),
    }
    known["sitemapindex"] = known["urlset"]
    if name in {"urlset", "sitemapindex"} and source.kind == "site":
        return "sitemap"
    if name in known:
        rule, what, next_step = known[name]
        return refuse(raw, source, rule, f"The file is {what}, not news.", next_step)
    xml = (
        ending in {"xml", "rss", "atom", "rdf"} or said.endswith("xml") or start.startswith("<?xml")
    )
    if xml and said not in {"text/html", "application/xhtml+xml"}:
        marked = marked_charset(raw.data)
        if _FEED_PART.search(raw.data.decode(marked[0] if marked else "latin-1", "replace")):
            return "feed"
        return refuse(
            raw, source, "xml-unknown", f"The XML document <{name}> is no feed.",
            "Look for the feed's own address, or save the text as .html or .txt.",
        )  # fmt: skip
    if ending in {"html", "htm", "xhtml"} or said in {"text/html", "application/xhtml+xml"}:
        return "page"
    if ending in {"md", "markdown", "txt"}:
        return "markdown" if ending != "txt" else "page" if _HTML_TAG.match(start) else "plain"
    return "page" if _HTML_TAG.search(start) else "plain"


def _json_kind(raw: RawObject) -> str:
    if _JSON_FEED.search(raw.data):
        return "json-feed"
    first = raw.data.lstrip().split(b"\n", 1)[0]
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return ""
    if isinstance(value, dict) and "source" in value and ("text" in value or "html" in value):
        return "captures"
    return ""


def _is_mail(start: str, ending: str, said: str) -> bool:
    if said == "message/rfc822" or ending in {"eml", "emlx", "mbox"}:
        return True
    block = re.split(r"\r?\n\r?\n", start, maxsplit=1)[0]
    lines = block.splitlines()
    if lines and lines[0].startswith("From "):
        lines = lines[1:]
    if not lines or not _HEADER.match(lines[0]):
        return False
    names = {found[1].lower() for line in lines if (found := _HEADER.match(line))}
    return bool(names & _MAIL_SURE and names & _MAIL_USUAL) or {"from", "subject", "date"} <= names


def _by_name(raw: RawObject, source: Source, ending: str, said: str, start: str) -> str | Refused:
    if source.kind == "site":
        return "plain"  # a map of one address a line, whatever it is named
    if ending in {"md", "markdown", "mdown"} or said in {"text/markdown", "text/x-markdown"}:
        return "markdown"
    if ending in {"html", "htm", "xhtml"} or said in {"text/html", "application/xhtml+xml"}:
        return "page"
    if ending == "srt" or said == "application/x-subrip":
        return "srt"
    if ending == "vtt" or said == "text/vtt":
        return refuse(
            raw, source, "vtt-header", "The captions do not begin with WEBVTT.",
            "Put WEBVTT on a first line of its own, or save them as .srt.",
        )  # fmt: skip
    if ending == "pdf" or said == "application/pdf":
        return refuse(
            raw, source, "pdf-header", "The file is named a PDF but does not begin like one.",
            "Save the document again; what is there is kept.",
        )  # fmt: skip
    if ending in _NOT_PROSE and said not in {"text/plain"}:
        return refuse(
            raw, source, "not-prose", f"A .{ending} file is data or code, not something to read.",
            "Turn it into captures (JSON Lines) or text, or leave it out.",
        )  # fmt: skip
    if ending in _TEXT_ENDINGS or said.startswith("text/") or start:
        return "plain"
    return refuse(raw, source, "unknown", "We do not know what the file is.")
