"""Where links lead that are counted on the way: read from the link alone, never asked."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sources.address import canonical_address
from nutgraf.sources.mail.pixels import tracking_pixels
from nutgraf.sources.mail.redirectors import unwrapped

TARGET = "https://news.example/2026/04/desk?id=7&page=2"
QUOTED = quote(TARGET, safe="")
SUBSTACK = (
    base64.urlsafe_b64encode(json.dumps({"e": TARGET, "p": 1, "s": 2}).encode())
    .decode()
    .rstrip("=")
)
BING = base64.urlsafe_b64encode(TARGET.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "link",
    [
        TARGET,
        TARGET + "&utm_source=letter&utm_medium=email&mc_cid=1",
        f"https://www.google.com/url?q={QUOTED}&sa=D&source=editors&ust=1",
        f"https://www.google.co.uk/url?sa=t&url={QUOTED}",
        f"https://eur01.safelinks.protection.outlook.com/?url={QUOTED}&data=05%7C01&sdata=x&reserved=0",
        f"https://l.facebook.com/l.php?u={QUOTED}&h=AT0",
        f"https://www.youtube.com/redirect?event=video&q={QUOTED}",
        f"https://www.linkedin.com/redir/redirect?url={QUOTED}&urlhash=x",
        f"https://out.reddit.com/t3_x?url={QUOTED}&token=y",
        f"https://slack-redir.net/link?url={QUOTED}",
        f"https://www.bing.com/ck/a?!&&p=1&u=a1{BING}&ntb=1",
        f"https://urldefense.com/v3/__{TARGET}__;!!abc!def$",
        "https://urldefense.com/v3/__https:/news.example/2026/04/desk?id=7&page=2__;!!abc!def$",
        "https://urldefense.com/v3/__https://news.example/2026/04/desk*id=7*page=2__;PyY!!abc!def$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__news.example_2026_04_desk-3Fid-3D7-26page-3D2&d=DwM&c=x",
        f"https://substack.com/redirect/2/{SUBSTACK}.c2lnbmF0dXJl?",
        f"https://letters.example/redirect/2/{SUBSTACK}",
        f"https://click.mailer.example/track/click?id=1&url={QUOTED}",
        f"https://t.example/r.php?u={QUOTED}",
        f"https://abc.r.us-east-1.awstrack.me/L0/{QUOTED}/1/0100018/x=1",
        f"https://www.google.com/url?q={quote(f'https://t.example/click?url={QUOTED}', safe='')}",
        f"https://eur01.safelinks.protection.outlook.com/?url={quote(TARGET + '&utm_source=x', safe='')}",
    ],
)
def test_a_link_that_carries_its_target_leads_there(link: str) -> None:
    assert unwrapped(link) == canonical_address(TARGET)


@pytest.mark.parametrize(
    "link",
    [
        "https://click.mailer.example/f/a/pX7opaque~~/AAQRxQA~/RgRn",
        "https://u123.ct.sendgrid.net/ls/click?upn=u001.opaque",
        "https://letters.us1.list-manage.com/track/click?u=1&id=2&e=3",
        "https://news.example/story?url=https%3A%2F%2Fother.example%2F",  # a page about another
        "https://web.archive.org/web/2026/https://news.example/",
        "https://substack.com/redirect/7c0b-opaque?j=eyJ1",
        "https://www.google.com/url?q=javascript%3Aalert(1)",
        "https://www.google.com/search?q=https%3A%2F%2Fnews.example",
        "https://urldefense.com/v3/__;!!",
        "https://t.example/r?u=ftp%3A%2F%2Fx.example",
    ],
)
def test_a_link_that_does_not_say_where_it_leads_stays(link: str) -> None:
    assert unwrapped(link) == canonical_address(link)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@b.example", "", "https://[", "https://t.example/r?u="])  # fmt: skip
def test_what_is_no_web_address_is_none(link: str) -> None:
    assert unwrapped(link) == canonical_address(link)


def test_a_place_within_the_page_is_kept() -> None:
    assert (
        unwrapped("https://news.example/a?utm_source=x#part-2") == "https://news.example/a#part-2"
    )
    assert unwrapped("https://news.example/a#<b>") == "https://news.example/a"


def test_a_circle_ends() -> None:
    link = "https://t.example/r?u=https%3A%2F%2Ft.example%2Fr"
    assert unwrapped(link) == "https://t.example/r"


@given(st.text(max_size=60))
def test_any_target_gives_a_web_address_or_none(words: str) -> None:
    for form in ("https://www.google.com/url?q={}", "https://urldefense.com/v3/__{}__;{}!!x!y$",
                 "https://substack.com/redirect/2/{}", "https://t.example/click/{}", "{}"):  # fmt: skip
        found = unwrapped(form.format(words, words))
        assert found == "" or found.startswith(("http://", "https://"))
        assert not any(char in found for char in ' \n\r\t\x00<>"')


@given(st.sampled_from(["https://a.example/x?y=1", "http://b.example:8080/", "https://xn--grn-hoa.example/"]), st.integers(0, 4))  # fmt: skip
def test_wrapping_again_leads_to_the_same_place(target: str, times: int) -> None:
    link = target
    for _ in range(times):
        link = f"https://www.google.com/url?q={quote(link, safe='')}"
    assert unwrapped(link) == canonical_address(target)


def test_a_picture_that_is_shown_is_no_pixel() -> None:
    html = (
        '<img src="https://a.example/logo.png" width="600" height="1"><img src="cid:1" width="1" height="1">'
        '<img src="https://a.example/chart.png"><img alt="x"><img src="data:image/gif;base64,R0" width=1 height=1>'
        '<img src="https://a.example/opening.jpg" style="max-width:100%;height:auto">'
    )
    assert tracking_pixels(html) == 0
    spacer = '<img src="https://a.example/spacer.gif" width="1" height="1">'
    assert (
        tracking_pixels(spacer) == 0 and tracking_pixels(spacer.replace(".gif", ".gif?id=7")) == 1
    )
    twice = '<img src="https://a.example/p.gif" width="1" height="1">'
    assert tracking_pixels(twice) == 1 and tracking_pixels(twice * 3) == 0
