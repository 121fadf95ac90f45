"""Text in old charsets, labelled, unlabelled and mislabelled, and bytes that try to be something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.sources.decode import Decoded, Undecodable, decode
from nutgraf.sources.detect import detect
from tests.sources.charset_samples import FRESH, TEXTS, is_right, samples

pytestmark = pytest.mark.threat("P5")


def test_at_least_58_of_the_60_are_read_right(
    record_property: Callable[[str, object], None],
) -> None:
    made = samples()
    assert len({one.name for one in made}) == len(made) == 60
    wrong = [
        one.name for one in made if not is_right(one, decode(one.data, media_type=one.media_type))
    ]
    assert len(wrong) <= 2, wrong
    record_property("number", f"{len(made) - len(wrong)} of {len(made)} read right")


def test_fresh_sentences_are_read_right() -> None:
    assert len(FRESH) == 30
    wrong = [(charset, text) for charset, text in FRESH if _text(text.encode(charset)) != text]
    assert len(wrong) <= 1, wrong


def _text(data: bytes, label: str = "") -> str | None:
    decoded = decode(data, media_type=f"text/plain; charset={label}" if label else "")
    return decoded.text if isinstance(decoded, Decoded) else None


def test_nothing_is_lost_whatever_was_guessed() -> None:
    """The bytes are kept, and read again with the right label they give the text."""
    for charset, text in (*FRESH, *(("utf-8", text) for text in TEXTS.values())):
        data = text.encode(charset)
        assert isinstance(decode(data), Decoded)
        assert data.decode(charset) == text
    for sample in samples():
        decoded = decode(sample.data, media_type=sample.media_type)
        assert isinstance(decoded, Decoded) == (sample.text is not None)


@pytest.mark.parametrize("bytes_of_a_mark", [b"\xc0\xbc", b"\xe0\x80\xbc", b"\xf0\x80\x80\xbc"])
@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "windows-1251", "gb18030", "big5"])
def test_overlong_bytes_are_never_a_mark(bytes_of_a_mark: bytes, label: str) -> None:
    found = _text(b"before " + bytes_of_a_mark + b"script>alert(1)", label)
    assert found is not None and "<" not in found


@pytest.mark.parametrize("data", [
    b"<p>\x1b$B</p><script>alert(1)</script>\x1b(B</p>", b"<p>\x1b(J\\</p>", b'<img alt="\x1b$@"onerror=alert(1)>',
])  # fmt: skip
@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "shift_jis", "euc-jp", "gb18030"])
def test_escapes_of_iso_2022_jp_switch_nothing_unless_it_is_named(data: bytes, label: str) -> None:
    found = _text(data, label)
    assert found is not None
    assert all(ord(char) < 0x80 for char in found), "read as what it shows, not as Japanese"


@pytest.mark.parametrize("name", ["utf-7", "UTF-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7"])
def test_utf_7_is_refused_and_never_guessed(name: str) -> None:
    data = b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    assert isinstance(decode(data, media_type=f"text/html; charset={name}"), Undecodable)
    assert _text(data) == data.decode("ascii")


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=120))
def test_a_guess_is_a_charset_of_python_and_the_same_every_time(data: bytes) -> None:
    found = detect(data)
    assert found == detect(data)
    assert not found or isinstance(b"".decode(found), str)


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from([text for text in TEXTS.values() if len(text) > 30]),
    st.binary(max_size=3).filter(lambda cut: b"\x00" not in cut),
)
def test_a_broken_end_never_spoils_utf_8(text: str, end: bytes) -> None:
    data = f"{text} {text}".encode() + b" " + end
    found = _text(data)
    assert found is not None and found.startswith(f"{text} {text}")
