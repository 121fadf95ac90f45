"""Addresses: http and https only, and nothing in one that ends a link early."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.editions.links import host_of, safe_link


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("HTTP://EXAMPLE.org:8080/", "http://example.org:8080/"),
        ("  https://example.org/x  ", "https://example.org/x"),
        ("https://example.org/a b(c)[d]", "https://example.org/a%20b%28c%29%5Bd%5D"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/ä?ö=ü", "https://example.org/%C3%A4?%C3%B6=%C3%BC"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://xn--80ak6aa92e.example/", "https://xn--80ak6aa92e.example/"),
        ("https://аррӏе.example/", "https://xn--80ak6aa92e.example/"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
    ],
)
def test_links_are_plain_ascii(address: str, link: str) -> None:
    assert safe_link(address) == link


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "JaVaScRiPt:alert(1)//https://example.org",
        "data:text/html,<script>alert(1)</script>",
        "obsidian://open?vault=x",
        "file:///etc/passwd",
        "app://local/x",
        "ftp://example.org/",
        "mailto:a@example.org",
        "//example.org/x",
        "example.org",
        "https://",
        "https:///path",
        "https://user:pass@example.org/",
        "https://example.org:port/",
        "https://exa mple.org/",
        "https://a<b>.example/",
        "https://" + "a" * 70 + ".example/",
        "http://[::1/",
    ],
)
def test_what_is_no_plain_web_address_has_no_link(address: str) -> None:
    assert safe_link(address) is None


@settings(deadline=None)
@given(st.one_of(st.text(), st.text().map(lambda tail: "https://example.org/" + tail)))
def test_a_link_can_never_leave_its_attribute_or_brackets(address: str) -> None:
    link = safe_link(address)
    assert link is None or re.fullmatch(r"https?://[!-~]+", link)
    assert (
        link is None
        or not set("<>\"'()[]`\\ {}|^").intersection(link)
        or (link.startswith(("http://[", "https://[")))
    )
    assert link is None or safe_link(link) == link


def test_the_host_is_shown_without_www() -> None:
    assert host_of("https://www.example.org/x") == "example.org"
