# The two commands of the README are `make run` and `make test`. Everything else is for developers.
# Needs Python 3.13, make and git. uv is fetched from the package index when it is not there.

TOOLS := .tools
UV    := $(shell uv --version >/dev/null 2>&1 && echo uv || echo $(TOOLS)/bin/uv)
PY    := $(shell for p in python3.13 python3 python; do \
           $$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null && echo $$p && break; done)
ARGS  ?=

.DEFAULT_GOAL := help
.PHONY: help run test demo bench pictures lint format lock clean setup

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: setup ## Start the guard with embedded defaults (ARGS="--listen 0.0.0.0:8080" passes options on)
	@$(UV) run --no-sync schaduwwacht run $(ARGS)

demo: setup ## Show the whole job on this machine, without internet
	@$(UV) run --no-sync schaduwwacht demo $(ARGS)

test: setup ## Install what the tests need, check the code and run every test
	@sh tests/install_system_packages.sh
	$(UV) run --no-sync ruff check
	$(UV) run --no-sync ruff format --check
	$(UV) run --no-sync mypy
	$(UV) run --no-sync pytest --ignore=tests/benchmarks --numprocesses=auto --dist=loadscope $(ARGS)

bench: setup ## Run the benchmarks and print their tables
	$(UV) run --no-sync pytest tests/benchmarks --benchmark-only --timeout=0 -s $(ARGS)

pictures: setup ## Take pictures of every page of the console, for eyes to judge (build/console)
	$(UV) run --no-sync python tests/end_to_end/console_screenshots.py build/console

lint: setup ## Check style and types only
	$(UV) run --no-sync ruff check
	$(UV) run --no-sync ruff format --check
	$(UV) run --no-sync mypy

format: setup ## Format the code
	$(UV) run --no-sync ruff format
	$(UV) run --no-sync ruff check --fix

lock: setup ## Update the locked versions
	$(UV) lock --upgrade

setup: $(filter $(TOOLS)/bin/uv,$(UV))
	@$(UV) sync --locked --quiet

$(TOOLS)/bin/uv:
	@test -n "$(PY)" || { echo "Python 3.13 is not on the PATH: install it, then run make again." >&2; exit 2; }
	@echo "Fetching uv from the package index into $(TOOLS) ..." >&2
	@$(PY) -m venv $(TOOLS) && $(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.7,<1'

clean: ## Remove what make made
	rm -rf .venv $(TOOLS) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
