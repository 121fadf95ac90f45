"""The pictures of the measurements page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks import clustering_page, gate_peers, log_curves
from benchmarks.log_curves import Line, Panel
from benchmarks.pictures import Bar, Group, chart


def agreement(figures: dict[str, Any]) -> str:
    """Ours between the floor and the ceiling, by kind of name."""
    groups = [
        Group(
            name={"company": "companies", "model": "models"}[kind],
            bars=(
                Bar(label="counting mentions", value=one["floor"], words=f"{one['floor']:.2f}",
                    whose="other"),
                Bar(label="our editions", value=one["ours"], words=f"{one['ours']:.2f}"),
                Bar(label="ceiling", value=one["ceiling"], words=f"{one['ceiling']:.2f}",
                    whose="limit"),
            ),
        )
        for kind, one in figures["agreement"].items()
    ]  # fmt: skip
    return chart("Names the editors listed, among our first five", groups, scale=1.0)


def assembly(figures: dict[str, Any]) -> str:
    """Speed and memory beside the usual assembly, at each size."""
    names = {"pool": "nutgraf, pool", "inline": "nutgraf, one process", "usual": "usual assembly"}
    parts = {
        "captures_per_second": ("captures a second (more is better)", ""),
        "peak_mib": ("peak memory (less is better)", " MiB"),
    }
    groups = [
        Group(
            name=f"{one['found']['inline']['captures']:,} captures: {said}",
            bars=tuple(
                Bar(label=name, value=one["costs"][key][part],
                    words=f"{one['costs'][key][part]:,}{unit}",
                    whose="other" if key == "usual" else "ours")
                for key, name in names.items()
            ),
        )
        for part, (said, unit) in parts.items()
        for one in figures["sizes"].values()
    ]  # fmt: skip
    return chart("The whole chain against the usual assembly", groups)


def growth(figures: dict[str, Any]) -> str:
    """Cost per capture at each size of the archive."""
    groups = [
        Group(
            name=said,
            bars=tuple(
                Bar(label=f"{int(mark):,} captures", value=one["ms_per_capture"],
                    words=f"{one['ms_per_capture']:.1f} ms")
                for mark, one in figures[key].items()
            ),
        )
        for key, said in (("own_days", "own days"), ("even_days", "even days of 100"))
    ]  # fmt: skip
    longest = max(bar.value for group in groups for bar in group.bars)
    return chart("CPU time a capture as the archive grows", groups, scale=longest)


def main_text(figures: dict[str, Any]) -> str:
    """How much of the article each extractor takes, on the news pages."""
    found = figures["main_text"]["sets"]["news"]
    ranked = sorted(found.items(), key=lambda one: (-one[1]["f1"], one[0]))
    bars = tuple(
        Bar(label=name, value=one["f1"], words=f"{one['f1']:.3f}",
            whose="ours" if name == "canonical text" else "other")
        for name, one in ranked
    )  # fmt: skip
    return chart("Main text of 120 news pages (F1)", [Group(name="", bars=bars)], scale=1.0)


def salvage(figures: dict[str, Any]) -> str:
    """Entries lost of damaged feeds, ours beside the parser alone."""
    groups = [
        Group(
            name=kind,
            bars=tuple(
                Bar(label=label, value=round(100 * (1 - one[key]), 2),
                    words=f"{100 * (1 - one[key]):.1f}% lost", whose=whose)
                for key, label, whose in (("ours", "nutgraf", "ours"),
                                          ("theirs", "feedparser alone", "other"))
            ),
        )
        for kind, one in sorted(figures["damaged"]["kinds"].items())
    ]  # fmt: skip
    longest = max(bar.value for group in groups for bar in group.bars)
    return chart("Entries lost of 2,000 damaged feeds (less is better)", groups, scale=longest)


def million(figures: dict[str, Any]) -> str:
    """Cost per capture and memory as the made stream grows."""
    marks = {int(mark): one for mark, one in figures["marks"].items()}
    parts = {"features": "features_ms", "near-duplicates and clustering": "gather_ms"}
    costs = [
        Line(name=name, points=tuple((mark, one[part]) for mark, one in marks.items()))
        for name, part in parts.items()
    ]
    both = tuple((mark, one["features_ms"] + one["gather_ms"]) for mark, one in marks.items())
    memory = tuple((mark, one["resident_mib"]) for mark, one in marks.items())
    return log_curves.chart(
        "What a capture costs, and memory, as the archive grows",
        (
            Panel(title="CPU milliseconds a capture", across="captures in the archive",
                  lines=(Line(name="both", points=both), *costs)),
            Panel(title="MiB of the gathering process", across="captures in the archive",
                  lines=(Line(name="resident", points=memory),)),
        ),
    )  # fmt: skip


def peers(figures: dict[str, Any]) -> str:
    """Quality against speed on each set, and cost as the captures grow."""
    panels = [
        Panel(
            title=f"F1 (B-cubed) against speed: {said}", across="captures a second",
            lines=tuple(
                Line(name=_PEERS[key], points=((one["captures_per_second"], one["scores"][2]),))
                for key, one in found.items()
            ),
        )
        for said, found in figures["sets"].items()
    ]  # fmt: skip
    growing = Panel(
        title="CPU milliseconds a capture", across="captures", logarithmic=True,
        lines=tuple(
            Line(name=_PEERS[key], points=tuple((int(size), cost) for size, cost in costs.items()))
            for key, costs in figures["growth"].items()
        ),
    )  # fmt: skip
    return log_curves.chart("Clustering: ours and others", (*panels, growing))


_PEERS = {
    "ours": "nutgraf", "agglomerative": "agglomerative", "hdbscan": "HDBSCAN",
    "nearest": "nearest by TF-IDF",
}  # fmt: skip


PICTURES: dict[str, Callable[[dict[str, Any]], str]] = {
    "replay": agreement, "assembly": assembly, "growth": growth, "canonical_text": main_text,
    "feeds": salvage, "clustering": clustering_page.picture, "million": million, "peers": peers,
    "gate_peers": gate_peers.picture,
}  # fmt: skip
