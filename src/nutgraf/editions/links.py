"""Addresses as an edition may link to them: http and https only, nothing that ends the link early."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from nutgraf.text import showable

_KEPT = "/:@!$&*+,;=-._~%"


def safe_link(address: str) -> str | None:
    """The address as plain ASCII fit for an attribute or a Markdown link, or None.

    None for any scheme but http and https, for user names in the address, and for what does not
    parse. Host names outside ASCII are shown in their IDNA form, so that look-alike letters are
    seen; every character with a meaning in HTML or Markdown is percent-encoded (RFC 3986, 2.1).
    """
    try:
        parts = urlsplit(showable(address).strip())
        host, port = parts.hostname or "", parts.port
        plain_host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in {"http", "https"} or not _is_host(plain_host) or "@" in parts.netloc:
        return None
    place = f"[{plain_host}]" if ":" in plain_host else plain_host
    netloc = place if port is None else f"{place}:{port}"
    return urlunsplit(
        (
            parts.scheme,
            netloc,
            quote(parts.path, safe=_KEPT),
            quote(parts.query, safe=_KEPT + "?"),
            quote(parts.fragment, safe=_KEPT + "?"),
        )
    )


def host_of(link: str) -> str:
    """The host of a link made by `safe_link`, without a leading www."""
    return (urlsplit(link).hostname or "").removeprefix("www.")


def _is_host(host: str) -> bool:
    return bool(host) and all(char.isalnum() or char in "-.:_" for char in host) and host.isascii()
