# Hearsay: each target does all of its own set-up (virtual environment, pinned dependencies, model).

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
# Where to take torch from. Empty: PyPI, whose Linux build carries CUDA and is several GB.
# Without a GPU: make run TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
SHARED ?= ../shared
DATA ?= $(SHARED)/gold/train $(SHARED)/gold/dev
WEIGHTS ?= reader.safetensors
GOLD ?= $(SHARED)/gold/dev
SCORER ?= $(SHARED)/eval/score.py
READER ?=
LAYER := .venv-benchmarks
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run test check format lint types imports quality published performance train clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run ## start the assistant: Telegram with a token, else the terminal
	@$(BIN)/hearsay run

test: $(VENV)/.dev ## run the whole test suite
	@$(BIN)/python -m pytest

check: format lint types imports test ## format, lint, types, import rules, tests

format: $(VENV)/.dev ## is everything formatted?
	@$(BIN)/ruff format --check .

lint: $(VENV)/.dev ## ruff, all rules
	@$(BIN)/ruff check .

types: $(VENV)/.dev ## mypy, strict
	@$(BIN)/mypy

imports: $(VENV)/.dev ## who may import whom
	@$(BIN)/lint-imports --no-logo

quality: $(VENV)/.dev ## score attributions and answers on labelled articles (SHARED=their folder)
	@$(BIN)/python -m benchmarks.quality --shared $(SHARED)

published: $(LAYER)/.done ## beside textacy, in one run (GOLD=folder SCORER=score.py READER=other weights)
	@$(LAYER)/bin/python -m benchmarks.published --gold $(GOLD) --scorer $(SCORER) \
		$(if $(READER),--weights $(READER))

performance: $(VENV)/.dev ## start-up, memory, time per question and article on this machine
	@$(BIN)/python -m benchmarks.startup

train: $(VENV)/.dev ## the reader's weights anew: DATA="folder folder" WEIGHTS=file (docs/training.md)
	@$(BIN)/python -m training --data $(DATA) --out $(WEIGHTS)

clean: ## remove the virtual environment and caches; your data stays
	rm -rf $(VENV) $(LAYER) .*_cache build *.egg-info

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Hearsay needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up $(VENV) (once) ..." >&2
	@$(PYTHON) -m venv $(VENV)

# The recipe's input stays the person's: a piped question must not be eaten by pip.
$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing dependencies (once; torch is the large one) ..." >&2
	@$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch </dev/null >&2
	@$(PIP) --editable . </dev/null >&2
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt $(VENV)/.run
	@echo "Installing development tools (once) ..." >&2
	@$(PIP) --editable '.[dev]' </dev/null >&2
	@touch $@

# What is compared with goes over the set-up that is there, so that torch is not installed twice,
# and so that nothing of it is in the environment of those who use Hearsay.
$(LAYER)/.done: pyproject.toml constraints.txt $(VENV)/.run
	@echo "Installing what Hearsay is compared with (once, 400 MB) ..." >&2
	@$(PYTHON) -m venv --clear $(LAYER)
	@$(BIN)/python -c 'import sysconfig; print("import site; site.addsitedir(%r)" % sysconfig.get_path("purelib"))' \
		>"$$($(LAYER)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/hearsay.pth"
	@$(LAYER)/bin/python -m pip --disable-pip-version-check install --quiet \
		--constraint constraints.txt --editable '.[benchmarks]' </dev/null >&2
	@touch $@
