"""The nouns of the registry: a thing with a name, its aliases and what it is; senses of one name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityKind = Literal["company", "model", "benchmark", "product", "person"]
KINDS: tuple[EntityKind, ...] = ("company", "model", "product", "benchmark", "person")
Origin = Literal["shipped", "desk", "learned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One of several things that share a name, and the words around that tell it from the others.

    `sense` is a short word for it (`exchange`); `cues` are words or names, compared case-folded.
    `kind` is "other" for a thing of no kind the desk follows.
    """

    sense: str
    kind: EntityKind | Literal["other"]
    cues: tuple[str, ...]
    maker: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One known name. `key` is its folded form; `maker` names the company of a model or product.

    A company is any body that speaks for itself: a company, lab, university or project. `also` are
    further kinds it goes by (Cursor is a company and its product). A model entry stands for a
    family: `gemma 4 31b` is found as a variant of `gemma`. With `versioned` the bare name is a common
    word and means this only with a version behind it (`Falcon-H1`). `senses` are told apart by
    context, `usual` is the one meant where nothing speaks for another, "" where that is unsure,
    `apart` the names and aliases that are ambiguous (its own name, when left out).
    `origin` says whether it came with the package or from the desk's entities.toml.
    """

    key: str
    name: str
    kind: EntityKind
    maker: str = ""
    aliases: tuple[str, ...] = ()
    also: tuple[EntityKind, ...] = ()
    versioned: bool = False
    senses: tuple[Sense, ...] = ()
    usual: str = ""
    apart: tuple[str, ...] = ()
    notes: str = ""
    origin: Origin = "shipped"

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind it goes by."""
        return frozenset((self.kind, *self.also))
