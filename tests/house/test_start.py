"""The command answers at once: what must not be imported for `nutgraf --help`."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "trafilatura", "lxml", "feedparser", "liteparse", "pypdfium2", "nupunkt", "rensa", "numpy",
    "sqlalchemy", "alembic", "jinja2", "nh3", "urllib3", "zstandard", "tomlkit", "rich.progress",
    "multiprocessing", "markdown_it", "onnxruntime", "tokenizers",
}  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, json\n"
        "import nutgraf.cli.main\n"
        "sys.argv = ['nutgraf', '--help']\n"
        "try:\n    nutgraf.cli.main.main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage" in done.stdout
    assert HEAVY & set(json.loads(done.stderr)) == set()


def test_rooms_import_nothing_heavy() -> None:
    code = (
        "import sys, json\n"
        "from nutgraf import sources, archive, reading, stories, gate, writing, editions, audit, models\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (HEAVY - {"zstandard"}) & set(json.loads(done.stdout)) == set()
