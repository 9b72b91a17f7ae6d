# Thin on purpose: every target calls a script that can also be run by hand.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench web lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install all that is needed into this folder; quick when nothing changed
	@scripts/setup.sh

demo: setup ## Start Nitka with example data in .nitka and show where to click
	@.venv/bin/nitka demo --data .nitka

test: setup ## Run every test, with real engines and a real browser
	@scripts/system_packages.sh
	@.venv/bin/python scripts/run_tests.py

check: setup ## Style, types, import rules, sizes and unit tests
	@scripts/check.sh

bench: setup ## Measure throughput and latency on this machine
	@.venv/bin/python -m bench

web: setup ## Build the desk and the widget
	@scripts/build_web.sh

lock: ## Write requirements.lock anew (make lock ARGS=--upgrade for newer versions)
	@scripts/lock.sh $(ARGS)

clean: ## Remove what was built and cached, but not .venv nor .nitka
	@scripts/clean.sh
