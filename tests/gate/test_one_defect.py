"""One defect at a time: sentences that fail in one way, and faithful ones beside them."""

from __future__ import annotations

import pytest

from nutgraf.gate import judge_pair

ARENA = (
    "Arena ranked Gemma 4 31B third among open models on 2 April 2026. "
    "Artificial Analysis measured 85.7% on GPQA Diamond for Gemma 4 31B, up 3.4 percentage points from March."
)
STARTUP = (
    "Claude Opus 4.6 led YC-Bench with $1.27M average final funds, and GLM-5 reached $1.21M at an 11x lower cost. "
    "Only three models did not go bankrupt. Kestrel Labs says it may open the benchmark next month."
)
BUYER = (
    "OpenAI acquired TBPN for roughly $400M, the Harbour Wire reported. "
    "“The show keeps its guests,” said Ines Okafor of TBPN. The deal is expected to close in June 2026."
)
SPEED = (
    "Kestrel 3 runs at 300 tokens per second on a three-year-old Mac Studio and needs 18.9 GB of memory. "
    "Its share of traffic rose from 8% to 29% in 10 weeks. GPT-5.3 Codex was faster than Qwen3.6-Plus on every task. "
    "The licence does not allow commercial use."
)

# kind, sentence, source
DEFECTS = [
    ("number", "Artificial Analysis measured 87.5% on GPQA Diamond for Gemma 4 31B.", ARENA),
    ("number", "Arena ranked Gemma 4 31B fourth among open models.", ARENA),
    ("number", "Gemma 4 31B is up 4.3 percentage points from March.", ARENA),
    ("number", "Claude Opus 4.6 led YC-Bench with $1.72M average final funds.", STARTUP),
    ("number", "GLM-5 reached $1.21M at a 12x lower cost.", STARTUP),
    ("number", "Only four models did not go bankrupt.", STARTUP),
    ("number", "OpenAI acquired TBPN for more than $400M.", BUYER),
    ("number", "Kestrel 3 runs at 310 tokens per second.", SPEED),
    ("number", "Kestrel 3 needs 19.8 GB of memory.", SPEED),
    ("number", "Its share of traffic rose from 8% to 92% in 10 weeks.", SPEED),
    ("number", "Its share of traffic rose from 8% to 29% in 12 weeks.", SPEED),
    ("unit", "Gemma 4 31B is up 3.4% from March.", ARENA),
    ("unit", "Artificial Analysis measured 85.7 percentage points on GPQA Diamond for Gemma 4 31B.", ARENA),
    ("unit", "Claude Opus 4.6 led YC-Bench with €1.27M average final funds.", STARTUP),
    ("unit", "Kestrel 3 runs at 300 tokens per minute.", SPEED),
    ("unit", "Kestrel 3 needs 18.9 TB of memory.", SPEED),
    ("unit", "Its share of traffic rose from 8% to 29% in 10 months.", SPEED),
    ("unit", "GLM-5 reached $1.21M at an 11% lower cost.", STARTUP),
    ("date", "Arena ranked Gemma 4 31B third among open models on 3 April 2026.", ARENA),
    ("date", "Arena ranked Gemma 4 31B third among open models on 2 May 2026.", ARENA),
    ("date", "Gemma 4 31B is up 3.4 percentage points from February.", ARENA),
    ("date", "The deal is expected to close in July 2026.", BUYER),
    ("date", "Kestrel Labs says it may open the benchmark next week.", STARTUP),
    ("date", "OpenAI acquired TBPN yesterday.", BUYER),
    ("date", "The deal is expected to close on 3 June 2026.", BUYER),
    ("name", "Arena ranked Gemma 4 26B third among open models.", ARENA),
    ("name", "Arena ranked Gemma 3 31B third among open models.", ARENA),
    ("name", "Artificial Analysis measured 85.7% on MMLU for Gemma 4 31B.", ARENA),
    ("name", "Claude Opus 4.5 led YC-Bench with $1.27M average final funds.", STARTUP),
    ("name", "Claude Sonnet 4.6 led YC-Bench with $1.27M average final funds.", STARTUP),
    ("name", "GLM-5 Instruct reached $1.21M at an 11x lower cost.", STARTUP),
    ("name", "GPT-5.3 was faster than Qwen3.6-Plus on every task.", SPEED),
    ("name", "GPT-5.3 Codex was faster than Qwen3.6 on every task.", SPEED),
    ("name", "Anthropic acquired TBPN for roughly $400M.", BUYER),
    ("name", "Kestrel 3 runs at 300 tokens per second on a three-year-old Mac Mini.", SPEED),
    ("negation", "Arena did not rank Gemma 4 31B third among open models.", ARENA),
    ("negation", "Claude Opus 4.6 never led YC-Bench with $1.27M average final funds.", STARTUP),
    ("negation", "Only three models did go bankrupt.", STARTUP),
    ("negation", "The licence does allow commercial use.", SPEED),
    ("negation", "The licence allows commercial use.", SPEED),
    ("negation", "Kestrel 3 does not need 18.9 GB of memory.", SPEED),
    ("negation", "OpenAI hasn't acquired TBPN.", BUYER),
    ("said-by", "Sam Altman said the show keeps its guests.", BUYER),
    ("said-by", "According to OpenAI, the show keeps its guests.", BUYER),
    ("said-by", "GLM-5 says Kestrel Labs may open the benchmark, according to Arena.", STARTUP),
    ("strength", "Kestrel Labs opens the benchmark next month.", STARTUP),
    ("strength", "Kestrel Labs will open the benchmark next month.", STARTUP),
    ("strength", "The deal closed in June 2026.", BUYER),
    ("strength", "The deal closes in June 2026.", BUYER),
    ("did-by", "TBPN acquired OpenAI for roughly $400M.", BUYER),
    ("did-by", "OpenAI was acquired by TBPN.", BUYER),
    ("comparison", "GPT-5.3 Codex was slower than Qwen3.6-Plus on every task.", SPEED),
    ("comparison", "GLM-5 reached $1.21M at an 11x higher cost.", STARTUP),
    ("comparison", "Its share of traffic fell from 8% to 29% in 10 weeks.", SPEED),
    ("comparison", "Its share of traffic rose from 29% to 8% in 10 weeks.", SPEED),
    ("comparison", "Gemma 4 31B is down 3.4 percentage points from March.", ARENA),
    ("tail", "Arena ranked Gemma 4 31B third, which analysts consider a watershed for hobbyist developers.", ARENA),
    ("tail", "OpenAI acquired TBPN, prompting regulators in Brussels to open antitrust inquiries.", BUYER),
    ("tail", "Kestrel 3 runs at 300 tokens per second, making expensive cloud subscriptions obsolete overnight.", SPEED),
    ("tail", "Investors celebrated wildly while rival laboratories scrambled for explanations.", STARTUP),
    ("tail", "Ines Okafor said “the guests were never asked”.", BUYER),
    ("tail", "The deal is expected to close in June 2026, pending shareholder lawsuits nobody anticipated.", BUYER),
]  # fmt: skip

FAITHFUL = [
    ("Gemma 4 31B came third among open models at Arena.", ARENA),
    ("Arena ranked Gemma 4 31B #3 among open models in April 2026.", ARENA),
    ("Artificial Analysis measured 85.7 percent on GPQA Diamond.", ARENA),
    ("On GPQA Diamond, Gemma 4 31B reached 85.7%.", ARENA),
    ("Gemma 4 31B gained 3.4 pp from March.", ARENA),
    ("Claude Opus 4.6 led YC-Bench with $1,270,000 average final funds.", STARTUP),
    ("Opus 4.6 led YC-Bench with average final funds of 1.27 million dollars.", STARTUP),
    ("GLM-5 reached more than $1.2M on YC-Bench.", STARTUP),
    ("3 models did not go bankrupt.", STARTUP),
    ("Kestrel Labs might open the benchmark next month.", STARTUP),
    ("Kestrel Labs says it could open the benchmark next month.", STARTUP),
    ("TBPN was acquired by OpenAI for roughly $400M.", BUYER),
    ("OpenAI bought TBPN for about $400 million.", BUYER),
    ("Ines Okafor said the show keeps its guests.", BUYER),
    ("Ines Okafor said “the show keeps its guests”.", BUYER),
    ("The deal will close in June 2026, it is expected.", BUYER),
    ("Kestrel 3 runs at 300 tok/s on a Mac Studio.", SPEED),
    ("Its share of traffic increased from 8% to 29% in ten weeks.", SPEED),
    ("Qwen3.6-Plus was not as fast as GPT-5.3 Codex on every task.", SPEED),
    ("The licence doesn't allow commercial use.", SPEED),
    ("Commercial use is not allowed by the licence.", SPEED),
]  # fmt: skip


# Faithful, and refused all the same: a verb after `and` is taken for the nearer name's.
REFUSED = [("Kestrel 3 needs 18.9 GB of memory.", SPEED)]


@pytest.mark.parametrize(("sentence", "source"), REFUSED)
def test_a_known_refusal_is_still_one(sentence: str, source: str) -> None:
    """Who mends it moves the row to the faithful ones."""
    assert judge_pair(sentence, [source]).verdict != "supported"


@pytest.mark.parametrize(
    ("kind", "sentence", "source"), DEFECTS, ids=[row[1][:60] for row in DEFECTS]
)
def test_a_defect_is_found_and_named(kind: str, sentence: str, source: str) -> None:
    verdict = judge_pair(sentence, [source])
    assert verdict.verdict in {"partly", "unsupported"}
    assert verdict.score < 0.5
    assert kind in {reason.kind for reason in verdict.reasons}
    for reason in verdict.reasons:
        start, end = reason.sentence
        assert sentence[start:end] == reason.words
        assert reason.message.endswith(".")
        if reason.source:
            assert 0 <= reason.source[1] < reason.source[2] <= len(source)


@pytest.mark.parametrize(("sentence", "source"), FAITHFUL, ids=[row[0][:60] for row in FAITHFUL])
def test_a_faithful_sentence_is_supported(sentence: str, source: str) -> None:
    verdict = judge_pair(sentence, [source])
    assert [(reason.kind, reason.message) for reason in verdict.reasons] == []
    assert verdict.verdict == "supported"
    assert verdict.score >= 0.5


def test_the_table_covers_every_kind_a_pair_can_fail_on() -> None:
    kinds = {
        "number",
        "unit",
        "date",
        "name",
        "negation",
        "said-by",
        "strength",
        "did-by",
        "tail",
        "comparison",
    }
    assert {kind for kind, _, _ in DEFECTS} == kinds
    assert len(DEFECTS) >= 60


def test_the_message_names_what_the_words_say() -> None:
    verdict = judge_pair("It scored 66.6% there.", ["It scored 61.2% there."])
    assert [reason.message for reason in verdict.reasons] == [
        "66.6% does not stand in the cited words, which say 61.2%."
    ]
    assert verdict.reasons[0].source == (0, 10, 15)
