"""First-hand material: a party to a story tells it, or its own pages are led to."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.entities import canonical, key_of
from nutgraf.stories.member import Member
from nutgraf.stories.model import StoryName
from nutgraf.stories.spread import place_of

FIRST_HAND = 0.25  # of the part `figures`, for a party's own text
_LED_TO = 0.15  # for an address of a party that others lead to
_MAIN = 5
_ENDINGS = frozenset({"co", "com", "org", "net", "gov", "edu", "ac"})  # before a country: co.uk


def first_hand(texts: Sequence[Member], names: Sequence[StoryName]) -> tuple[float, str]:
    """What first-hand material is worth (0-0.25), and in words what it is.

    A party is an owner whose name most other owners of the story give; somebody a single colleague
    credits is a source. An owner may be a host, and then its name is the label it was registered
    under.
    """
    if owner := _party(texts):
        return FIRST_HAND, f"first-hand from {owner}"
    parties = {_plain(name.key): name.name for name in names[:_MAIN]}
    for text in texts:
        for link in text.features.links:
            if name := parties.get(_plain(_label(place_of(link)))):
                return _LED_TO, f"leads to {place_of(link)}, of {name}"
    return 0.0, ""


def _party(texts: Sequence[Member]) -> str:
    naming: dict[str, set[str]] = {}
    for member in texts:
        for name in member.names:
            naming.setdefault(_plain(name.key), set()).add(member.owner)
    owners = {member.owner for member in texts}
    for member in texts:
        owner = _plain(_label(member.owner) or member.owner)
        others = naming.get(owner, set()) - {member.owner}
        if others and 2 * len(others) >= len(owners) - 1:
            return member.owner
    return ""


def _plain(name: str) -> str:
    """What an address and a name have in common: `Mistral` and `mistral.ai` are Mistral AI."""
    return canonical(key_of(name)).replace(" ", "")


def _label(host: str) -> str:
    """The label a host was registered under: `blog.openai.com` -> `openai`, "" for no host."""
    labels = host.casefold().split(".")
    if len(labels) < 2 or not all(labels) or " " in host:
        return ""
    short = len(labels) > 2 and labels[-2] in _ENDINGS and len(labels[-1]) == 2
    return labels[-3 if short else -2]
