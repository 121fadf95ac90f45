"""Lines with byte offsets, bounded."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.wire import lines


@settings(deadline=None)
@given(
    st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"").rstrip(b"\r"))),
    st.booleans(),
)
def test_offsets_and_lines_come_back(rows: list[bytes], closed: bool) -> None:
    data = b"\n".join(rows) + (b"\n" if closed else b"")
    found = list(lines(io.BytesIO(data)))
    for offset, line in found:
        assert data[offset : offset + len(line)] == line
    expected = data.split(b"\n")
    assert [line for _, line in found] == (expected[:-1] if not expected[-1] else expected)


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), max_size=8), st.integers(1, 12))
def test_long_lines_are_cut_to_one_more_than_allowed(sizes: list[int], longest: int) -> None:
    data = b"".join(b"x" * size + b"\n" for size in sizes)
    found = list(lines(io.BytesIO(data), longest=longest))
    assert [len(line) for _, line in found] == [min(size, longest + 1) for size in sizes]
    starts = [sum(sizes[:at]) + at for at in range(len(sizes))]
    assert [offset for offset, _ in found] == starts


def test_carriage_returns_are_part_of_the_line_end() -> None:
    assert list(lines(io.BytesIO(b"a\r\n\r\nb"))) == [(0, b"a"), (3, b""), (5, b"b")]
