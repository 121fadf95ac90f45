"""Secrets of sources: read from the environment at the edge, sent to one origin, told to nobody."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from nutgraf.sources.looks.visits import Errand
from nutgraf.wire.refusing import RefusedError
from nutgraf.wire.resolver import Checked

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}\Z")


def secret_of(name: str, environ: Mapping[str, str]) -> str:
    """The value of the environment variable `name`, without space around it.

    Raises RefusedError, which names the variable and never its value, when it is missing, empty or
    holds what no header can carry.
    """
    if not _NAME.match(name):
        raise RefusedError(
            "secret-name", "The source's `secret` is no name of an environment variable.",
            "Put the secret into an environment variable and its name into `secret`.",
        )  # fmt: skip
    value = environ.get(name, "").strip()
    if not value:
        raise RefusedError(
            "secret-missing", f"The environment variable {name} is not set.",
            f"Set {name} where nutgraf runs, or remove `secret` from the source.",
        )  # fmt: skip
    if not value.isprintable():
        raise RefusedError(
            "secret-unusable", f"The environment variable {name} holds more than one line of text.",
            f"Set {name} to the secret alone.",
        )  # fmt: skip
    return value


def authorization(errand: Errand, environ: Mapping[str, str]) -> str:
    """The Authorization header of an errand: basic with a user (RFC 7617), else bearer (RFC 6750).

    Raises RefusedError as `secret_of` does.
    """
    value = secret_of(errand.secret, environ)
    if errand.user:
        both = f"{errand.user}:{value}".encode()
        return "Basic " + base64.b64encode(both).decode("ascii")
    if not value.isascii():
        raise RefusedError(
            "secret-unusable",
            f"The environment variable {errand.secret} holds letters that no token has.",
            f"Set {errand.secret} to the token alone.",
        )
    return f"Bearer {value}"


def may_carry(checked: Checked) -> bool:
    """Whether a secret may go there: over TLS, or inside a network on the operator's list."""
    return checked.target.scheme == "https" or checked.listed
