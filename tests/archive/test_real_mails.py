"""Real newsletters: what is read, and every link at the words it stood at."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks import mail


def test_real_letters_keep_their_links_where_they_stood(shared_data: Path) -> None:
    if not (shared_data / "email").is_dir():
        pytest.skip("data absent: email")
    found = mail.real(shared_data)
    assert (found["mails"], found["read"]) == (207, 206)
    assert found["refused"] == {"office": 1}  # an Outlook file under another name
    assert found["links_placed"] > 8_000
    assert found["links_with_their_words_at_their_place"] == found["links_placed"]
    assert found["tracking_pixels"] > 100
