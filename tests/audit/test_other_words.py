"""The kinds of the planted set in other words: short digests written after the rules, to try them.

On their first run 18 of the 22 defects were found and 2 of the 15 right ones flagged; the rules were then
mended in general, and all are held here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nutgraf.newsroom.audit_digest import Against, audit_path

KINDS = {
    "points", "baseline", "variant-or-year", "outlier", "at-odds", "relative-date", "hearsay",
    "one-platform", "conflict", "uncited",
}  # fmt: skip


def case(kind: str, digest: str, *sources: dict[str, Any]) -> tuple[str, str, list[dict[str, Any]]]:
    return kind, digest, list(sources)


def s(place: str, text: str, day: str = "2026-06-01", **more: Any) -> dict[str, Any]:
    owner = place.split("/")[0]
    return {
        "source": owner, "owner": owner, "url": f"https://{place}", "title": text[:30], "text": text,
        "published_at": f"{day}T08:00:00Z", **more,
    }  # fmt: skip


A = "https://a.example/1"
B = "https://b.example/2"
H = "# Letter\n\n5 June 2026\n\n"
CASES = [
    case(
        "points",
        H
        + f"Unemployment in the valley has gone up by 2% since January, the office [reports]({A}).\n\nSchools [stay open]({B}).",
        s(
            "a.example/1",
            "The rate of unemployment in the valley is 8.1% in May, the office says. In January it stood at 6.1%.",
        ),
        s("b.example/2", "Schools stay open this summer."),
    ),
    case(
        "points",
        H + f"The bank raised its key rate [by 0.5%]({A}) to 3.5%.\n\nRain [fell]({B}).",
        s("a.example/1", "The bank lifts the key rate from 3.0% to 3.5%, it announced."),
        s("b.example/2", "Rain fell on the coast."),
    ),
    case(
        "points",
        H + f"Support for the bridge [dropped 9%]({A}) within a year.",
        s("a.example/1", "In this year's poll 44% support the bridge. A year ago 53% did."),
    ),
    case(
        "",
        H + f"Support for the bridge [dropped 17%]({A}) within a year, to 44%.",
        s("a.example/1", "In this year's poll 44% support the bridge. A year ago 53% did."),
    ),
    case(
        "",
        H + f"Exports [grew 4%]({A}) in May and make up 31% of sales.",
        s("a.example/1", "Exports grew 4% in May. They make up 31% of sales, after 27% last year."),
    ),
    case(
        "baseline",
        H + f"The new train is [40% quieter]({A}).",
        s(
            "a.example/1",
            "At full speed the train is 40% quieter than the model of 1988, and as loud as the current one.",
        ),
    ),
    case(
        "baseline",
        H + f"Harvest robots [pick twice as fast]({A}).",
        s(
            "a.example/1",
            "In the test the robots pick twice as fast as untrained students. Skilled pickers were faster than both.",
        ),
    ),
    case(
        "baseline",
        H
        + f"The phone is [20% lighter than last year's]({A}) and its battery lasts [30% longer than the Orbit 5's]({B}).",
        s(
            "a.example/1",
            "The phone is 20% lighter than last year's model. Its battery lasts 10% less than that of last year's model.",
        ),
        s(
            "b.example/2",
            "The battery of the new phone lasts 30% longer than the Orbit 5's, but the Orbit 5 weighs less.",
        ),
    ),
    case(
        "",
        H + f"The phone is [20% lighter than last year's]({A}).",
        s("a.example/1", "The phone is 20% lighter than last year's model."),
    ),
    case(
        "",
        H + f"The mill used [15% less water than in 2024]({A}) and 4% more power.",
        s(
            "a.example/1",
            "The mill used 15% less water than in 2024. It used 4% more power than in 2024.",
        ),
    ),
    case(
        "variant-or-year",
        H + f"The Corvo Mini [goes 310 kilometres]({A}) on a charge.",
        s(
            "a.example/1",
            "There are two cars. The Corvo Max goes 310 kilometres on a charge. The Corvo Mini has a smaller battery and goes 220.",
        ),
    ),
    case(
        "variant-or-year",
        H + f"In 2025 the zoo had [812,000 visitors]({A}).",
        s("a.example/1", "The zoo counted 812,000 visitors in 2023 and 745,000 in 2025."),
    ),
    case(
        "variant-or-year",
        H + f"Pelican 4 Preview [scored 77.1]({A}) on the test.",
        s("a.example/1", "Pelican 4 Final scored 77.1 on the test. The preview had been at 70.2."),
    ),
    case(
        "",
        H + f"Pelican 4 Final [scored 77.1]({A}) on the test.",
        s("a.example/1", "Pelican 4 Final scored 77.1 on the test. The preview had been at 70.2."),
    ),
    case(
        "outlier",
        H + f"The dam in Orva [holds 3 billion cubic metres]({A}).\n\nIt [was built in 1961]({B}).",
        s("a.example/1", "The dam in Orva holds 3 billion cubic metres of water."),
        s(
            "b.example/2",
            "The Orva dam was built in 1961 and holds 300 million cubic metres of water.",
        ),
        s(
            "c.example/3",
            "With its 300 million cubic metres of water the dam in Orva is the second largest.",
        ),
    ),
    case(
        "outlier",
        H + f"Kestrel Air [carried 9,000 passengers]({A}) in May.",
        s("a.example/1", "Kestrel Air carried 9,000 passengers in May."),
        s("b.example/2", "Kestrel Air had 90,000 passengers in May, the airport says."),
        s("c.example/3", "In May 90,000 passengers flew with Kestrel Air."),
    ),
    case(
        "",
        H + f"Kestrel Air [carried 90,000 passengers]({B}) in May and has [900 employees]({A}).",
        s("a.example/1", "Kestrel Air has 900 employees."),
        s("b.example/2", "Kestrel Air had 90,000 passengers in May, the airport says."),
        s("c.example/3", "In May 90,000 passengers flew with Kestrel Air."),
    ),
    case(
        "at-odds",
        H
        + f"The Orva hospital [will get a heliport]({A}).\n\nThe Orva hospital [will not get a heliport]({B}), its director says.",
        s("a.example/1", "The Orva hospital will get a heliport."),
        s("b.example/2", "The Orva hospital will not get a heliport, says its director."),
    ),
    case(
        "at-odds",
        H + f"Coffee [prevents gout]({A}), a study finds.\n\nCoffee [might prevent gout]({B}).",
        s("a.example/1", "Coffee prevents gout, our study finds."),
        s("b.example/2", "Coffee might prevent gout."),
    ),
    case(
        "",
        H
        + f"The Orva hospital [will get a heliport]({A}).\n\nThe Selm hospital [will not get a heliport]({B}).",
        s("a.example/1", "The Orva hospital will get a heliport."),
        s("b.example/2", "The Selm hospital will not get a heliport."),
    ),
    case(
        "",
        H
        + f"The port says the crane [is safe]({A}).\n\nThe union, however, says the crane [is not safe]({B}).",
        s("a.example/1", "The crane is safe, the port says."),
        s("b.example/2", "The crane is not safe, says the union."),
    ),
    case(
        "relative-date",
        H + f"The mayor [resigned yesterday]({A}).",
        s("a.example/1", "The mayor resigned on 28 May 2026, after a long night.", "2026-05-29"),
    ),
    case(
        "relative-date",
        H + f"The festival [begins next week]({A}).",
        s("a.example/1", "The festival begins on 26 June 2026 with a parade."),
    ),
    case(
        "relative-date",
        H + f"Two years ago the mill [was sold]({A}) to a fund.",
        s("a.example/1", "The mill was sold to a fund on 3 March 2021."),
    ),
    case(
        "",
        H + f"The festival [begins next week]({A}).",
        s("a.example/1", "The festival begins on 10 June 2026 with a parade."),
    ),
    case(
        "",
        H + f"The mayor [resigned yesterday]({A}).",
        s("a.example/1", "The mayor resigned on Thursday.", "2026-06-04"),
    ),
    case(
        "hearsay",
        H + f"The airline [plans to fire 400 pilots]({A}).",
        s(
            "a.example/1",
            "According to the Selm Gazette, the airline plans to fire 400 pilots.",
            links=[{"url": "https://selm-gazette.example/x", "at": 3}],
        ),
    ),
    case(
        "hearsay",
        H + f"The minister [knew of the leak in March]({A}).",
        s(
            "a.example/1",
            "The Night Desk wrote that the minister knew of the leak in March. He did not answer us.",
        ),
    ),
    case(
        "",
        H + f"The minister [knew of the leak in March]({A}), the Night Desk reports.",
        s(
            "a.example/1",
            "The Night Desk wrote that the minister knew of the leak in March. He did not answer us.",
        ),
    ),
    case(
        "",
        H + f"The minister [did not answer questions]({A}).",
        s(
            "a.example/1",
            "The Night Desk wrote that the minister knew of the leak in March. The minister did not answer our questions.",
        ),
    ),
    case(
        "conflict",
        H + f"The fire destroyed 14 houses, say the [police]({A}) and the [mayor]({B}).",
        s("a.example/1", "Police: 14 houses were destroyed by the fire."),
        s("b.example/2", "The mayor said that the fire destroyed 17 houses."),
    ),
    case(
        "conflict",
        H + f"The strike cost the firm 3 million euros.[^1][^2]\n\n[^1]: {A}\n[^2]: {B}",
        s("a.example/1", "The strike cost 3 million euros, the firm says."),
        s("b.example/2", "Analysts put the cost of the strike for the firm at 5 million euros."),
    ),
    case(
        "",
        H + f"The fire destroyed [14 houses]({A}) and [17 barns]({B}).",
        s("a.example/1", "Police: 14 houses were destroyed by the fire."),
        s("b.example/2", "The mayor said that the fire destroyed 17 barns."),
    ),
    case(
        "",
        H
        + f"The strike cost 3 million euros and lasted nine days.[^1][^2]\n\n[^1]: {A}\n[^2]: {B}",
        s("a.example/1", "The strike cost 3 million euros, the firm says."),
        s("b.example/2", "The strike lasted nine days and the union has 5 million euros left."),
    ),
    case(
        "uncited",
        H + f"The pool [opens in May]({A}). Tickets cost 4 euros.\n",
        s("a.example/1", "The pool opens in May."),
    ),
    case(
        "uncited",
        H
        + f"Hello!\n\nThe pool [opens in May]({A}).\n\nMost of the staff left last winter, and nobody has replaced them.\n\nSee you on Friday!",
        s("a.example/1", "The pool opens in May."),
    ),
    case(
        "",
        H
        + f"Hi all, it is hot here.\n\nThe pool [opens in May]({A}).\n\nThat's it for this week!\n\nHave a good weekend.",
        s("a.example/1", "The pool opens in May."),
    ),
]


@pytest.mark.parametrize(("kind", "digest", "sources"), CASES)
def test_a_defect_is_found_and_what_is_right_is_not_flagged(
    tmp_path: Path, kind: str, digest: str, sources: list[dict[str, Any]]
) -> None:
    (tmp_path / "d.md").write_text(digest, encoding="utf-8")
    lines = "".join(json.dumps(one) + "\n" for one in sources)
    (tmp_path / "s.jsonl").write_text(lines, encoding="utf-8")
    report = audit_path(tmp_path / "d.md", Against(sources=tmp_path / "s.jsonl"))
    assert {noted.kind for _, noted in report.failed if noted.kind in KINDS} == ({kind} - {""})
