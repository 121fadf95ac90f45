"""The registry: aliases share an entity, variants keep their key, prefixes do not fool it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.entities import canonical, find, key_of, shipped


@pytest.mark.parametrize(
    ("key", "name", "kind"),
    [
        ("gemma 4 31b", "Gemma", "model"), ("qwen3 6 plus", "Qwen", "model"), ("gpt 5 3 codex", "GPT", "model"),
        ("deepmind", "Google DeepMind", "company"), ("altman", "Sam Altman", "person"),
        ("opus 4 6", "Claude Opus", "model"), ("swe bench verified", "SWE-bench", "benchmark"),
        ("claude code", "Claude Code", "product"), ("ios 26 4", "iOS", "product"),
        ("cursor ai", "Cursor", "company"), ("vllm project", "vLLM", "company"), ("falcon h1r 7b", "Falcon", "model"),
        ("minimax m9 5", "MiniMax-M", "model"), ("deepseek v9", "DeepSeek-V", "model"), ("mai thinking 1", "MAI", "model"),
    ],
)  # fmt: skip
def test_a_name_is_found_with_its_kind(key: str, name: str, kind: str) -> None:
    found = find(key)
    assert found is not None
    assert (found.name, found.kind) == (name, kind)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "apple pie",
        "meta analysis",
        "kestrelholm",
        "sam",
        "31b",
        "gem",
        "falcon",
        "step",
        "seed round",
    ],
)
def test_what_is_not_known_is_not_guessed(key: str) -> None:
    assert find(key) is None


def test_aliases_meet_and_variants_stay_apart() -> None:
    assert canonical("opus 4 6") == canonical("claude opus 4 6")
    assert canonical("gemma 4 31b") != canonical("gemma 4 26b")
    assert canonical("kestrelholm labs") == "kestrelholm labs"


def test_every_entity_is_found_by_its_own_name_and_aliases() -> None:
    for entity in shipped().entities:
        for name in (entity.name, *entity.aliases):
            if not entity.versioned or key_of(name) != entity.key:
                found = find(key_of(name))
                assert found is not None, name
                assert found.name == entity.name


def test_no_alias_is_claimed_twice() -> None:
    owners: dict[str, str] = {}
    for entity in shipped().entities:
        for name in {key_of(one) for one in (entity.name, *entity.aliases)}:
            assert owners.setdefault(name, entity.name) == entity.name, name


def test_a_usual_sense_is_one_of_the_senses_and_an_ambiguous_name_one_of_the_names() -> None:
    for entity in shipped().entities:
        if entity.senses:
            assert entity.usual in {"", *(one.sense for one in entity.senses)}
            assert set(entity.apart) <= {entity.name, *entity.aliases}


def test_makers_are_known_themselves() -> None:
    known = {entity.name for entity in shipped().entities if entity.kind == "company"}
    makers = {entity.maker for entity in shipped().entities if entity.maker}
    assert makers - known == set()


def test_a_variant_of_a_company_that_is_its_product_is_a_product() -> None:
    assert shipped().kind_of("cursor") == "company"
    assert shipped().kind_of("cursor 2 0") == "product"


@given(
    st.lists(st.sampled_from(["opus", "gemma", "4", "31b", "meta", "pie", "claude"]), max_size=5)
)
def test_canonical_is_settled_at_once(words: list[str]) -> None:
    once = canonical(" ".join(words))
    assert canonical(once) == once


def test_a_variant_is_no_alias_of_what_it_varies() -> None:
    """`Terminal-Bench 2.0` is found under Terminal-Bench, but a figure on one is none on the other."""
    glued = [
        (entity.name, alias)
        for entity in shipped().entities
        if entity.kind in {"model", "product", "benchmark"} and entity.name != "X"
        for alias in entity.aliases
        if key_of(alias).startswith(f"{entity.key} ")
    ]
    assert glued == []
