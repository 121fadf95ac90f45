"""The names of the day are proved from their captures: what is added, moved or swollen is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from nutgraf import reading, stories
from nutgraf.archive.model import Capture
from nutgraf.archive.words import CaptureWords
from nutgraf.audit.names_listed import check_names
from nutgraf.editions.edition_json import edition_json
from nutgraf.editions.form import EditionForm, read_form
from nutgraf.editions.model import Edition
from nutgraf.entities import Registry, shipped
from nutgraf.stories import Member
from nutgraf.stories.model import Membership
from tests.stories.desk import capture

Form = dict[str, Any]


def _capture(text: str, owner: str, accounts: str = "") -> Capture:
    links = tuple(f"https://x.com/{one}/status/{at}" for at, one in enumerate(accounts.split(), 1))
    return capture(text, owner=owner, links=links)


DAY = (
    _capture("NVIDIA racks went to two more towns.", "Quay Post"),
    _capture("Mistral AI put Devstral 3 on a laptop.", "Ada", "ada_l grace_h MistralAI"),
    _capture("We tried Devstral 3 and like it.", "Alan", "alan_t kurt_g"),
    _capture("Devstral 3 answers in the train, says a reader.", "Kurt", "kurt_g"),
    _capture("Everybody talks of Claude Opus 4.6 today.", "Alan", "alan_t"),
)
NEITHER = _capture("Boats came in late at the harbour today.", "Harbour Wire")


def _member(one: Capture) -> Member:
    claims = reading.claims(one)
    placed = Membership(capture=one.id, story="s", copy_of=None, copy="", similarity=0.0, reason="")
    return Member(
        features=stories.features(one, claims), membership=placed, record=one.record,
        names=tuple(name for claim in claims for name in claim.parts.names), figures=0,
        engagement=(),
    )  # fmt: skip


@pytest.fixture
def form(edition: Edition) -> Form:
    ours = {"reading": str(reading.VERSION), "stories": str(stories.VERSION)}
    kept = tuple(pair for pair in edition.colophon.versions if pair[0] not in ours)
    last = max(one.fetched_at for one in (*DAY, NEITHER))
    made = replace(
        edition, now=max(edition.now, last),
        names_of_the_day=stories.names_of_the_day([_member(one) for one in DAY], shipped()),
        colophon=replace(edition.colophon, versions=(*kept, *ours.items())),
    )  # fmt: skip
    found: Form = json.loads(edition_json(made))
    return found


def faults(form: Form, words: CaptureWords | None, registry: Registry | None = None) -> list[str]:
    told = read_form(json.dumps(form).encode())
    assert isinstance(told, EditionForm), told
    return [one.message for one in check_names(told, words, registry or shipped())]


WORDS = CaptureWords((*DAY, NEITHER))


def test_what_was_counted_is_counted_again(form: Form) -> None:
    assert [one["name"] for one in form["names_of_the_day"]] == [
        "Mistral AI", "NVIDIA", "Devstral 3", "Claude Opus 4.6",
    ]  # fmt: skip
    assert faults(form, WORDS) == []
    assert faults(form, None) == []


def _first(form: Form, kind: str) -> Form:
    found: Form = next(one for one in form["names_of_the_day"] if one["kind"] == kind)
    return found


def _rename(form: Form) -> None:
    _first(form, "company")["name"] = "Quillon"


def _add_capture(form: Form) -> None:
    one = _first(form, "model")
    one["captures"] = sorted([*one["captures"], NEITHER.id])


def _drop_capture(form: Form) -> None:
    del _first(form, "model")["captures"][0]


def _unknown_capture(form: Form) -> None:
    _first(form, "model")["captures"] = ["f" * 64]


def _swell(form: Form) -> None:
    _first(form, "model")["signal"]["voices"]["value"] = 1.0


def _shrink(form: Form) -> None:
    _first(form, "company")["signal"]["owners"]["value"] = 0.0


def _weigh(form: Form) -> None:
    _first(form, "company")["signal"]["reach"]["weight"] = 0.9


def _swap(form: Form) -> None:
    names = form["names_of_the_day"]
    names[0], names[1] = names[1], names[0]


def _twice(form: Form) -> None:
    form["names_of_the_day"].insert(0, form["names_of_the_day"][0])


def _as_model(form: Form) -> None:
    form["names_of_the_day"].reverse()


def _before_it_came(form: Form) -> None:
    form["now"] = "2020-01-01T00:00:00Z"


TAMPERED: tuple[tuple[Callable[[Form], None], str], ...] = (
    (_rename, "is not a name that each of its captures has"),
    (_add_capture, "is not a name that each of its captures has"),
    (_drop_capture, "is not as strong as its captures make it"),
    (_unknown_capture, "gives captures the archive has not"),
    (_swell, "is not as strong as its captures make it"),
    (_shrink, "is not as strong as its captures make it"),
    (_weigh, "is not ranked by the parts and weights of its kind"),
    (_swap, "is stronger than the one listed before it"),
    (_twice, "are not listed once each"),
    (_as_model, "companies before models"),
    (_before_it_came, "gives a capture that came after the edition"),
)


@pytest.mark.parametrize(("tamper", "said"), TAMPERED, ids=[one.__name__ for one, _ in TAMPERED])
def test_every_change_is_found(form: Form, tamper: Callable[[Form], None], said: str) -> None:
    tamper(form)
    assert any(said in one for one in faults(form, WORDS)), faults(form, WORDS)


def test_an_edition_of_another_version_is_not_held_to_todays_counting(form: Form) -> None:
    _swell(form)
    form["colophon"]["versions"]["stories"] = "0"
    assert faults(form, WORDS) == []


def test_a_name_the_desk_has_taken_out_since_is_still_found(form: Form) -> None:
    without = Registry(one for one in shipped().entities if one.name != "Mistral AI")
    assert faults(form, WORDS, without) == []
