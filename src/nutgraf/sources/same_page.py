"""One name per page for matching: what an AMP copy, a mobile host or a link of a platform stands for.

The name is never asked and never shown: keys of items stay what `canonical_address` makes them. What
could name another page is left alone (parameters we do not know, letter case, the order of
parameters), and a path word such as `amp` counts only behind what looks like an article.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from nutgraf.sources.address import canonical_address, tracks

_LONGEST = 4096
_CHATTER = frozenset(
    {
        "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "action_object_map",
        "action_type_map", "action_ref_map", "li_fat_id", "epik", "srsltid", "_gl", "_ga", "_kx",
        "_branch_match_id", "_branch_referrer", "trk_contact", "trk_msg", "trk_module", "trk_sid",
        "elqtrackid", "elqtrack", "at_medium", "at_campaign", "at_link_id", "at_link_origin",
        "at_link_type", "at_format", "at_ptr_name", "at_bbc_team", "xtor", "wt_mc", "wt.mc_id",
        "wt.tsrc", "mibextid", "gad_source", "gad_campaignid", "gclsrc", "dm_i", "cvid", "ocid",
        "__twitter_impression", "mc_tc", "mkt_unsubscribe", "sfmc_id", "bxid", "cndid", "ns_mchannel",
        "ns_source", "ns_campaign", "ns_linkname", "ns_fee", "icid", "ito", "zanpid", "wickedsource",
        "smid", "smtyp", "_r", "usqp", "amp_js_v", "amp_gsa", "__amp_source_origin",
    }
)  # fmt: skip
_CHATTER_PREFIXES = ("itm_", "ga_", "sb_referer_", "at_custom", "_bta_")
# What only these hosts mean by a name; elsewhere it may name the page (`?si=`, `?ref=` on GitHub).
_OF_HOST = {
    "youtube.com": frozenset({"si", "feature", "pp", "ab_channel"}),
    "open.spotify.com": frozenset({"si"}),
    "medium.com": frozenset({"source", "sk"}),
    "x.com": frozenset({"s", "t"}),
    "theguardian.com": frozenset({"cmp"}),
    "cnet.com": frozenset({"ftag"}),
    "zdnet.com": frozenset({"ftag"}),
}
_SESSIONS = frozenset({"phpsessid", "jsessionid", "cfid", "cftoken"})
_TOKEN = re.compile(r"(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{20,}\Z")
_PATH_SESSION = re.compile(r";jsessionid=[^/;]*", re.I)
# Where a link of a platform says what it leads to: host, path, the parameters that may hold it.
_PASSING_ON = {
    "l.facebook.com": ("/l.php", ("u",)),
    "lm.facebook.com": ("/l.php", ("u",)),
    "l.instagram.com": ("/", ("u",)),
    "l.messenger.com": ("/l.php", ("u",)),
    "l.threads.com": ("/", ("u",)),
    "youtube.com": ("/redirect", ("q",)),
    "out.reddit.com": ("", ("url",)),
    "duckduckgo.com": ("/l/", ("uddg",)),
    "slack-redir.net": ("/link", ("url",)),
    "vk.com": ("/away.php", ("to",)),
    "steamcommunity.com": ("/linkfilter/", ("u", "url")),
}
_GOOGLE = re.compile(r"(?:news\.)?google\.(?:com|[a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})\Z")
_SAFELINKS = ".safelinks.protection.outlook.com"
_AMP_CACHE = re.compile(r"/[a-z]{1,2}/(s/)?(?P<rest>[^/]+\.[^/]+(?:/.*)?)\Z", re.S)
_AMP_VIEWER = re.compile(r"/amp/(s/)?(?P<rest>[^/]+\.[^/]+(?:/.*)?)\Z", re.S)
_ARTICLE = re.compile(r"\d{4,}|[^/-]+-[^/-]+-[^/-]+")
_DATED = re.compile(r"/(?:19|20)\d\d/")
# Hosts that put the copy's word in the middle of a path.
_INSIDE = {"bbc.com": "/news/amp/", "bbc.co.uk": "/news/amp/"}
_WIKIS = re.compile(
    r"m\.(wikipedia|wiktionary|wikinews|wikimedia|wikiquote|wikisource|wikibooks|wikivoyage"
    r"|wikiversity|wikidata)\.org\Z"
)
_COPY_HOSTS = ("www.", "m.", "mobile.", "amp.")
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go"})
_ALIASES = {
    "twitter.com": "x.com",
    "old.reddit.com": "reddit.com",
    "np.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
}
_INDEX = re.compile(r"/index\.(?:html?|php)\Z", re.I)


def same_page(address: str) -> str:
    """The name under which every copy of a page matches, "" for what is no http or https address.

    Besides what `canonical_address` drops: the scheme's `s`, `www.`, `m.`, `mobile.` and `amp.`
    hosts, AMP caches, viewers, paths and parameters (amp.dev, "AMP cache URL format"), links of
    platforms that say where they lead, more tracking parameters and session ids, a trailing slash
    or `index.html`. A fragment that is a route (`#!/a`, `#/a`) stays. The same name comes back when
    it is asked for the name again.
    """
    name = address if len(address) <= _LONGEST else ""
    while name:
        again = _once(name)
        if again == name:
            return name
        name = again
    return canonical_address(address) if len(address) > _LONGEST else ""


def _once(address: str) -> str:
    """One step nearer to the name; the name itself comes back as it is."""
    canonical = canonical_address(_without_chatter(address))
    if not canonical:
        return ""
    parts = urlsplit(canonical)
    said, query = parts.hostname or "", parts.query
    inner = _behind(said, parts.path, query)
    if inner:
        return inner
    path = _path(parts.path, query=bool(query))
    # The front of a site for phones may be another site's front: only its inner pages are copies.
    host = _host(said, _COPY_HOSTS if path != "/" or query else ("www.",))
    inside = _INSIDE.get(host, "")
    if inside and path.startswith(inside) and _ARTICLE.search(path):
        path = inside.removesuffix("amp/") + path[len(inside) :]
    if host == "youtu.be" and path.count("/") == 1 and len(path) > 1:
        query = "&".join(filter(None, (f"v={path[1:]}", query)))
        host, path = "youtube.com", "/watch"
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    shown = f"[{host}]" if ":" in host else host
    route = _route(address)
    return f"https://{shown}{port}{path}{'?' + query if query else ''}{route}"


def _route(address: str) -> str:
    """The fragment where it is a place inside an application: `#!/a` and `#/a`, as canonical text."""
    _, mark, fragment = address.partition("#")
    if not mark or not fragment.startswith(("!", "/")):
        return ""
    return "#" + re.sub(r"[\x00-\x20\x7f]", "", fragment)


def _without_chatter(address: str) -> str:
    """The address without parameters that do not name the page, all else byte for byte."""
    front = address.partition("#")[0]
    path, asked, query = front.partition("?")
    path = _PATH_SESSION.sub("", path)
    if not asked:
        return path
    host = _host(_hostname(path))
    kept = [pair for pair in query.split("&") if pair and not _says_nothing(host, pair)]
    return f"{path}?{'&'.join(kept)}" if kept else path


def _hostname(address: str) -> str:
    try:
        return (urlsplit(address.strip()).hostname or "").lower()
    except ValueError:
        return ""


def _says_nothing(host: str, pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    if tracks(name) or name in _CHATTER or name.startswith(_CHATTER_PREFIXES):
        return True
    if name in _SESSIONS or name.startswith("aspsessionid"):
        return True
    if name in {"sid", "sessionid", "session_id"}:
        return bool(_TOKEN.match(value))
    if name == "amp":
        return value in {"", "1", "true"}
    if name in {"outputtype", "output", "view", "viewas"} and value.lower() == "amp":
        return True
    if name == "source" and value.startswith("rss-"):
        return True
    return name in _OF_HOST.get(host, ())


def _host(host: str, marks: tuple[str, ...] = _COPY_HOSTS) -> str:
    """The host without what marks a copy of the site for phones or caches."""
    host = _WIKIS.sub(r"\1.org", host) if host.endswith(".org") else host
    while True:
        for mark in marks:
            rest = host.removeprefix(mark)
            if rest != host and _is_site(rest):
                host = rest
                break
        else:
            return _ALIASES.get(host, host)


def _is_site(host: str) -> bool:
    """Whether a host is a site of its own and no bare ending such as `co.uk`; no IP address."""
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return False
    return not (len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SECOND_LEVEL)


def _behind(said: str, path: str, query: str) -> str:
    """The address that a platform's link, an AMP cache or an AMP viewer stands for, "" for none."""
    host = _host(said)
    if said.endswith(".cdn.ampproject.org"):
        return _rest(_AMP_CACHE, path, query)
    if _GOOGLE.match(host) or host == "bing.com":
        viewed = _rest(_AMP_VIEWER, path, query)
        if viewed or host == "bing.com":
            return viewed
        return _asked(query, ("q", "url")) if path == "/url" else ""
    if said.endswith(_SAFELINKS):
        return _asked(query, ("url",))
    known = _PASSING_ON.get(said) or _PASSING_ON.get(host)
    if known and (path == known[0] or not known[0]):
        return _asked(query, known[1])
    return ""


def _rest(pattern: re.Pattern[str], path: str, query: str) -> str:
    found = pattern.match(path)
    if not found:
        return ""
    scheme = "https" if found[1] else "http"
    return f"{scheme}://{found['rest']}{'?' + query if query else ''}"


def _asked(query: str, names: tuple[str, ...]) -> str:
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name in names:
            inner = unquote(value)
            return inner if canonical_address(inner) else ""
    return ""


def _path(path: str, *, query: bool) -> str:
    """The path without what marks an AMP copy, a front file's name or a closing slash."""
    if not query:
        path = _INDEX.sub("/", path)
    while True:
        shorter = _without_amp(path)
        if len(shorter) > 1 and shorter.endswith("/") and not shorter.endswith("//"):
            shorter = shorter[:-1]
        if shorter == path:
            return path
        path = shorter


def _without_amp(path: str) -> str:
    front, _, last = path.rstrip("/").rpartition("/")
    if last.lower() == "amp" and (_ARTICLE.search(front.rpartition("/")[2]) or _DATED.match(front)):
        return front
    for ending in (".amp.html", ".amp"):
        if last.lower().endswith(ending) and _ARTICLE.search(last[: -len(ending)]):
            return f"{front}/{last[: -len(ending)]}{'.html' if ending != '.amp' else ''}"
    first, _, others = path[1:].partition("/")
    if first.lower() == "amp" and _ARTICLE.search(others.rstrip("/").rpartition("/")[2]):
        return f"/{others}"
    return path
