"""edition.html: one self-contained page that needs no network and runs no script.

Its policy allows its own style sheet, by digest, and nothing else (Content Security Policy 3).
Choosing a note opens its card through `:target`, so it works without script, with a keyboard, and
as a link. All words of sources pass through the template's escaping.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from nutgraf.editions.layout import standing, view_labels
from nutgraf.editions.model import Edition
from nutgraf.editions.page import Page, page_of
from nutgraf.now import show_day, show_instant
from nutgraf.text import one_line


def html(edition: Edition) -> bytes:
    """The edition as one UTF-8 HTML page; the same edition gives the same bytes."""
    templates = _templates()
    page = page_of(edition)
    style = _style(templates, page)
    text: str = templates.get_template("edition.html").render(
        edition=edition,
        page=page,
        laid=page.laid,
        style=style,
        policy=policy(style),
        day=show_day(edition.date),
        weekday=f"{edition.date:%A}",
        made=show_instant(edition.now),
        standing=standing(edition),
        views=view_labels(edition),
    )
    return text.encode("utf-8")


def policy(style: str) -> str:
    """The page's Content-Security-Policy: this style sheet, and nothing else from anywhere."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _templates() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("nutgraf.editions"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["line"] = one_line
    return templates


def _style(templates: Any, page: Page) -> str:
    """The style sheet, with a rule per note that lights up the sentences standing on it."""
    sheet: str = templates.loader.get_source(templates, "edition.css")[0]
    lit = ",\n".join(
        f'body:has(#n{card.number}:target) [data-n~="{card.number}"]' for card in page.cards
    )
    return f"\n{sheet}{lit} {{ background: var(--lit) }}\n" if lit else f"\n{sheet}"
