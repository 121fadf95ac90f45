"""One spelling per web address, so that the same page is the same key."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from nutgraf.sources.prose import characters

_TRACKING = frozenset(
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid",
        "ttclid", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "vero_id", "vero_conv", "wickedid",
        "oly_anon_id", "oly_enc_id", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking",
        "rb_clickid", "s_cid", "ml_subscriber", "ml_subscriber_hash", "guccounter", "guce_referrer",
        "guce_referrer_sig", "_openstat", "spm", "ncid", "cmpid", "ref_src", "ref_url",
    }
)  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "matomo_", "hsa_")
_UNSEEN = re.compile(r"[\x00-\x20\x7f]")
_HOST = re.compile(r"(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]*:[0-9a-f:.]*)\Z")
_USER = re.compile(r"(//)[^/?#\\]*@")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_address(url: str) -> str:
    """The address without what does not name the page; "" for anything but http and https.

    Scheme and host are lower-cased, the default port, user and password, the fragment and tracking
    parameters are dropped, an empty path is `/`; the other parameters keep their order (RFC 3986
    section 6.2.2 and 6.2.3, besides the dropped parameters).
    """
    plain = _UNSEEN.sub("", characters(url))
    try:
        parts = urlsplit(plain)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return ""
    place = _ascii_host(host)
    if not place:
        return ""
    if ":" in place:
        place = f"[{place}]"
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        place = f"{place}:{port}"
    return urlunsplit((scheme, place, _path(parts.path), _query(parts.query), ""))


def _ascii_host(host: str) -> str:
    """The host in lower-case ASCII (IDNA 2003, as the standard library has it), "" if impossible."""
    try:
        plain = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    plain = plain.lower().rstrip(".")
    return plain if _HOST.match(plain) else ""


def _path(path: str) -> str:
    return quote(path, safe="/%:@!$&'()*+,;=~-._") or "/"


def _query(query: str) -> str:
    if not query:
        return ""
    names = [pair.split("=", 1)[0].lower() for pair in query.split("&")]
    if not any(tracks(name) for name in names):
        return quote(query, safe="/%:@!$&'()*+,;=?~-._[]|")
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [(name, value) for name, value in pairs if not tracks(name.lower())]
    return urlencode(kept, errors="surrogateescape")


def tracks(name: str) -> bool:
    """Whether a parameter of this lower-case name says how a reader came, not what is read."""
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def without_user(url: str) -> str:
    """An address as a report may show it: what stands before the host could be a password."""
    return _USER.sub(r"\1...@", url, count=1)


def host_of(url: str) -> str:
    """The host of an address without a leading `www.`, "" when it has none."""
    try:
        host = urlsplit(canonical_address(url)).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def origin_of(url: str) -> str:
    """Scheme, host and port of an address as `https://news.example` or `http://news.example:8080` (RFC
    6454, section 6.2), "" for anything but http and https."""
    parts = urlsplit(canonical_address(url))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def join(base: str, link: str) -> str:
    """`link` as seen from the page at `base`; "" when it leads anywhere but to http or https."""
    plain = _UNSEEN.sub("", characters(link))
    try:
        whole = urljoin(characters(base), plain) if base else plain
        scheme = urlsplit(whole).scheme.lower()
    except ValueError:
        return ""
    return whole if scheme in _DEFAULT_PORTS else ""
