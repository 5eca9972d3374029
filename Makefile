# The same few targets here and in CI. Everything happens in .venv; nothing else is touched.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin

.PHONY: setup demo test fuzz check lint types contracts docs format constraints clean

setup: $(VENV)/.installed

$(VENV)/.installed: constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
		|| { echo "inunison needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.13 ..." >&2; exit 2; }
	test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(RUN)/inunison demo

test: setup check
	$(RUN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Hostile files for every importer: `make fuzz FUZZ="--seed 7 --importer coortweet"` for others.
fuzz: setup
	$(RUN)/python -m tests.fuzz $(FUZZ)

check: lint types contracts docs

lint: setup
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: setup
	$(RUN)/mypy
	$(RUN)/mypy tests scripts benchmarks

contracts: setup
	$(RUN)/lint-imports

docs: setup
	$(RUN)/python -m scripts.generate --check

format: setup
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .
	$(RUN)/python -m scripts.generate

# Needs uv (pip install uv). The hashes make every install the same; no address stands in the file.
constraints:
	uv pip compile --universal --python-version 3.11 --all-extras --group dev --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade \
		pyproject.toml -o constraints.txt

clean:
	rm -rf $(VENV) inunison-demo dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
