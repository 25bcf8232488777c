# Every command that people and CI use. It needs make and Python 3.11 or newer, nothing else: the
# first command makes a virtual environment and installs everything into it. One environment for
# talking, testing and checking: what only talking needs would install in half the time, once, and
# cost a second list of packages to keep right.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

python := $(VENV)/bin/python
ready := $(VENV)/.ready
requirements := lambda/requirements.txt requirements.txt requirements-dev.txt constraints.txt

.PHONY: help talk test check lint types imports format model wording picture facts

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'make test ARGS="-k numbness" hands ARGS on (talk and test).'
	@echo 'PYTHON=python3.12 VENV=.venv-3.12 make test uses another Python, in a place of its own.'

talk: $(ready) ## Talk to the skill in this terminal
	@$(python) -m simulator $(ARGS)

test: $(ready) ## Run every test
	@$(python) -m pytest $(ARGS)

check: lint types imports ## Check style, types and import directions

lint: $(ready)
	$(python) -m ruff check
	$(python) -m ruff format --check

types: $(ready)
	$(python) -m mypy

imports: $(ready)
	PYTHONPATH=lambda $(VENV)/bin/lint-imports --no-logo

format: $(ready) ## Put the code into the one style, and mend what can be mended
	$(python) -m ruff check --fix
	$(python) -m ruff format

wording: $(ready) ## Measure every line: words, seconds, reading grade
	@PYTHONPATH=lambda $(python) -m tools.wording

facts: $(ready) ## Write docs/facts.md: where each fact of the article is spoken
	@PYTHONPATH=lambda $(python) -m tools.write_facts

model: $(ready) ## Build the interaction model that Alexa reads
	@$(python) -m tools.build_model

picture: $(ready) ## Draw and write out the rules (Graphviz)
	@PYTHONPATH=lambda $(python) -m tools.write_triage
	@PYTHONPATH=lambda $(python) -m tools.draw_triage

# --- The environment ------------------------------------------------------------------------------

# It is made when it is missing or a list of packages changed; and anew when its Python is gone, or
# is not of the version that PYTHON= asks for.
version = $(shell $(1) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
found := $(call version,$(python))
wanted := $(if $(filter file,$(origin PYTHON)),$(found),$(call version,$(PYTHON)))
ifneq ($(found),$(or $(wanted),none that runs))
.PHONY: $(ready)
endif

define CANNOT_RUN

`$(PYTHON)` cannot be run. Ankle Pain Check needs Python 3.11 or newer: install it
(Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python; or python.org),
or name the one to use: PYTHON=/path/to/python3.12 make ...
endef
define TOO_OLD

Ankle Pain Check needs Python 3.11 or newer. Install one (python.org has them for every system)
and name it: PYTHON=python3.12 make ...
endef
define NO_VENV

`$(PYTHON)` lacks the modules venv and ensurepip, which make a virtual environment. Debian and
Ubuntu keep them in a package of their own: apt install python3-venv (or python3.12-venv for a
Python 3.12 installed beside the system's). Then run the same command again.
endef
define NOT_OURS

VENV names $(VENV), which exists and is no virtual environment. Nothing in it was touched.
Choose another name: VENV=.venv-mine make ...
endef
define NO_PACKAGES

The packages could not be installed; pip's own words are above. "from versions: none" or "Retrying"
mean that it could not reach the package index: check the connection; behind a proxy, set
HTTPS_PROXY; with a mirror of your own, set PIP_INDEX_URL. Then run the same command again.
endef
export CANNOT_RUN TOO_OLD NO_VENV NOT_OURS NO_PACKAGES

# All of its own words go to standard error, so that `make talk` can stand in a pipe.
$(ready): $(requirements)
	@$(PYTHON) -c '' || { echo "$$CANNOT_RUN" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "\`$(PYTHON)\` is $$($(PYTHON) --version). $$TOO_OLD" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$$NO_VENV" >&2; exit 1; }
	@test ! -e $(VENV) || test -e $(VENV)/pyvenv.cfg || { echo "$$NOT_OURS" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version): about half a minute, this once." >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@$(python) -m pip install --quiet --disable-pip-version-check --no-input \
		--requirement requirements-dev.txt >$(VENV)/pip.log 2>&1 || \
		{ cat $(VENV)/pip.log >&2; echo "$$NO_PACKAGES" >&2; exit 1; }
	@touch $@
