"""Settings: every value with its origin; what is not known is an error that helps."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit

from nutgraf.errors import NutgrafError, SettingsError
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.settings import RANGES, read_settings
from nutgraf.store.folder import read_sources

GOOD = """\
[desk]
name = "My desk"
time_zone = "Europe/Berlin"

[edition]
most_words = 1500

[[edition.sections]]
name = "Top stories"

[[edition.sections]]
name = "Chips"
words = ["chip", "gpu"]
most_stories = 2
"""


def _read(text: str):
    return read_settings(tomlkit.parse(text).unwrap(), text)


def test_values_and_their_origins() -> None:
    settings, origins = _read(GOOD)
    assert settings.desk.time_zone == "Europe/Berlin"
    assert settings.edition.most_words == 1500
    assert [section.name for section in settings.edition.sections] == ["Top stories", "Chips"]
    assert settings.edition.sections[1].words == ("chip", "gpu")
    where = {one.name: one.origin for one in origins}
    assert where["desk.name"] == "nutgraf.toml:2"
    assert where["edition.most_words"] == "nutgraf.toml:6"
    assert where["edition.most_takes"] == "default"


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ('[desk]\nnmae = "x"\n', "line 2", "'name'"),
        ('[dsek]\nname = "x"\n', "line 1", "'desk'"),
        ("\n[edition]\nmost_wrods = 3\n", "line 3", "'most_words'"),
        ('[edition]\nmost_words = "many"\n', "line 2", "settings show"),
        ('[desk]\nrunner = "cluster"\n', "line 2", "settings show"),
        ('[desk]\nclock = "yesterday"\n', "line 2", "take it out"),
        ("desk = 3\n", "line 1", "[desk]"),
        ('[embedding]\nembedder = "minlm"\n', "line 2", "'minilm'"),
        ('[embedding]\nembedder = "?"\n', "line 2", "none, minilm"),
    ],
)
def test_what_is_not_known_names_file_line_and_the_nearest(text: str, line: str, hint: str) -> None:
    with pytest.raises(NutgrafError) as refused:
        _read(text)
    assert "nutgraf.toml" in refused.value.happened
    assert line in refused.value.happened
    assert hint in refused.value.next_step
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "entry", ["", "localhost:80", "10.0.0.0/8", "10.0.0.1/8:80", "10.0.0.0/8:0"]
)
def test_a_network_that_is_none_names_file_line_and_form(entry: str) -> None:
    with pytest.raises(SettingsError) as refused:
        _read(f'[fetch]\nrobots = true\nallow = ["[fd00::]/8:443", "{entry}"]\n')
    assert refused.value.happened.startswith("In nutgraf.toml, line 3, 'fetch.allow' ")
    assert repr(entry) in refused.value.happened
    assert "CIDR:port" in refused.value.next_step


def test_a_time_zone_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(NutgrafError, match="Mars/Olympus"):
        _read('[desk]\ntime_zone = "Mars/Olympus"\n')


def test_a_desk_made_with_any_name_can_be_opened(tmp_path: Path) -> None:
    for name in ("plain", 'quo"ted', "back\\slash", "漢字", "it's"):
        make_desk(tmp_path / name)
        with open_desk(tmp_path / name) as desk:
            assert desk.settings.desk.name


@pytest.mark.parametrize(
    ("room", "said"),
    [
        ("edition", "stale_days = 99999999999"),
        ("edition", "stale_days = -1"),
        ("edition", "most_words = -5"),
        ("edition", "sections = []"),
        ("edition", 'sections = [{name = " "}]'),
        ("edition", 'sections = [{name = "A"}, {name = "a"}]'),
        ("edition", 'sections = [{name = "A", most_stories = -1}]'),
        ("stories", "window_days = 99999999999"),
        ("stories", "half_life_days = 0.0"),
        ("stories", "join_threshold = nan"),
        ("stories", 'signal_weights = [["owners", inf]]'),
        ("fetch", "total_seconds = -1.0"),
        ("writing", "longest_sentence = 0"),
        ("desk", 'clock = "0001-01-01T00:00:00+05:00"'),
        ("desk", 'clock = "9999-01-01T00:00:00Z"'),
    ],
)
def test_what_is_out_of_range_names_file_and_line(room: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        _read(f"[{room}]\n{said}\n")
    assert refused.value.happened.startswith(
        f"In nutgraf.toml, line 2, '{room}.{said.split(' ')[0]}' "
    )
    assert refused.value.next_step


def test_every_number_has_its_range_and_every_default_lies_in_it() -> None:
    _, origins = _read("")
    numbers = {
        one.name: one.value
        for one in origins
        if isinstance(one.value, int | float) and not isinstance(one.value, bool)
    }
    assert set(RANGES) == {*numbers, "stories.signal_weights"}
    for name, value in numbers.items():
        assert RANGES[name][0] <= value <= RANGES[name][1]
        room, key = name.split(".")
        for edge in RANGES[name]:
            assert _read(f"[{room}]\n{key} = {edge}\n")[1]


@pytest.mark.parametrize(
    "sources",
    ["source = 3", "source = [1]", '[source]\nid = "a"']
    + [
        f'[[source]]\nid="a"\nname="a"\nkind="file"\naddress="a"\nowner=""\n{more}'
        for more in ("weight = -1.0", "weight = nan", "quote_limit = -3", 'id2 = "b"')
    ],
)
def test_sources_that_are_none_are_refused(sources: str, tmp_path: Path) -> None:
    make_desk(tmp_path)
    (tmp_path / "sources.toml").write_text(sources, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sources\.toml"):
        read_sources(tmp_path)
