# Every target makes what it needs by itself: see tools/bootstrap.py.
.DEFAULT_GOAL := help
.PHONY: run test soak lock build package trial bench bench-growth screenshots screens clean help

PYTHON ?= python3
PY := .venv/bin/python
PREPARE := @$(PYTHON) tools/bootstrap.py
RESOLVE := $(PY) -m uv pip compile pyproject.toml --universal --generate-hashes --no-annotate \
	--custom-compile-command "make lock" --upgrade --quiet

run: ## start the program in practice mode (演练): nothing leaves this computer
	$(PREPARE) run
	@$(PY) -m gui --practice

test: ## every check and test
	$(PREPARE) test
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --cov --cov-report=term

soak: ## try the promises of docs/reliability.md for hours (SHARE=0.1: for a tenth of that)
	$(PREPARE) test
	$(PY) -m tools.soak --share $(or $(SHARE),1)

lock: ## resolve the versions again and write both lock files
	$(PREPARE) test
	$(RESOLVE) --output-file requirements.lock
	$(RESOLVE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

build: ## make the executable in dist/reauth-desk
	$(PREPARE) package
	$(PY) -m PyInstaller --noconfirm --log-level WARN build.spec

package: build ## make the .deb and the .tar.xz for Linux in dist
	$(PY) -m tools.package

trial: build ## work the packaged program by mouse and keyboard, as the tests do with the source
	$(PREPARE) test
	PROGRAM_UNDER_TEST=$(CURDIR)/dist/reauth-desk/reauth-desk $(PY) -m pytest tests/e2e

bench: ## print what the user waits for, beside other programs (after `make build`)
	$(PREPARE) test
	$(PY) -m tools.bench

bench-growth: ## how times grow with fields and drafts: the chart of docs/performance.md
	$(PREPARE) test
	$(PY) -m tools.bench_growth

screenshots: ## make the pictures of the README again
	$(PREPARE) test
	$(PY) -m tools.screenshots

screens: ## every screen in a sample of looks, in build/screens; ALL=1 takes every look
	$(PREPARE) test
	REAUTH_DESK_SCREENS=all $(PY) -m pytest -q tests/ui/test_every_screen.py
	$(PY) -m tools.screens $(if $(ALL),--all)

clean: ## remove everything that make has made
	rm -rf .venv build dist .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find gui tests tools -name __pycache__ -type d -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
