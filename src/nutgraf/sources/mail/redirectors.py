"""Links that lead through somebody who counts the clicks: the target where it stands in the link.

Only what can be read from the link itself is read. A link whose target only the counting server knows
(an opaque token) stays as it is: asking would tell that server who reads.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from nutgraf.sources.address import canonical_address

_DEEPEST = 5
_NAMES = (
    "url",
    "u",
    "q",
    "target",
    "dest",
    "destination",
    "redirect",
    "redirect_url",
    "link",
    "to",
    "goto",
    "murl",
)
# Hosts that pass on to the address in one of their parameters, with the path they do it under.
_BY_PARAMETER = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}\Z"), re.compile(r"/url\Z")),
    (re.compile(r"(?:[a-z0-9-]+\.)*safelinks\.protection\.outlook\.com\Z"), re.compile(r"/")),
    (re.compile(r"(?:lm|l)\.facebook\.com\Z|l\.instagram\.com\Z|l\.messenger\.com\Z"), re.compile(r"/l\.php\Z|/\Z")),
    (re.compile(r"(?:www\.)?youtube\.com\Z"), re.compile(r"/redirect\Z")),
    (re.compile(r"(?:www\.)?linkedin\.com\Z"), re.compile(r"/(?:redir/redirect|safety/go)\Z")),
    (re.compile(r"out\.reddit\.com\Z"), re.compile(r"/")),
    (re.compile(r"slack-redir\.net\Z"), re.compile(r"/link\Z")),
    (re.compile(r"steamcommunity\.com\Z"), re.compile(r"/linkfilter/?\Z")),
    (re.compile(r"(?:www\.)?bing\.com\Z"), re.compile(r"/ck/a\Z")),
    (re.compile(r"news\.url\.google\.com\Z|duckduckgo\.com\Z|vk\.com\Z"), re.compile(r"/url\Z|/l/\Z|/away\.php\Z")),
    (re.compile(r"(?:[a-z0-9-]+\.)*(?:awstrack\.me|list-manage\.com|exacttarget\.com|emltrk\.com)\Z"), re.compile(r"/")),
)  # fmt: skip
# On any host, where the path says that it passes on: a counter of clicks with the target beside it.
_COUNTER_PATH = re.compile(
    r"/(?:[a-z0-9_-]+/)*(?:r|redir|redirect|redirector|click|clicks|clickthrough|ct|out|exit|away|track|tracking|link"
    r"|links|goto|go|cl|ls/click|trk|rd)(?:\.(?:php|aspx?|cgi|jsp|html?))?/?\Z",
    re.I,
)
_AMAZON = re.compile(r"(?:[a-z0-9-]+\.)*awstrack\.me\Z")
_IN_PATH = re.compile(r"/(https?%3a%2f%2f[^/?#]+|https?://[^?#]+)", re.I)
_SUBSTACK = re.compile(r"/redirect/2/([A-Za-z0-9_-]{8,4000})(?:\.[A-Za-z0-9_-]+)*/?\Z")
_DEFENSE = re.compile(r"urldefense(?:\.proofpoint)?\.com\Z")
_DEFENSE_3 = re.compile(r"/v3/__(.+?)__;([^!]*)!", re.S)
_RUNS = re.compile(r"\*(\*.)?")
_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def unwrapped(url: str) -> str:
    """The canonical address a link leads to, as far as the link itself says; "" for no web address.

    Known forms: a parameter of a known redirector or of a counter's path; the address in the path
    (Amazon SES); urldefense 2 and 3; Substack's redirect that carries its target. Tracking
    parameters are dropped (`canonical_address`); a chain is followed five deep.
    """
    here = canonical_address(url)
    # canonical_address drops the fragment, which names the place a reader is sent to
    fragment = _fragment(url)
    for _ in range(_DEEPEST):
        target = _target(here)
        found = canonical_address(target) if target else ""
        if not found or found == here:
            break
        fragment, here = _fragment(target), found
    here = here.rstrip("&") if "?" in here else here
    return f"{here}#{fragment}" if here and fragment else here


def _fragment(url: str) -> str:
    fragment = url.partition("#")[2]
    return fragment if re.fullmatch(r"[\w.~!$&'()*+,;=:@/?%-]{1,200}", fragment) else ""


def _target(url: str) -> str:
    """Where one redirector leads, as written in its link; "" when the link is none."""
    if not url:
        return ""
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path
    if _DEFENSE.match(host):
        return _defended(url, path, parts.query)
    if found := _SUBSTACK.search(path):
        return _packed(found[1])
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    known = any(h.match(host) and p.match(path) for h, p in _BY_PARAMETER)
    if known or _COUNTER_PATH.match(path):
        named = _named(pairs)
        if named:
            return named
    if (known and _AMAZON.match(host)) or _COUNTER_PATH.match(path.split("/http")[0]):
        inside = _IN_PATH.search(url.partition("?")[0])
        if inside:
            coded = not inside[1].lower().startswith(("http:", "https:"))
            return unquote(inside[1]) if coded else inside[1]
    return ""


def _named(pairs: list[tuple[str, str]]) -> str:
    said = {name.lower(): value for name, value in reversed(pairs)}
    for name in _NAMES:
        value = said.get(name, "").strip()
        for form in (value, unquote(value), _bing(value)):
            if re.match(r"https?://[^/\s]", form, re.I):
                return form
    return ""


def _bing(value: str) -> str:
    """Bing writes `a1` and the address in base64."""
    return _from_base64(value[2:]) if value.startswith("a1") else ""


def _from_base64(words: str) -> str:
    try:
        data = base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))
        return data.decode("utf-8")
    except (ValueError, binascii.Error):
        return ""


def _packed(words: str) -> str:
    """The `e` of the JSON that a Substack redirect carries."""
    try:
        said = json.loads(_from_base64(words.partition(".")[0]) or "null")
    except (ValueError, RecursionError):
        return ""
    target = said.get("e") if isinstance(said, dict) else None
    return target if isinstance(target, str) else ""


def _defended(url: str, path: str, query: str) -> str:
    """urldefense.com: version 2 writes % as - and / as _; version 3 puts characters it took out
    behind the address, in base64, a `*` in each one's place (`**` and a letter: a run of them)."""
    if path.startswith("/v2/"):
        coded = dict(parse_qsl(query)).get("u", "")
        return unquote(coded.replace("-", "%").replace("_", "/"))
    if path.startswith("/v1/"):
        return dict(parse_qsl(query)).get("u", "")
    found = _DEFENSE_3.search(url)
    if not found:
        return ""
    taken = list(_from_base64(found[2]))

    def put_back(mark: re.Match[str]) -> str:
        length = _LENGTHS.find(mark[1][1]) + 2 if mark[1] else 1
        out, taken[:] = "".join(taken[:length]), taken[length:]
        return out

    return _RUNS.sub(put_back, re.sub(r"\A(https?):/(?!/)", r"\1://", found[1]))
