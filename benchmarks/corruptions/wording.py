"""Words that turn a sentence: denial, strength, direction, and clauses no source bears."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from benchmarks.corruptions.passages import Passage

_DENIALS = (
    (r"\b(is|are|was|were|has|have|had|will|would|could|should|does|did|do|can) not\b", r"\1"),
    (r"\bcannot\b", "can"), (r"\b(is|are|was|were|has|have|had|would|could|should|does|did)n[’']t\b", r"\1"),
    (r"\bcan[’']t\b", "can"), (r"\bwon[’']t\b", "will"), (r"\bnever\b ?", ""), (r"\bfailed to\b", "managed to"),
    (r"\bno longer\b", "still"), (r"\bwithout\b", "with"), (r"\brefused to\b", "agreed to"), (r"\bdenied\b", "confirmed"),
)  # fmt: skip
_AFFIRMED = (
    (r"\b(is|are|was|were|has|have|had|will|would|could|should|can|does|did)\b(?! (?:not|never|no|been not)\b|n[’'])", r"\1 not"),
)  # fmt: skip
# Common verbs of news, past and present, with their plain form.
_PLAIN = dict(
    pair.split(":")
    for pair in [
        "announced:announce",
        "released:release",
        "launched:launch",
        "won:win",
        "lost:lose",
        "beat:beat",
        "killed:kill",
        "arrested:arrest",
        "signed:sign",
        "agreed:agree",
        "rose:rise",
        "fell:fall",
        "reached:reach",
        "began:begin",
        "ended:end",
        "joined:join",
        "bought:buy",
        "sold:sell",
        "acquired:acquire",
        "opened:open",
        "closed:close",
        "left:leave",
        "met:meet",
        "found:find",
        "showed:show",
        "led:lead",
        "took:take",
        "made:make",
        "built:build",
        "hit:hit",
        "received:receive",
        "passed:pass",
        "approved:approve",
        "rejected:reject",
        "published:publish",
        "raised:raise",
        "cut:cut",
        "paid:pay",
        "used:use",
        "introduced:introduce",
        "added:add",
        "supported:support",
        "allowed:allow",
        "required:require",
        "provided:provide",
        "included:include",
        "confirmed:confirm",
        "became:become",
        "gave:give",
        "got:get",
        "went:go",
        "came:come",
        "ran:run",
        "played:play",
        "scored:score",
        "struck:strike",
        "caused:cause",
        "destroyed:destroy",
        "pleaded:plead",
        "appeared:appear",
        "returned:return",
        "moved:move",
        "started:start",
        "stopped:stop",
    ]
)
# After these a past form is no past tense.
_NO_PERFECT = "".join(
    rf"(?<!\b{word} )"
    for word in [
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "get",
        "gets",
        "got",
        "and",
        "also",
        "who",
    ]
)
_PRESENT = dict(
    pair.split(":")
    for pair in [
        "supports:support",
        "allows:allow",
        "requires:require",
        "uses:use",
        "includes:include",
        "offers:offer",
        "shows:show",
        "reaches:reach",
        "runs:run",
        "leads:lead",
        "beats:beat",
        "works:work",
        "makes:make",
        "takes:take",
        "gives:give",
        "needs:need",
        "provides:provide",
        "contains:contain",
        "reduces:reduce",
        "improves:improve",
        "outperforms:outperform",
        "remains:remain",
        "plans:plan",
        "expects:expect",
        "wants:want",
    ]
)
_STRONGER = (
    (r"\b(?:may|might|could) (?=[a-z])", "will "), (r"\bplans? to\b", "has begun to"), (r"\bplanned to\b", "began to"),
    (r"\b(?:is|are) expected to\b", "is certain to"), (r"\bwas expected to\b", "was certain to"), (r"\bexpects to\b", "will"),
    (r"\b(?:hopes|aims|intends|wants) to\b", "will"), (r"\b(?:reportedly|allegedly|possibly|perhaps|likely|probably|apparently|potentially) ", ""),
    (r"\b(?:some|many|most|several|a few) (?:of (?:the|its|their) )?(?=[a-z]+s\b)", "all "), (r"\b(?:often|sometimes|usually|generally|typically)\b", "always"),
    (r"\bsuggest(s|ed)?\b", r"prove\1"), (r"\balleged\b", "proven"), (r"\b(?:appears?|seems?) to\b", "is known to"), (r"\b(?:appeared|seemed) to\b", "was known to"),
    (r"\bproposed\b", "adopted"), (r"\bin some cases\b", "in every case"), (r"\bindicat(es|ed)\b", r"prov\1"),
    (r"\bone of the (?=\w+est\b|most\b|best\b|top\b)", "the single "), (r"\btrying to\b", "succeeding to"), (r"\bbelieved to\b", "known to"),
    (r"\bsuspected\b", "convicted"), (r"\bconsidering\b", "carrying out"),
)  # fmt: skip
_TURNED = tuple(
    tuple(row.split(":"))
    for row in (
        "more than:less than higher:lower highest:lowest rose:fell rises:falls rising:falling increased:decreased increases:decreases "
        "increase:decrease increasing:decreasing faster:slower fastest:slowest larger:smaller largest:smallest bigger:smaller biggest:smallest "
        "better:worse best:worst above:below before:after first:last earlier:later stronger:weaker strongest:weakest cheaper:dearer "
        "gained:lost grew:shrank grown:shrunk longer:shorter longest:shortest older:younger oldest:youngest over:under most:fewest "
        "greater:lesser improved:worsened improves:worsens up:down majority:minority easier:harder won:lost beat:trailed more:fewer at least:at most "
        "fewer:more less:more lower:higher lowest:highest fell:rose falls:rises dropped:climbed declined:climbed slower:faster smaller:larger "
        "smallest:largest worse:better worst:best below:above after:before last:first later:earlier down:up under:over"
    )
    .replace("more than", "more_than").replace("less than", "less_than").replace("at least", "at_least").replace("at most", "at_most")
    .split()
)  # fmt: skip
_TAILS = (
    "which analysts called a turning point for the whole industry", "prompting regulators to open a formal inquiry",
    "although critics doubt that the numbers will hold up", "to the delight of long-time shareholders",
    "and officials expect similar moves across the region", "raising fears of a wider shortage this winter",
    "after months of quiet lobbying behind closed doors", "a step that insiders had long resisted",
    "making earlier approaches obsolete", "despite loud objections from unions", "which surprised most observers",
    "and a second round of layoffs is being prepared", "drawing sharp criticism from consumer groups",
    "as part of a broader restructuring", "while rivals scrambled to respond", "setting a precedent for future disputes",
    "and the board has since apologised", "because demand had collapsed overnight", "leading to long queues outside stores",
    "in what neighbours described as a miracle", "a result that independent auditors later confirmed",
    "and insurers are bracing for heavy claims", "following weeks of technical glitches", "thanks to generous tax breaks",
    "which could reshape the balance of power", "and volunteers worked through the night", "amid growing doubts about its safety",
    "a decision welcomed by environmental campaigners", "with the proceeds going to charity", "and the website crashed within minutes",
    "as investors rushed for the exits", "sparking protests in several cities", "and lawyers are preparing an appeal",
    "although the method remains controversial among scientists", "reversing a policy of many decades",
    "to avoid a costly court battle", "and hospitals were put on alert", "winning praise from academics",
    "a claim that engineers privately dispute", "while subscribers complained about hidden fees",
)  # fmt: skip


def turned_negation(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """What was denied is affirmed, or the other way round."""
    denied = _tried(passage.text, _DENIALS, chance)
    if denied:
        return denied
    verbs = [
        (rf"(?<=[a-z] ){_NO_PERFECT}\b{said}\b(?! (?:to|by)\b)", f"did not {plain}")
        for said, plain in _PLAIN.items()
    ]
    verbs += [(rf"(?<=[a-z] )\b{said}\b", f"does not {plain}") for said, plain in _PRESENT.items()]
    return _tried(passage.text, (*_AFFIRMED, *verbs), chance)


def stronger(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """What was possible, planned or true of some is certain, done or true of all."""
    return _tried(passage.text, _STRONGER, chance)


def turned_comparison(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """A direction or degree is its opposite."""
    turns = [
        (
            rf"(?<![\w’'-]){one.replace('_', ' ')}(?![\w’'-])" + _figure_after(one),
            other.replace("_", " "),
        )
        for one, other in _TURNED
    ]
    return _tried(passage.text, turns, chance)


def invented_tail(passage: Passage, chance: Random, strangers: Sequence[str]) -> str | None:
    """A clause that no source bears, without a name or figure.

    The first half of the clauses is for the texts that rules may be made on, the second for the rest.
    """
    half = len(_TAILS) // 2
    tails = _TAILS[half:] if passage.held else _TAILS[:half]
    text = passage.text.rstrip()
    body = re.sub(r"[.!?]?([”\"']?)$", r"\1", text)
    return f"{body}, {chance.choice(tails)}."


def _figure_after(word: str) -> str:
    """Small words turn a comparison only before or beside a figure, or before what they compare."""
    if word in {"over", "under", "above", "below", "up", "down"}:
        return r"(?= (?:by |from |to )?[$€£]?\d)"
    if word in {"first", "last"}:
        return r"(?= (?:to|among|in|place)\b)"
    if word in {"more", "less", "fewer"}:
        return r"(?= [a-z]+ than\b)"
    if word == "most":
        return r"(?= [a-z]+s\b)"
    return ""


def _tried(text: str, turns: Sequence[tuple[str, str]], chance: Random) -> str | None:
    """One of the turns whose pattern stands in the text, at one of its places; None without one."""
    places = [
        (match, other) for pattern, other in turns for match in re.finditer(pattern, text)
        if not _in_quotation(text, match.start())
    ]  # fmt: skip
    if not places:
        return None
    match, other = chance.choice(places)
    made = text[: match.start()] + match.expand(other) + text[match.end() :]
    return re.sub(r"  +", " ", made)


def _in_quotation(text: str, at: int) -> bool:
    """Whether a place is between quotation marks: there any change is one of the quotation."""
    before = text[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
