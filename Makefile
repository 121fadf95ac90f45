# Two commands: `make edition` reads, writes and checks the sample desk; `make test` runs everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := sample-desk
DAYS := 2026-03-30 2026-03-31 2026-04-01 2026-04-02 2026-04-03

.PHONY: edition test lint lock clean

edition: $(VENV)/.ready-edition
	@$(PYTHON) -c 'import shutil; shutil.rmtree("$(SAMPLE)", ignore_errors=True)'
	@$(BIN)/nutgraf init --sample $(SAMPLE)
	@for day in $(DAYS); do \
	  echo; echo "== the edition of $$day"; \
	  $(BIN)/nutgraf run --desk $(SAMPLE) --now $${day}T20:00:00Z; code=$$?; \
	  if [ $$code -ne 0 ] && [ $$code -ne 3 ]; then exit $$code; fi; \
	done
	@echo; echo "== checking the last edition against its sources"
	@$(BIN)/nutgraf check $(SAMPLE)/editions/2026-04-03
	@echo; echo "The editions are in $(SAMPLE)/editions/, the longest day is 2026-04-02:"
	@echo "  $(SAMPLE)/editions/2026-04-02/edition.html   read it in a browser; choose a note to see its words"
	@echo "  $(SAMPLE)/editions/2026-04-02/edition.md     the same as Markdown"
	@echo "next: $(BIN)/nutgraf why --desk $(SAMPLE) \"some words of an edition\""
	@echo "      $(BIN)/nutgraf init mydesk, then docs/tutorial.md"

test: $(VENV)/.ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist loadfile

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --group build -o requirements.txt pyproject.toml
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --all-extras --group build --group dev -o requirements-dev.txt pyproject.toml

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("nutgraf needs Python 3.11 or newer; name one: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready-edition: requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-test: requirements-dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) $(SAMPLE) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
