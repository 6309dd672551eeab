# Everything a developer or a newcomer types. `make help` lists it.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
# What the tests start hundreds of times is compiled once, whatever the caller's habit.
unexport PYTHONDONTWRITEBYTECODE
WEB_SOURCES := $(shell find web/src web/public web/docs-page -type f 2>/dev/null) \
               web/index.html web/package-lock.json web/vite.config.ts

.PHONY: help run test check check-units check-types check-web bench requirements types clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: apt-get install python3 python3-venv" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(PIP) --editable '.[dev]'
	@touch $@

web/node_modules/.installed: web/package-lock.json
	@tools/packages.sh node
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: $(WEB_SOURCES) web/node_modules/.installed
	cd web && npm run --silent build
	@touch $@

run: $(VENV)/.run web/dist/index.html ## server, PBX sandbox and demo data on http://localhost:8080
	@tools/packages.sh run
	@exec $(BIN)/cti demo

check: $(VENV)/.dev web/node_modules/.installed ## lint, types, import contracts, unit tests: under a minute
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-units check-types check-web

# The longest first, so that two cores end together.
check-units:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/pytest tests/unit -q

check-types:
	$(BIN)/mypy

check-web:
	cd web && npm run --silent check && npm run --silent test

test: ## every test, with what it needs installed by itself
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target $(VENV)/.dev web/dist/index.html
	@tools/packages.sh run test
	$(MAKE) --no-print-directory check
	@# Files in this order, the long ones first: none is left over for one core at the end.
	$(BIN)/pytest tests/pbx tests/chaos tests/browser tests/contract -q -n 2 --dist loadfile --no-loadscope-reorder

bench: $(VENV)/.dev web/dist/index.html ## figures beside their limits; ONLY=name for one
	@tools/packages.sh run test
	$(BIN)/python -m bench $(ONLY)

requirements: $(VENV)/.dev ## each requirement with its tests, and what is open
	$(BIN)/python tools/requirements.py

types: $(VENV)/.dev web/node_modules/.installed ## the browser app's types, from the server's OpenAPI
	$(BIN)/cti openapi > web/openapi.json
	cd web && npm run --silent types

clean: ## what was built; data and the sandbox stay
	rm -rf web/dist web/node_modules $(VENV)
