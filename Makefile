# Two commands are enough: `make run` shows a store working, `make test` proves it. The rest serves these two.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READINGS := ruff format types page-types imports
# What does not need each other runs side by side.
TOGETHER = @$(MAKE) --no-print-directory --jobs 2 --output-sync=line

HTTP ?= 8080
MQTT ?= 1883
SPEED ?= 20
DATA ?= var

.PHONY: setup app run test check coverage bench parts docs pictures tests $(READINGS)

setup: $(READY) app

# The pages are built anew only when their sources are newer.
app: | $(READY)
	@$(MAKE) --silent --no-print-directory -C web_handheld/app

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv $(VENV)

$(READY): setup.cfg pyproject.toml Makefile | $(BIN)/python
	@echo "setting up in $(VENV) …"
	@$(BIN)/python -m pip install --disable-pip-version-check --editable '.[dev]' > $(VENV)/setup.log 2>&1 \
		|| { tail -n 40 $(VENV)/setup.log; exit 1; }
	@touch $@

run: setup
	@$(BIN)/storefloor up --data $(DATA) --http $(HTTP) --mqtt $(MQTT) --simulate $(SPEED)

# Tests use the real broker, databases and browser; root installs what is missing, everybody else is told by skips.
parts:
	@.ci/parts

test:
	$(TOGETHER) setup parts
	@$(MAKE) --no-print-directory check

check: setup
	$(TOGETHER) $(READINGS)
	@$(MAKE) --no-print-directory tests

ruff: setup
	@$(BIN)/ruff check --quiet .

format: setup
	@$(BIN)/ruff format --quiet --check .

types: setup
	@$(BIN)/mypy

page-types: setup
	@$(MAKE) --silent --no-print-directory -C web_handheld/app types

imports: setup
	@$(BIN)/lint-imports

# In the order of the folders: the many small files come last, so that no worker waits for the other at the end.
tests: setup
	@$(BIN)/pytest --quiet --numprocesses 2 --dist loadfile --no-loadscope-reorder

# Which lines no test runs; measuring it doubles the time of the tests.
coverage: setup
	@$(BIN)/pytest --quiet --numprocesses 2 --dist loadfile --cov --cov-report=term:skip-covered

bench: setup
	@for bench in tests/bench/*.py; do $(BIN)/python "$$bench" || exit 1; done

# The pages that are made from the code, and the pictures of README and docs.
docs: setup
	@$(BIN)/python -m picking.migrations.lifecycles docs/lifecycles.md
	@$(BIN)/python -m gateway.contract.documentation
	@$(BIN)/python -m device_drivers.documentation docs/devices.md

pictures: setup
	@$(BIN)/python tests/generate/printed_pictures.py
	@$(BIN)/python tests/browser/pictures.py
	@$(BIN)/python tests/browser/floor_pictures.py
	@$(BIN)/python tests/browser/desk_pictures.py
	@$(BIN)/python tests/browser/desk_report_pictures.py
	@$(BIN)/python tests/browser/photographs.py
