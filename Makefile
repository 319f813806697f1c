# What a person types here. `make` alone prints the list.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
OFFICE_STAMP := $(VENV)/.installed-head-office
SMOKE :=  # --smoke: head office ends by itself, once a till has joined and the page has opened
LOAD :=  # --seed N, --orders N, --seconds N: of the load; --stay: only start the parts
BENCH :=  # --quick: a tenth of the past orders; --only NAME: one of the measurements
LOCKS := $(wildcard build/requirements*.txt)

.PHONY: help run test peers test-peers lint check bench faults processors sync-kills close-races day fuzz mutants coverage audit
.PHONY: screenshots targets matrix package head-office-fuzz head-office-campaigns
.PHONY: translations format lock clean
.PHONY: head-office cluster page image system-head-office system-cluster system-browser system-image
.PHONY: system-run system-test system-peers system-faults system-package

help:  ## This list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: system-run $(RUN_STAMP)  ## Open the till on a demo store
	@build/run.sh $(PY)

test: system-test $(DEV_STAMP)  ## Every test, without a screen
	@build/test.sh $(PY)

head-office: system-head-office $(OFFICE_STAMP)  ## Serve head office and its page for a demo store
	@$(PY) build/head_office_demo.py $(SMOKE)

cluster: system-cluster $(DEV_STAMP)  ## Three replicas, PostgreSQL, Redis, nginx: killed under load, and counted
	@$(PY) -m tests.cluster $(LOAD)

page: system-browser $(DEV_STAMP)  ## Open head office's page in Chromium, and draw it into out/page
	@$(PY) -m pytest -q tests/integration/head_office/test_page_in_browser.py

image: system-image $(DEV_STAMP)  ## Build head office's container image, start it, and try it: a table
	@build/head_office/image.sh $(PY)
	@$(PY) -m tests.image

peers: system-peers $(DEV_STAMP)  ## Fetch into out/peers what others wrote and ours is tried against (needs the network)
	@build/peers.sh $(PY)

test-peers: peers  ## Against what others wrote: two Stripes, and the signatures of Alipay
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest tests/peers

lint: $(DEV_STAMP)  ## Format, style, types, import contracts, locks, scripts
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" lint-imports
	@for script in build/*.sh build/head_office/*.sh .ci/run; do bash -n "$$script"; done
	@! grep -nE 'https?://' $(LOCKS)  # a lock must not name where its packages came from

check: lint test  ## lint and test

bench: system-run $(DEV_STAMP)  ## Measure speed and memory, each figure beside its limit
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.bench $(BENCH)

faults: system-faults $(DEV_STAMP)  ## Kill, starve and damage the till in every way, and count what is lost
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.faults
	@$(PY) -m tests.faults.flips

processors: $(DEV_STAMP)  ## Every fault at every step of every payment processor, as a table
	@$(PY) -m tests.processors

sync-kills: system-test $(DEV_STAMP)  ## Kill the till at 200 moments of a sync: both ends must hold the same
	@SYNC_KILLS=200 $(PY) -m pytest -q tests/integration/test_sync_kills.py \
		tests/integration/test_with_head_office.py tests/integration/head_office/test_put_back.py

close-races: system-test $(DEV_STAMP)  ## Sell and close a shift at the same moment, 200 times: no amount is lost
	@CLOSE_RACES=200 $(PY) -m pytest -q tests/integration/test_close_races.py

day: system-test $(DEV_STAMP)  ## A day of a shop by keys alone, 30 orders and more: every report is what its journal says
	@DAY_ORDERS=30 $(PY) -m pytest -q tests/journeys/test_day.py

mutants: system-test $(DEV_STAMP)  ## Plant known bugs in a copy: each must turn the named tests red
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.mutants

coverage: system-test $(DEV_STAMP)  ## Which lines no test runs: a table, and out/coverage/html
	@mkdir -p out/coverage
	@QT_QPA_PLATFORM=offscreen $(PY) -m coverage run -m pytest -q
	@$(PY) -m coverage report
	@$(PY) -m coverage html --quiet

audit: $(DEV_STAMP)  ## Known vulnerabilities of what is locked (needs the network)
	@$(PY) build/audit.py build/requirements-dev.txt build/requirements-peers-*.txt

fuzz: system-test $(DEV_STAMP)  ## The bad inputs again: thousands of examples, files of full size
	@HYPOTHESIS_PROFILE=search QT_QPA_PLATFORM=offscreen $(PY) -m pytest tests/inputs

head-office-fuzz: system-test $(DEV_STAMP)  ## Head office's OpenAPI: 2,000 requests of every kind, no server error
	@HEAD_OFFICE_FUZZ_CASES=2000 $(PY) -m pytest tests/integration/head_office/test_fuzzing.py

head-office-campaigns: system-test $(DEV_STAMP)  ## 10,000 batches at once, 10,000 late commits: no deadlock, none missed
	@HEAD_OFFICE_BATCHES=10000 HEAD_OFFICE_CHANGES=10000 $(PY) -m pytest -q --durations=0 \
		tests/integration/head_office/test_any_order.py -k "crosswise or missed"

screenshots: system-run $(DEV_STAMP)  ## Draw every screen into out/screens, and the one of the README
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.screens
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.screens --picture

targets: system-test $(DEV_STAMP)  ## What the screens must do, and what they do: a table
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.targets

matrix: $(DEV_STAMP)  ## What every role may do with every command, tried anew: a table
	@$(PY) -m tests.matrix

package: system-package $(DEV_STAMP)  ## Make the .deb and the .tar.xz, and try them in a bare system
	@build/package.sh $(PY)
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.package

translations: $(DEV_STAMP)  ## Gather the plurals of the screens and compile every language
	@build/translations.sh $(VENV)/bin

format: $(DEV_STAMP)  ## Rewrite the source in the house format
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix --select I .

lock:  ## Renew build/requirements*.txt from pyproject.toml (needs uv)
	@build/lock.sh

clean:  ## Remove what was generated; the installed packages stay
	@rm -rf out .hypothesis .import_linter_cache .ruff_cache
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

system-run:
	@build/system_packages.sh run

system-head-office:
	@build/system_packages.sh head-office

system-cluster:
	@build/system_packages.sh cluster

system-browser:
	@build/system_packages.sh browser

system-image:
	@build/system_packages.sh image

system-test:
	@build/system_packages.sh test

system-peers:
	@build/system_packages.sh peers

system-faults:
	@build/system_packages.sh faults

system-package:
	@build/system_packages.sh package

$(RUN_STAMP): build/requirements.txt build/install.sh build/find_python.sh
	@build/install.sh $(VENV) build/requirements.txt
	@touch $@

$(OFFICE_STAMP): build/requirements-head-office.txt build/install.sh build/find_python.sh
	@build/install.sh $(VENV) build/requirements-head-office.txt
	@touch $(RUN_STAMP) $@

# The development lock holds every line of the other ones, so it serves `make run` as well.
$(DEV_STAMP): build/requirements-dev.txt build/install.sh build/find_python.sh
	@build/install.sh $(VENV) build/requirements-dev.txt
	@touch $(RUN_STAMP) $(OFFICE_STAMP) $@
