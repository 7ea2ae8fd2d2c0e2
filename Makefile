# One command each: run, test, lint, bench. `make help` lists them.
# `make run ARGS="--ballots-on 0.0.0.0:8080"` lets phones on the same network vote, and nothing else;
# `make run ARGS="--port 8600"` takes another port.
# Python 3.11 to 3.13; choose another with `make run PYTHON=python3.12`.
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$p && break; done)
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
# uv installs in seconds what takes pip minutes; where it cannot be had, pip does it.
UV = uv==0.13.9
INSTALL = { $(PIP) install $(UV) && $(BIN)/uv pip install --quiet --compile-bytecode \
	--python $(BIN)/python -c requirements.lock -e $(1); } || $(PIP) install -c requirements.lock -e $(1)
# Two at once. A test that fails is tried once more, and the summary names it.
PATIENTLY = -n 2 --reruns 1 -rfER
TYPESCRIPT = typescript@5.9.3

.PHONY: help run test quick browser lint bench lock clean

help:
	@echo "make run    the workbench on a copy of the sample study (prints a link that signs in)"
	@echo "make test   everything: lint, types, rooms, tests, tests in a browser"
	@echo "make quick  lint and the tests that need no browser"
	@echo "make bench  the measurements"
	@echo "make lock   write requirements.lock anew"

$(VENV)/run.stamp: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.13 is needed: install it, or name it with PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the workbench needs (some minutes, the first time) …"
	@$(call INSTALL,.)
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	@echo "Installing what the tests need …"
	@$(call INSTALL,".[test]")
	@touch $@

run: $(VENV)/run.stamp
	@$(BIN)/ebcd demo --open $(ARGS)

test: lint
	@$(BIN)/python -m tests.prepare
	$(BIN)/python -m pytest --ignore=tests/browser $(PATIENTLY)
	$(BIN)/python -m pytest tests/browser $(PATIENTLY)

quick: lint
	$(BIN)/python -m pytest --ignore=tests/browser -n 2

browser: $(VENV)/test.stamp
	@$(BIN)/python -m tests.prepare
	$(BIN)/python -m pytest tests/browser $(PATIENTLY)

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if command -v npx >/dev/null; then \
		npx --yes --package $(TYPESCRIPT) tsc -p ebcd/ui/coding_desk && echo "tsc: the JavaScript's types hold"; \
	else echo "tsc: not run, there is no Node here"; fi

bench: $(VENV)/test.stamp
	@$(BIN)/python -m tests.prepare
	$(BIN)/python -m bench

lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet ".[test]"
	build/lock/bin/pip freeze --exclude ebcd-workbench --exclude pip --exclude setuptools > requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info
