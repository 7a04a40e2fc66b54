# The everyday commands. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run test lint bench packages packages-dev preflight
SHELL := /bin/sh

# Any Python from 3.11 on will do; `make run PYTHON=/path/to/python` names one.
PYTHON ?=
ARGS ?=
JOBS ?= 2
CHROMIUM ?= /usr/bin/chromium

# A name on the path need not answer (version managers leave empty shells), so each is asked for its version.
find_python = python=; for name in $(PYTHON) .venv/bin/python python3.13 python3.12 python3.11 python3; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "Intramural needs Python 3.11 or newer, and none was found: install it, or name it with make PYTHON=/path/to/python." >&2; exit 2; fi

help: ## list these commands
	@echo "Intramural: an internal publishing and blog platform."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'
	@echo
	@echo "PORT, HOST, DATA_DIR, BASE_URL, DATABASE_URL, EMAIL_URL, DEMO=0 and the rest: docs/operations/running.md"

run: preflight packages ## serve the site and its background work on this machine (Ctrl-C stops all of it)
	@exec .venv/bin/python -m operations

test: packages-dev ## run the tests (ARGS="tests/teams -x" narrows them, JOBS=4 runs four at a time)
	@loudly() { if [ ! -x "$(CHROMIUM)" ]; then \
	    printf '%s\n' "" "**********************************************************************" \
	      "* NO BROWSER: $(CHROMIUM) is missing, so the browser tests are SKIPPED." \
	      "* Install it (Debian: apt install chromium) to run them too." \
	      "**********************************************************************" ""; fi; }; \
	loudly; status=0; .venv/bin/python -m pytest -n $(JOBS) $(ARGS) || status=$$?; loudly; exit $$status

lint: packages-dev ## check style, types, templates, layers, migrations and production settings
	@.venv/bin/python -m operations.lint

bench: packages ## measure the site and print the tables (ARGS are handed on)
	@exec .venv/bin/python manage.py bench $(ARGS)

# What can be said before anything is installed is said before anything is installed.
preflight:
	@$(find_python); "$$python" -m operations.preflight

packages:
	@$(find_python); "$$python" -m operations.environment requirements.txt

packages-dev:
	@$(find_python); "$$python" -m operations.environment requirements-dev.txt
