# Two commands on a fresh machine: make run, make test. Everything else is below.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
CATALOGUES := locales/en_CA/LC_MESSAGES/companion.mo locales/fr_CA/LC_MESSAGES/companion.mo

.PHONY: run test check bench soak numbers picture mutants messages lock clean

run: $(VENV)/.runtime $(CATALOGUES)
	@$(PY) -m bot run

# Bytecode is kept, whatever the environment says: tests start the companion some hundred times, and every worker would
# compile every test for itself.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.dev $(CATALOGUES)
	$(PY) -m pytest -n 4 --dist loadfile

check: $(VENV)/.dev $(CATALOGUES)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/.dev $(VENV)/.peers $(CATALOGUES)
	$(PY) -m bench

soak: $(VENV)/.dev $(CATALOGUES)
	$(PY) -m pytest -m soak -s --hypothesis-profile others
	$(PY) -m pytest -m "hypothesis and not soak" -n 4 --dist loadfile --hypothesis-profile others

# Changes every number of the law by one; a test has to notice each.
numbers: $(VENV)/.dev
	$(PY) -m tests.rules.every_number

# Draws docs/journey.svg anew from the table of the journey, and the charts of the rounds.
picture: $(VENV)/.dev
	$(PY) -m tests.rules.journey_picture
	$(PY) -m tests.conversations.rounds.pictures

# Changes the code of the rules in small ways ([tool.mutmut]); a test has to notice each. Takes an hour or more.
mutants: $(VENV)/.dev $(VENV)/.mutants
	$(VENV)/mutants/bin/mutmut run
	$(VENV)/mutants/bin/mutmut results

# Collects the texts of the code into the catalogues; what is new has then to be written in French.
messages: $(VENV)/.dev
	$(PY) -m locales.maintain

# Writes the lock files anew: versions and hashes, no index or host name.
COMPILE = $(VENV)/bin/uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 --quiet \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock: $(VENV)/bin/python
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) -o requirements.lock
	$(COMPILE) --group dev -o requirements-dev.lock
	$(subst pip compile pyproject.toml,pip compile,$(COMPILE)) --group peers -o bench/requirements.lock

clean:
	rm -rf $(VENV) mutants .mypy_cache .ruff_cache .pytest_cache $(CATALOGUES)

%.mo: %.po | $(VENV)/.runtime
	@$(VENV)/bin/pybabel -q compile -i $< -o $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "Making the virtual environment ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock | $(VENV)/bin/python
	@echo "Installing the locked dependencies ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing the locked dependencies for tests and checks ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.runtime

$(VENV)/.mutants: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing the mutation tester in an environment of its own ..."
	@$(PYTHON) -m venv $(VENV)/mutants
	@$(VENV)/mutants/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(VENV)/mutants/bin/python -m pip install --quiet --disable-pip-version-check mutmut==3.8.1
	@touch $@

$(VENV)/.peers: bench/requirements.lock | $(VENV)/bin/python
	@echo "Installing the peers of the bench in an environment of their own ..."
	@$(PYTHON) -m venv $(VENV)/peers
	@$(VENV)/peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/requirements.lock
	@touch $@
