"""The names of the day: voices before mentions, copies in nothing, the order of arrival in nothing."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nutgraf import reading
from nutgraf.entities import shipped
from nutgraf.stories import Member, counted_again, names_of_the_day
from nutgraf.stories.accounts import account_of
from nutgraf.stories.model import Membership, NameOfDay
from tests.stories.desk import capture, read


def member(
    text: str, owner: str = "Harbour Wire", accounts: str = "", copy_of: str | None = None
) -> Member:
    """A capture that cites accounts, as the fold sees it."""
    links = tuple(f"https://x.com/{one}/status/{at}" for at, one in enumerate(accounts.split(), 1))
    one = capture(text, owner=owner, links=links)
    placed = Membership(
        capture=one.id, story="s", copy_of=copy_of, copy="exact" if copy_of else "", similarity=0.0,
        reason="",
    )  # fmt: skip
    names = tuple(name for claim in reading.claims(one) for name in claim.parts.names)
    return Member(
        features=read(one), membership=placed, record=one.record, names=names, figures=0,
        engagement=(),
    )  # fmt: skip


DAY = (
    member("NVIDIA and again NVIDIA was said by one house of the NVIDIA racks."),
    member("NVIDIA racks went to two more towns.", owner="Quay Post"),
    member("Mistral AI put Devstral 3 on a laptop.", owner="Ada", accounts="ada_l grace_h"),
    member("We tried Devstral 3 and like it.", owner="Alan", accounts="alan_t kurt_g"),
    member("Everybody talks of Claude today.", owner="Alan", accounts="alan_t"),
)


def of(kind: str, found: tuple[NameOfDay, ...]) -> list[str]:
    return [one.name for one in found if one.kind == kind]


def test_whom_more_people_speak_of_comes_before_what_is_said_more_often() -> None:
    found = names_of_the_day(DAY, shipped())
    assert of("company", found) == ["Mistral AI", "NVIDIA"]
    assert of("model", found) == ["Devstral 3", "Claude"]


def test_a_company_reaches_as_far_as_what_it_makes() -> None:
    first = names_of_the_day(DAY, shipped())[0]
    parts = {part.name: part.note for part in first.signal.parts}
    # two accounts cite the company; four cite its model, on one site
    assert (parts["voices"], parts["reach"]) == ("2", "5")
    assert len(first.captures) == 1


def test_copies_count_in_nothing() -> None:
    copies = tuple(
        member(
            f"NVIDIA racks went to two more towns. {n}",
            owner=f"Copy {n}",
            accounts=f"c{n}",
            copy_of="x",
        )
        for n in range(50)
    )
    assert names_of_the_day((*DAY, *copies), shipped()) == names_of_the_day(DAY, shipped())


def test_one_account_is_one_voice() -> None:
    many = tuple(
        member(f"NVIDIA sold rack {n} too.", owner="Loud", accounts="loud") for n in range(30)
    )
    found = names_of_the_day((*DAY, *many), shipped())
    nvidia = next(one for one in found if one.name == "NVIDIA")
    assert {part.name: part.note for part in nvidia.signal.parts}["voices"] == "1"


def test_a_company_is_written_as_the_registry_writes_it_and_a_model_as_the_day_does() -> None:
    day = (
        member("Thanks to @GoogleDeepMind for gemma-4-31b.", owner="A"),
        member("We ran gemma-4-31b at home.", owner="B"),
        member("Gemma 4 31B is out.", owner="C"),
    )
    found = names_of_the_day(day, shipped())
    assert of("company", found) == ["Google DeepMind"]
    assert of("model", found) == ["gemma-4-31b"]


def test_a_model_is_written_in_full_where_anybody_does() -> None:
    day = (
        member("We ran Opus 4.6 at home.", owner="A"),
        member("Opus 4.6 is out, they say.", owner="B"),
        member("Here is Claude Opus 4.6 at last.", owner="C"),
    )
    assert of("model", names_of_the_day(day, shipped())) == ["Claude Opus 4.6"]


def test_an_unknown_name_counts_for_the_company_at_its_head() -> None:
    day = (member("They opened Ollama Harbourcloud today.", accounts="a b"),)
    assert of("company", names_of_the_day(day, shipped())) == ["Ollama"]


def test_what_was_learned_has_its_kind() -> None:
    day = (member("The makers at Kestrelholm were glad.", accounts="a b c"),)
    assert names_of_the_day(day, shipped()) == ()
    found = names_of_the_day(day, shipped(), {"kestrelholm": "company"})
    assert of("company", found) == ["Kestrelholm"]


def test_senses_are_counted_apart() -> None:
    day = (
        member("The bank Mercury took their deposits.", accounts="a b"),
        member("The planet Mercury stood low.", accounts="c d e"),
    )
    found = names_of_the_day(day, shipped())
    assert [(one.name, one.key, len(one.captures)) for one in found] == [
        ("Mercury", "mercury~bank", 1)
    ]


def test_a_page_of_links_and_a_stranger_buy_no_first_place() -> None:
    crowd = " ".join(f"account{n}" for n in range(40))
    page = member("NVIDIA has a rack that all should buy.", owner="Page", accounts=crowd)
    found = names_of_the_day((*DAY, page), shipped())
    nvidia = next(one for one in found if one.name == "NVIDIA")
    assert {part.name: part.note for part in nvidia.signal.parts}["voices"] == "12"
    known_for = names_of_the_day((*DAY, page), shipped(), strangers={"Page"})
    nvidia = next(one for one in known_for if one.name == "NVIDIA")
    assert {part.name: part.note for part in nvidia.signal.parts}["voices"] == "0"
    assert of("company", known_for) == ["Mistral AI", "NVIDIA"]


def test_a_name_and_its_longer_form_of_the_same_captures_are_printed_once() -> None:
    day = (
        member("Gemma 4 is out. Gemma 4 31B is its largest.", owner="A", accounts="a b"),
        member("We ran Gemma 4 at home. Gemma 4 31B ran too.", owner="B", accounts="c"),
        member("Gemma 4 is small.", owner="C", accounts="d"),
    )
    assert of("model", names_of_the_day(day, shipped())) == ["Gemma 4"]


def test_a_longer_form_with_captures_of_its_own_is_printed_beside_it() -> None:
    day = (
        member("Gemma 4 is out. Gemma 4 31B is its largest.", owner="A", accounts="a b"),
        member("We ran Gemma 4 31B at home.", owner="B", accounts="c"),
        member("Here is Gemma 4 31B on a phone.", owner="C", accounts="d"),
        member("Gemma 4 is small.", owner="D", accounts="e"),
        member("Gemma 4 is quick.", owner="E", accounts="f"),
    )
    assert set(of("model", names_of_the_day(day, shipped()))) == {"Gemma 4", "Gemma 4 31B"}


@given(st.integers(min_value=0, max_value=10_000))
def test_the_order_of_arrival_changes_nothing(seed: int) -> None:
    shuffled = list(DAY)
    random.Random(seed).shuffle(shuffled)
    assert names_of_the_day(shuffled, shipped()) == names_of_the_day(DAY, shipped())


def test_a_day_of_nothing_has_no_names() -> None:
    assert names_of_the_day((), shipped()) == ()
    assert names_of_the_day((replace(DAY[0], names=()),), shipped()) == ()


def test_whose_an_address_is() -> None:
    assert account_of("x.com/sama/status/1") == account_of("twitter.com/Sama") == "@sama"
    assert account_of("bsky.app/profile/a.example/post/3") == "a.example"
    assert account_of("youtube.com/@b/videos") == "youtube.com/@b"
    assert account_of("x.com/i/web/status/1") == account_of("arxiv.org/abs/1") == ""
    assert account_of("notx.com/sama") == ""


def test_how_long_a_model_thinks_is_no_part_of_its_name() -> None:
    day = (
        member("GPT-5.2 High was tried again in the lab.", owner="Ada"),
        member("We ran GPT-5.2 on a train and o3-mini-high at home.", owner="Alan"),
    )
    found = {one.name: len(one.captures) for one in names_of_the_day(day, shipped())}
    assert found["GPT-5.2"] == 2
    assert "o3-mini" in found


def test_a_company_is_named_by_what_is_called_after_it() -> None:
    day = (member("We put DeepSeek V4 on a laptop, and it ran."),)
    assert of("company", names_of_the_day(day, shipped())) == ["DeepSeek"]


def test_whom_one_text_gathers_many_accounts_for_comes_first() -> None:
    scattered = tuple(
        member("NVIDIA racks went to a town.", owner=one, accounts=one) for one in ("ada", "bob")
    )
    gathered = member("Mistral AI has a new home.", owner="Quay Post", accounts="cid dot eve")
    found = names_of_the_day((*scattered, gathered), shipped())
    assert of("company", found) == ["Mistral AI", "NVIDIA"]
    parts = {part.name: part.note for part in found[0].signal.parts}
    assert (parts["gathered"], parts["story"]) == ("3", "5")


def test_a_name_is_counted_again_from_its_own_captures() -> None:
    for one in names_of_the_day(DAY, shipped()):
        mine = [some for some in DAY if some.capture in one.captures]
        again = counted_again(mine, shipped(), one.kind, one.name)
        assert again is not None
        assert (again.key, again.captures) == (one.key, one.captures)
        assert again.signal.score <= one.signal.score


def test_what_a_capture_has_not_is_not_counted_again() -> None:
    assert counted_again(DAY, shipped(), "company", "NVIDIA") is None
    vercel = (member("Everybody runs the Vercel AI Gateway now."),)
    assert counted_again(vercel, shipped(), "model", "Claude") is None
