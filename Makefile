# make demo: the answer in the terminal and a report; make test: every check. Both set up .venv themselves.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test lint clean

demo: .venv/.ready
	@rm -rf demo
	$(BIN)/goodwill compare mobile_telecom --strategies product_centric,customer_centric \
		--report demo/report.html --out demo

test: lint
	$(BIN)/python -m pytest

lint: .venv/.ready-dev
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv build dist demo .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"goodwill needs Python 3.11 or later; name one that you have: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

# The stamps make a second call quick: pip runs again only after a change of what is to be installed.
.venv/.ready: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing goodwill into .venv (once, about a minute) ..."
	$(PIP) --editable .
	@touch $@

.venv/.ready-dev: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing goodwill and the tools that check it into .venv (once, about a minute) ..."
	$(PIP) --editable '.[dev]'
	@touch .venv/.ready $@
