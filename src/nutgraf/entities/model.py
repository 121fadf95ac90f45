"""The noun of the registry: a thing with a name, its aliases and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityKind = Literal["company", "model", "benchmark", "product", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One known name. `key` is its folded form; `maker` names the company of a model or product.

    A model entry stands for a family: `gemma 4 31b` is found as a variant of `gemma`.
    """

    key: str
    name: str
    kind: EntityKind
    maker: str = ""
    aliases: tuple[str, ...] = ()
