"""entities.toml: what a desk adds, renames, forgets; mistakes named by file, line and nearest key."""

from __future__ import annotations

import tomllib

import pytest

from nutgraf.entities import Changes, key_of, read_changes, registry_with, shipped
from nutgraf.errors import SettingsError
from nutgraf.reading import recognise
from nutgraf.reading.recognise import parts_at


def changes(text: str) -> Changes:
    return read_changes(tomllib.loads(text), text)


def test_a_name_is_added_with_aliases() -> None:
    known = registry_with(
        changes('[[name]]\nname = "Kestrel Labs"\nkind = "company"\naliases = ["@kestrel_hq"]\n')
    )
    found = known.find(key_of("@kestrel_hq"))
    assert found is not None
    assert (found.name, found.kind, found.origin) == ("Kestrel Labs", "company", "desk")
    assert [n.kind for n in parts_at("We met Kestrel Labs there.", registry=known).names] == [
        "company"
    ]
    assert [n.kind for n in recognise("We met Kestrel Labs there.").names] == ["other"]


def test_a_shipped_name_is_renamed_and_keeps_its_aliases() -> None:
    known = registry_with(changes('[[name]]\nname = "Zhipu AI"\nrename = "Z Dot AI"\n'))
    found = known.find(key_of("Zhipu"))
    assert found is not None
    assert found.name == "Z Dot AI"
    assert known.canonical("zhipu ai") == "z dot ai"


def test_a_shipped_name_takes_another_kind() -> None:
    known = registry_with(changes('[[name]]\nname = "Ollama"\nkind = "product"\nalso = []\n'))
    assert known.kind_of("ollama") == "product"


def test_a_name_is_forgotten_and_an_alias_alone() -> None:
    known = registry_with(
        changes(
            '[[name]]\nname = "Kaggle"\nforget = true\n'
            '[[name]]\nname = "Meta"\nforget_aliases = ["Facebook"]\n'
        )
    )
    assert known.find("kaggle") is None
    assert known.find("facebook") is None
    assert known.find("meta") is not None


def test_what_the_desk_says_wins_over_what_ships() -> None:
    known = registry_with(
        changes('[[name]]\nname = "Opus Audio"\nkind = "company"\naliases = ["Opus"]\n')
    )
    found = known.find("opus")
    assert found is not None
    assert found.name == "Opus Audio"


def test_a_name_is_kept_apart() -> None:
    known = registry_with(
        changes(
            '[[name]]\nname = "Phoenix"\nkind = "model"\n\n'
            '[[name.senses]]\nsense = "model"\nkind = "model"\ncues = ["weights"]\n\n'
            '[[name.senses]]\nsense = "city"\nkind = "other"\ncues = ["Arizona"]\n'
        )
    )
    assert "phoenix" in known.ambiguous


def test_no_change_is_the_shipped_registry() -> None:
    assert registry_with(changes("")) is shipped()


@pytest.mark.parametrize(
    ("text", "happened", "next_step"),
    [
        ('[[nme]]\nname = "X"\n', "the key 'nme' is not known", "[[name]]"),
        ('[[name]]\nname = "Kestrel"\nkind = "company"\n\n[[name]]\nname = "Auk"\nkid = "model"\n',
         "line 7, the key 'kid'", "Did you mean 'kind'?"),
        ('[[name]]\nname = "Kestrel"\nkind = "modle"\n', "line 3, the kind", "Did you mean 'model'?"),
        ('[[name]]\nkind = "model"\n', "line 1, name 1 has no 'name'", "Write name"),
        ('[[name]]\nname = "Kestrel"\n', "'Kestrel' is new and has no kind", "Write kind"),
        ('[[name]]\nname = "OpenAI"\naliases = "x"\n', "is not right", "nutgraf names show"),
        ('[[name]]\nname = "Auk"\nkind = "model"\n[[name]]\nname = "auk"\nkind = "model"\n',
         "stands a second time", "one [[name]]"),
        ('[[name]]\nname = "Auk"\nkind = "model"\naliases = ["Dodo"]\n[[name]]\nname = "Dodo"\nkind = "model"\n',
         "is claimed by", "one of the two"),
        ('[[name]]\nname = "Auk"\nkind = "model"\naliases = ["Ollama"]\n',
         "line 4, the alias 'Ollama' of 'Auk' is the name of 'Ollama'", "Take it out"),
        ('name = 3\n', "is no list of tables", "[[name]]"),
        ('[[name]]\nname = "OpenAI"\nusual = "dodo"\n', "none of its senses", "Name one"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(text: str, happened: str, next_step: str) -> None:
    with pytest.raises(SettingsError) as caught:
        changes(text)
    assert "entities.toml" in caught.value.happened
    assert happened in caught.value.happened
    assert next_step in caught.value.next_step
