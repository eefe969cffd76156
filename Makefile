# Every target does its own set-up: Python 3.11 or later, make, and a package index that pip can reach are all it needs.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help serve test fuzz bench check format lint types messages texts messages-check migrations-check seed-check pins clean

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

serve: $(INSTALLED)  ## Serve the directory on http://127.0.0.1:8000
	$(BIN)/python -m api serve

test: $(INSTALLED)  ## Run the tests, on SQLite and on a real PostgreSQL
	$(BIN)/pytest -n auto

fuzz: $(INSTALLED)  ## Put 2,000 generated requests to the public API
	FUZZ_CASES=2000 $(BIN)/pytest tests/test_fuzz.py

bench: $(INSTALLED)  ## Print what things cost, as ratios in one run
	$(BIN)/python -m tests.bench_hours
	$(BIN)/python -m tests.bench_locales

check: lint types messages-check seed-check  ## Everything that CI runs: lint, types, translations, seed, tests with coverage
	$(BIN)/pytest -n auto --cov

format: $(INSTALLED)  ## Put the code into its one format
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

lint: $(INSTALLED)  ## Check style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(INSTALLED)  ## Check the types
	$(BIN)/mypy

migrations-check: $(INSTALLED)  ## Check that the newest migration gives the tables of the models
	$(BIN)/pytest tests/test_migrations.py

seed-check: $(INSTALLED)  ## Check every file in seed/
	$(BIN)/python -m api seed --check

# ---- Translations ----------------------------------------------------------------------------------------------------
# The template is the same bytes whenever it is made from the same code: sorted, no line numbers, no header (its dates
# change by the minute, its year and Babel's version on their own).

EXTRACT := $(BIN)/pybabel --quiet extract --mapping-file=pyproject.toml --add-location=file --sort-by-file \
	--width=120 --omit-header
UPDATE := $(BIN)/pybabel --quiet update --input-file=locales/messages.pot --output-dir=locales --width=120 \
	--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

messages: $(INSTALLED)  ## Extract the messages from the code and bring every catalog up to date
	@mkdir -p locales
	$(EXTRACT) --output-file=locales/messages.pot api
	$(UPDATE)

texts: $(INSTALLED)  ## Give the translations in seed/texts/ the entries that en.yaml asks for
	$(BIN)/python -m api texts

messages-check: $(INSTALLED)  ## Check that every message and text is translated, fresh and in its script
	@$(EXTRACT) --output-file=.venv/messages.pot api
	@cmp -s .venv/messages.pot locales/messages.pot \
		|| { echo "locales/messages.pot is not what the code says: run 'make messages' and commit the changes." >&2; exit 1; }
	@$(BIN)/python -m tests.translation_gates

# ---- Set-up ----------------------------------------------------------------------------------------------------------
# requirements.txt holds every pin with its hashes, for Python 3.11 and later on Linux and macOS: first what the service
# runs on, then, from the line "# Development only" on, what only its developers need. It is one file because pip can
# check hashes only for files that list everything, not for constraints (-c), and in two parts so that an image can
# install the first by cutting at that line. Wheels alone are taken: a source archive would be built with tools that no
# hash covers. Nothing is resolved when it is installed (--no-deps): the file is complete, as `pip check` confirms, and a
# resolver that meets `coverage[toml]>=7` would look at the newest release, whatever is pinned, and fail for its hash.

$(INSTALLED): requirements.txt
	@command -v "$(PYTHON)" >/dev/null 2>&1 \
		|| { echo "There is no '$(PYTHON)' here. Install Python 3.11 or later, or name one: make PYTHON=python3.13" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1). Name another: make PYTHON=python3.13" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv with the pinned packages (about half a minute, only when they have changed) ..."
	@"$(PYTHON)" -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		--requirement requirements.txt
	@$(BIN)/python -m pip check --quiet --disable-pip-version-check
	@touch $@

COMPILE := uv pip compile --quiet --no-config --universal --python-version 3.11 --only-binary :all: --generate-hashes \
	--no-header --no-strip-extras

pins:  ## Pin the newest versions that pyproject.toml allows
	@set -e; work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	"$(PYTHON)" -m venv "$$work"; PATH="$$work/bin:$$PATH"; pip install --quiet --disable-pip-version-check uv; \
	$(COMPILE) --group dev --output-file "$$work/all.txt" pyproject.toml; \
	$(COMPILE) --constraint "$$work/all.txt" --no-annotate --output-file "$$work/run.txt" pyproject.toml; \
	sed -nE 's/^([A-Za-z0-9._-]+)(\[[^]]*\])?==.*/--no-emit-package \1/p' "$$work/run.txt" > "$$work/run-names"; \
	$(COMPILE) --constraint "$$work/all.txt" --no-annotate $$(cat "$$work/run-names") --group dev \
		--output-file "$$work/dev.txt" pyproject.toml; \
	{ echo "# Made by 'make pins' from pyproject.toml; not edited by hand."; \
	  echo "--only-binary :all:"; echo; cat "$$work/run.txt"; \
	  echo; echo "# Development only"; grep -v '^#' "$$work/dev.txt"; } > "$$work/requirements.txt"; \
	cp "$$work/requirements.txt" requirements.txt

clean:  ## Remove everything that make has made; data/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*
	find api tests -name __pycache__ -type d -prune -exec rm -rf {} +
