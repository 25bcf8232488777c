# Every command that people and CI use. It needs make and Python 3.11 or newer, nothing else: the
# first command makes a virtual environment and installs everything into it. One environment for
# talking, testing and checking: what only talking needs would install in half the time, once, and
# cost a second list of packages to keep right.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

python := $(VENV)/bin/python
ready := $(VENV)/.ready
runtime := .venv-runtime
aws := .venv-aws
bench := .venv-bench
mutants := .venv-mutants
learn := .venv-learn
node := tests/node/node_modules/.package-lock.json
audit := .venv-audit
ours := $(wildcard benchmarks lambda simulator tools webservice)
requirements := lambda/requirements.txt requirements.txt requirements-dev.txt constraints.txt

# Every target in small letters is a command, and no file.
.PHONY: $(shell awk -F: '/^[a-z-]+:/ { print $$1 }' $(firstword $(MAKEFILE_LIST)))

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'make test ARGS="-k numbness" hands ARGS on (talk and test).'
	@echo 'PYTHON=python3.12 VENV=.venv-3.12 make test uses another Python, in a place of its own.'

talk: $(ready) ## Talk to the skill in this terminal
	@$(python) -m simulator $(ARGS)

web: $(ready) ## Talk to the skill in this computer's browser
	@$(python) -m simulator.web $(ARGS)

endpoint: $(ready) ## Serve the skill to Alexa from this computer (docs/endpoint.md)
	@$(python) -m webservice

test: $(ready) ## Run every test
	@$(python) -m pytest $(ARGS)

check: lint types imports safety ## Check style, types, import directions and safety

lint: $(ready)
	$(python) -m ruff check
	$(python) -m ruff format --check

types: $(ready)
	$(python) -m mypy

imports: $(ready)
	PYTHONPATH=lambda $(VENV)/bin/lint-imports --no-logo

# Of bandit's findings those of medium and high severity: ruff repeats the low ones line by line (S).
safety: $(ready) $(audit)/.ready
	$(audit)/bin/bandit --quiet --severity-level medium --recursive $(ours)
	@$(audit)/bin/python -m tools.audit --where-reachable

audit: $(audit)/.ready ## Ask for known vulnerabilities in all that is installed
	@$(audit)/bin/python -m tools.audit

licences: $(ready) ## Write docs/licences.md: the licence of each package
	@$(python) -m tools.write_licences

format: $(ready) ## Put the code into the one style, and mend what can be mended
	$(python) -m ruff check --fix
	$(python) -m ruff format

wording: $(ready) ## Measure every line: words, seconds, reading grade
	@PYTHONPATH=lambda $(python) -m tools.wording

understanding: $(ready) ## Measure what the simulator understands, by kind
	@PYTHONPATH=lambda $(python) -m tools.understanding $(ARGS)

replays: $(ready) ## Write the conversations for `ask dialog --replay` (SKILL_ID=...)
	@PYTHONPATH=lambda $(python) -m tests.write_replays

facts: $(ready) ## Write docs/facts.md: where each fact of the article is spoken
	@PYTHONPATH=lambda $(python) -m tools.write_facts

model: $(learn)/.ready ## Build the interaction model that Alexa reads, and let the simulator learn it
	@$(python) -m tools.build_model
	@$(learn)/bin/python -m tools.learn

proof: $(ready) ## Walk every path of the triage, and print what they end in
	@PYTHONPATH=lambda $(python) -m tests.triage_walk

mutants: $(mutants)/.ready ## See whether a test notices any small change to the triage (long)
	@PATH="$(CURDIR)/$(mutants)/bin:$$PATH" PYTHONPATH=lambda $(python) -m tools.mutants $(ARGS)

fuzz: $(ready) ## Send 100,000 hostile requests, and let each call fail once (long)
	@PYTHONPATH=lambda $(python) -m tools.fuzz $(ARGS)
	@EVERY_CALL=1 CONVERSATIONS=500 $(python) -m pytest --quiet tests/test_faults.py \
		tests/test_state_machine.py -k "any_call or Conversation"

load: $(ready) ## Load the endpoint, and take 200,000 turns in one process (wrk; four minutes)
	@PYTHONPATH=lambda $(python) -m tools.load $(ARGS)

picture: $(ready) ## Draw and write out the rules (Graphviz)
	@PYTHONPATH=lambda $(python) -m tools.write_triage
	@PYTHONPATH=lambda $(python) -m tools.draw_triage

bench: $(bench)/.ready ## Measure the skill beside others that hold the same interview (minutes)
	@PYTHONPATH=lambda $(python) -m benchmarks $(ARGS)

bench-instructions: $(bench)/.ready ## Count instructions instead of time (valgrind; minutes)
	@PYTHONPATH=lambda $(python) -m benchmarks --instructions $(ARGS)

manifest: $(ready) ## Build skill.json, which the skill store reads
	@$(python) -m tools.build_manifest

icons: $(ready) ## Draw the icons of the skill store (rsvg-convert)
	@$(python) -m tools.draw_icons

package: $(ready) ## Build what AWS Lambda and the skill store get, in build/
	@$(python) -m tools.package $(ARGS)

runtime: $(runtime)/.ready ## Run the package on the runtime that AWS Lambda uses
	@$(python) -m pytest --quiet tests/test_runtime.py $(ARGS)

template: $(aws)/.ready ## Check the template for AWS with Amazon's own tools
	$(aws)/bin/sam validate --lint --template infrastructure/template.yaml
	$(aws)/bin/cfn-lint infrastructure/template.yaml
	@$(python) -m pytest --quiet tests/test_template.py $(ARGS)

certify: $(ready) ## Check what Amazon asks of a skill before it is published
	@$(python) -m tools.certify

deploy: $(aws)/.ready $(aws)/.ask ## Bring the skill to your own accounts; asks before it does
	@PATH="$(CURDIR)/$(aws)/bin:$(CURDIR)/$(aws)/node_modules/.bin:$$PATH" \
		$(python) -m tools.deploy $(ARGS)

peers: $(node) ## Let other people's clients talk to the endpoint, and show what is said
	@$(python) -m pytest --quiet --capture=no tests/test_webservice_peers.py $(ARGS)

screens: $(node) $(VENV)/.browser ## Draw the pictures of the screens (Chromium)
	@PYTHONPATH=lambda $(python) -m tests.draw_screens

by-sound: $(VENV)/.sound ## Talk to the skill with machine voices, and hear what is misheard (long)
	@$(python) -m tools.by_sound $(ARGS)

pictures: $(node) $(VENV)/.browser ## Draw the pictures of the simulator's page (Chromium)
	@PYTHONPATH=lambda $(python) -m tests.draw_page

node: $(node) ## Install what the tests use of Node.js
browser: $(VENV)/.browser ## Install what the tests need to drive a browser
sound: $(VENV)/.sound ## Install what hears machine voices

heavy: $(node) $(VENV)/.browser $(VENV)/.sound
heavy: $(runtime)/.ready $(aws)/.ready $(aws)/.ask $(bench)/.ready $(learn)/.ready

# --- The environments of the large tools ----------------------------------------------------------

# None of AWS's tools tells Amazon what is done here.
export SAM_CLI_TELEMETRY := 0
export ASK_SHARE_USAGE := false
export AWS_DEFAULT_REGION ?= us-east-1

# On the Python that AWS Lambda will run, where this machine has it.
$(runtime)/.ready: tests/requirements-runtime.txt | $(ready)
	@deployed="$$($(python) -m tools.package --which-python 2>/dev/null || echo $(python))" && \
		echo "Setting up $(runtime) with $$($$deployed --version)." >&2 && \
		"$$deployed" -m venv --clear $(runtime)
	@$(call install,$(runtime),tests/requirements-runtime.txt)
	@touch $@

$(mutants)/.ready: tools/mutants/requirements.txt | $(ready)
	@echo "Setting up $(mutants): a few seconds, this once." >&2
	@$(python) -m venv --clear $(mutants)
	@$(call install,$(mutants),tools/mutants/requirements.txt)
	@touch $@

$(learn)/.ready: tools/learn/requirements.txt | $(ready)
	@echo "Setting up $(learn): about half a minute, this once." >&2
	@$(python) -m venv --clear $(learn)
	@$(call install,$(learn),tools/learn/requirements.txt)
	@touch $@

# What the skill is measured beside: its requirement as pip installs it, and the peer for Node.js.
$(bench)/.ready: lambda/requirements.txt benchmarks/contestants/node/package-lock.json | $(ready)
	@deployed="$$($(python) -m tools.package --which-python 2>/dev/null || echo $(python))" && \
		echo "Setting up $(bench) with $$($$deployed --version)." >&2 && \
		"$$deployed" -m venv --clear $(bench)
	@$(bench)/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
		--target $(bench)/plain --constraint lambda/requirements.txt ask-sdk-core
	@! command -v npm >/dev/null || { cp benchmarks/contestants/node/package*.json $(bench)/ && \
		npm ci --prefix $(bench) --ignore-scripts --no-audit --no-fund --loglevel=error; }
	@touch $@

$(aws)/.ready: infrastructure/requirements.txt infrastructure/constraints.txt | $(ready)
	@echo "Setting up $(aws): about a minute, this once." >&2
	@$(python) -m venv --clear $(aws)
	@$(call install,$(aws),infrastructure/requirements.txt)
	@touch $@

# Where there is no Node.js, `make deploy` says that ASK CLI is missing.
$(aws)/.ask: infrastructure/package.json infrastructure/package-lock.json $(aws)/.ready
	@! command -v npm >/dev/null || { cp infrastructure/package*.json $(aws)/ && \
		npm ci --prefix $(aws) --ignore-scripts --no-audit --no-fund --silent && touch $@; }

$(audit)/.ready: tools/audit/requirements.txt | $(ready)
	@echo "Setting up $(audit): some ten seconds, this once." >&2
	@$(python) -m venv --clear $(audit)
	@$(call install,$(audit),tools/audit/requirements.txt)
	@touch $@

# Into the environment itself: the tests import them.
$(VENV)/.browser $(VENV)/.sound: $(VENV)/.%: tests/requirements-%.txt $(ready)
	@$(call install,$(VENV),$<)
	@touch $@

# npm writes the file when it is done.
$(node): tests/node/package-lock.json | $(ready)
	@command -v npm >/dev/null || { echo "npm is missing; Debian and Ubuntu: apt install npm" >&2; exit 1; }
	@npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

install = $(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
	--requirement $(2) >$(1)/pip.log 2>&1 || \
	{ cat $(1)/pip.log >&2; echo "$$NO_PACKAGES" >&2; exit 1; }

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
