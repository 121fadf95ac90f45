"""Settings: every value with its origin; what is not known is an error that helps."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit

from nutgraf.errors import NutgrafError
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.settings import read_settings

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
    ],
)
def test_what_is_not_known_names_file_line_and_the_nearest(text: str, line: str, hint: str) -> None:
    with pytest.raises(NutgrafError) as refused:
        _read(text)
    assert "nutgraf.toml" in refused.value.happened
    assert line in refused.value.happened
    assert hint in refused.value.next_step
    assert refused.value.exit_code == 2


def test_a_time_zone_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(NutgrafError, match="Mars/Olympus"):
        _read('[desk]\ntime_zone = "Mars/Olympus"\n')


def test_a_desk_made_with_any_name_can_be_opened(tmp_path: Path) -> None:
    for name in ("plain", 'quo"ted', "back\\slash", "漢字", "it's"):
        make_desk(tmp_path / name)
        with open_desk(tmp_path / name) as desk:
            assert desk.settings.desk.name
