"""What the sections of a desk that sets none are known by: words, phrases, and examples in sentences.

A word is worth the more, the fewer sections have it; so one that fits several may stand in each.
"""

from __future__ import annotations

_RESEARCH = """
research paper preprint arxiv study researcher scientist scholar academic journal finding finds
experiment trial randomised measured measure measurement evaluation evaluated benchmark
leaderboard baseline ablation dataset corpus method technique algorithm architecture theory
hypothesis statistical correlation interpretability circuit activation representation neuron probe
vector training trained fine-tuning pretraining pretrained transformer network gradient loss
scaling accuracy hallucination jailbreak score scored predictor simulated simulation probability
participant annotator classifier replicate replication survey estimate analysis conclude institute
laboratory professor university biologist physicist economist protein molecule theorem proof
comparison evaluator tester orchestration reinforcement attention sparse latent diffusion
embedding retrieval retriever retrieve eval evals sota parameter optimizer parallelism mechanistic
interp distillation synthetic ablations saturation variance framework memorization extraction
verifiable tracking routing convergence entropy propose proposes proposed failure robust
robustness generalize multi-agent long-horizon long-context chain-of-thought system-card
reproducibility gains harder weak leading outperforms beat recall elo failures brittle diagnostic
rl moe experts layer layers metric metrics methodology surpass verification optimization critique
quantify measuring rubric frontiermath
"""
_RESEARCH_PHRASES = """
reinforcement learning; technical report; language models; scaling law; scaling laws; world model;
model architecture; training data; failure mode; init bug; reward model; state of the art; machine
learning; test items; tech report; deep dive; next token; context compaction; red team; percentage
points
"""
_PRODUCTS = """
launch launches launched release releases released ship ships rollout rolling app feature price
pricing plan tier free subscription subscriber api beta preview user users customer customers
available availability download weights licence license open-source upgrade editor ide plugin
extension add-in developer tool toolkit sdk library desktop mobile phone android macos browser
laptop headset watch camera voice assistant chatbot platform seat account integration workspace
setting settings default login offline outage migrate deprecated retire interface catalogue
dollars spreadsheet checkpoint checkpoints gguf quantized quant repo hub cli mcp backend pipeline
plugins quota docs dashboard subagent subagents skills workflow deploy deployment shipped hosted
local runtime tooling copilot sso admin notebook sandbox added adds enables expanded integrate
terminal folder excel regressed watermark prompts traces observability debugging container billing
ux kernels latency ollama unsloth vram introduces introduce setup configuration harness demo guide
documentation website ui studio server servers ram hardware bug error render rendering editing
chat session speedup throughput infra screenshot python
"""
_PRODUCTS_PHRASES = """
open weights; open source; open sourced; rate limits; rate limit; weekly limit; weekly limits;
computer use; developer tools; coding agent; coding agents; coding plan; runs locally; local
model; local models; best practice; function calling; tool calling; structured outputs; context
window; per million; status page; goes live; went live; on sale; desktop app; voice mode; early
testers; software update; new version; general availability; release notes; tool use; app store;
agent framework; use cases; model library; usage limits; storage buckets
"""
_INDUSTRY = """
acquire acquires acquired acquisition buys bought takeover merger merge sale funding fund raise
raises raised round investor invest invested investment valuation valued venture stake share
shareholder stock market ipo debut prospectus revenue earnings profit loss losses quarter turnover
billion million debt loan lend bank bankrupt insolvency deal contract partnership partner alliance
supplier customer competitor rival start-up startup company founder chief executive ceo board hire
hires hired head resign resigns poach recruit layoff layoffs salary headquarters office enterprise
vendor procurement compute datacenter data-centre chip chipmaker gpu accelerator wafer fab foundry
shortage capacity megawatt gigawatt mw gw electricity power grid turbine factory manufacturer
production orders traffic advertiser analyst insurer consultant capex hyperscaler margin margins
economics subsidize subsidized run-rate s-1 leasing lease sponsorship restructuring leadership
all-hands joins joined financing buyer owner owners income fee fees trillion spending spend demand
workforce recruiter payroll monetize funded chairman cofounder co-founder startups reorganization
adverts advertising industry capital gpus hyperscalers
"""
_INDUSTRY_PHRASES = """
data center; data centers; data centre; data centres; run rate; head of research; chief executive;
leaves after; leaves for; join forces; joins forces; chief scientist; cuts jobs; job cuts; share
price; shares fell; stock market; market share; weekly users; paying users; contract for; power
plant; second plant; computing cluster; circular funding; dedicated capacity; compute deal;
financial results; supply shortage; business model; capital intensity; emergency meeting; graphics
cards; sells shares; price war; new customers; strategic partnership
"""
_POLICY = """
policy law lawful legal bill act vote votes passes regulation regulator regulate rules ruling ban
bans banned fine fines fined compliance oversight authority commission watchdog antitrust
competition court judge judges tribunal lawsuit sue sues suit sued trial plaintiff complaint
appeal verdict injunction attorney prosecutor class-action copyright patent liability privacy
consent rights parliament congress senate senator legislature legislator lawmaker assembly
committee hearing minister ministry government cabinet federal president council mayor city
municipal election voter treaty accord summit nations diplomatic export subsidy budget tax mandate
consultation amendment petition rapporteur lobbying union collective works-council military army
defence weapon police surveillance ethics minors society governance pentagon dod clampdown
sanctions safeguards geopolitical sovereignty classified national statute lawyer lawyers lawmakers
regulators regulatory policymakers bipartisan jurist jurists subpoena deepfake restriction
restrictions national-security lobby lobbyist liable diplomat embargo tariff tariffs retaliation
coalition allegation alleges alleged restricts guidelines
"""
_POLICY_PHRASES = """
supply chain risk; export controls; export control; national security; white house; high risk;
white paper; open letter; safety institute; executive order; data protection; face recognition;
works council; collective agreement; class action; public consultation; tax credit; code of
conduct; training on copyrighted; state attorney; attorney general; public money; trade union;
rules for; child safety; government request; supreme court; autonomous weapons; mass surveillance
"""


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(";"))


RESEARCH_WORDS = (*_RESEARCH.split(), *_phrases(_RESEARCH_PHRASES))
PRODUCTS_WORDS = (*_PRODUCTS.split(), *_phrases(_PRODUCTS_PHRASES))
INDUSTRY_WORDS = (*_INDUSTRY.split(), *_phrases(_INDUSTRY_PHRASES))
POLICY_WORDS = (*_POLICY.split(), *_phrases(_POLICY_PHRASES))

RESEARCH_EXAMPLES = (
    "A lab publishes a paper on interpretability",
    "Researchers find that models of different sizes fail in the same way",
    "A preprint describes a new training method that needs less data",
    "A model tops the leaderboard of a hard benchmark",
    "An independent evaluation finds that scores drop when leaked test items are removed",
    "A randomised trial measures what assistants do to the learning of students",
    "Economists study payroll records and find no drop in employment",
    "A survey of scientists estimates when a goal will be reached",
    "A red team shows in an experiment how a safety filter is fooled",
    "An analysis of logs shows what people use chatbots for",
    "Scientists design a molecule with a model and test it in the laboratory",
    "Legal scholars measure in a study how models decide old cases",
    "A team compares architectures and reports accuracy, loss and cost",
    "A robot learns a skill from videos, with a success rate of 80%",
    "Testers find that a third of the answers of chatbots mislead",
)
PRODUCTS_EXAMPLES = (
    "A company launches an app for the phone",
    "A new model is out and anyone can download its weights",
    "An API gets cheaper: the price of a million tokens is halved",
    "A feature is rolled out to all users this week",
    "An assistant can now read files and answer with links to them",
    "A tool leaves beta and reaches version 2",
    "An old model is switched off, and users have to move to a new one",
    "A service is down for hours and users cannot log in",
    "A device goes on sale for 500 dollars and runs offline",
    "Subscribers of a plan meet a new limit",
    "Developers can try a preview with a free tier",
    "An editor gets a plugin that reviews code",
    "Schools or offices get an edition of their own with special settings",
    "An open-source library is released under a permissive licence",
    "A public service puts a chatbot on its site that anyone can use",
)
INDUSTRY_EXAMPLES = (
    "A company buys a start-up for a billion",
    "A lab raises money at a higher valuation from investors",
    "A head of research leaves to found a company of their own",
    "A company lays off staff or cuts jobs",
    "A data centre of a gigawatt is planned, with a contract for power",
    "A chipmaker cannot deliver enough accelerators and its shares fall",
    "Quarterly revenue doubles while losses grow",
    "Two companies sign a deal over several years worth billions",
    "A firm files for a listing on the stock market",
    "A publisher sells a licence of its archive to a lab in a partnership",
    "A large customer orders a system for all its employees",
    "A start-up closes after it found no buyer",
    "A foundation gives money to a research institute",
    "A shortage of memory raises contract prices for suppliers",
    "A former politician joins the board of a company",
    "A manufacturer builds a plant and begins production",
)
POLICY_EXAMPLES = (
    "A regulator fines a platform",
    "A parliament passes a law on automated decisions",
    "Authors sue a lab over copyright in training texts",
    "A court rules on who is the author of a work made by a machine",
    "A senate committee questions the heads of companies in a hearing",
    "The government restricts the export of chips",
    "A city bans face recognition",
    "An antitrust authority blocks a merger",
    "A state takes a company to court over harm to a child",
    "A ministry publishes rules for schools",
    "A safety institute of the state may test models before their release",
    "A data protection authority stops a feature of an app",
    "A union and a company agree on rules for monitoring workers",
    "The army tests weapons, and members of parliament ask for a treaty",
    "Scientists ask lawmakers in an open letter for protection",
    "The government pays for a public computing centre from its budget",
)
