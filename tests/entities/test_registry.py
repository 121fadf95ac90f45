"""The registry: aliases share an entity, variants keep their key, prefixes do not fool it."""

from __future__ import annotations

import pytest

from nutgraf.entities import canonical, entities, find, key_of


@pytest.mark.parametrize(
    ("key", "name", "kind"),
    [
        ("gemma 4 31b", "Gemma", "model"), ("qwen3 6 plus", "Qwen", "model"), ("gpt 5 3 codex", "GPT", "model"),
        ("deepmind", "Google DeepMind", "company"), ("altman", "Sam Altman", "person"),
        ("opus 4 6", "Claude Opus", "model"), ("swe bench verified", "SWE-bench", "benchmark"),
        ("claude code", "Claude Code", "product"), ("ios 26 4", "iOS", "product"),
    ],
)  # fmt: skip
def test_a_name_is_found_with_its_kind(key: str, name: str, kind: str) -> None:
    found = find(key)
    assert found is not None
    assert (found.name, found.kind) == (name, kind)


@pytest.mark.parametrize(
    "key", ["", "apple pie", "meta analysis", "kestrelholm", "sam", "31b", "gem"]
)
def test_what_is_not_known_is_not_guessed(key: str) -> None:
    assert find(key) is None


def test_aliases_meet_and_variants_stay_apart() -> None:
    assert canonical("opus 4 6") == canonical("claude opus 4 6")
    assert canonical("gemma 4 31b") != canonical("gemma 4 26b")
    assert canonical("kestrelholm labs") == "kestrelholm labs"


def test_every_entity_is_found_by_its_own_name_and_aliases() -> None:
    for entity in entities():
        for name in (entity.name, *entity.aliases):
            found = find(key_of(name))
            assert found is not None, name


def test_no_alias_is_claimed_twice() -> None:
    owners: dict[str, str] = {}
    for entity in entities():
        for name in {key_of(one) for one in (entity.name, *entity.aliases)}:
            assert owners.setdefault(name, entity.name) == entity.name, name
