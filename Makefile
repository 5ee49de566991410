# Commonlot. `make help` lists what there is to ask for; the work is done in scripts/ and by `commonlot`.
SHELL := /bin/sh
PY := .venv/bin/python
B := bench/import_and_pool.py bench/import_members.py bench/pages.py bench/campaign.py bench/agency_lines.py bench/matching.py bench/desk.py bench/pooled_sheet.py bench/pooling_speed.py bench/spark.py
.DEFAULT_GOAL := help
.PHONY: help setup run trust test check fix bench demo docs lock clean

# --- start ---

setup: ## install all that running needs into this folder; afterwards .venv/bin/commonlot works
	@scripts/setup run

run: setup ## start everything with the demonstration county; Ctrl-C stops it
	@exec $(PY) -m commonlot.cli run

demo: setup ## empty the embedded database and fill it with the demonstration county
	@COMMONLOT_DEMO=yes $(PY) -m commonlot.cli demo --again

# --- build ---

test: dev ## run every test (T="tests/kernel -k money" runs some)
	@$(PY) -m pytest -n 4 --dist worksteal $(T)

check: dev ## check style, types, templates, the floors of the house, migrations and generated pages
	@scripts/check

fix: dev ## put right what a tool can: imports, format, templates
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format --quiet .
	@$(PY) -m djlint --reformat --quiet commonlot || true

bench: ## print the tables of measurements, each beside its bar (B="bench/pages.py" prints some, SIZE=--short takes less)
	@scripts/setup bench
	@missed=0; for file in $(B); do $(PY) "$$file" $(SIZE) || missed=1; done; exit $$missed

docs: dev ## write the reference pages made from the code (not the README's pictures: scripts/screenshots.py)
	@$(PY) -m commonlot.cli docs

# --- keep ---

trust: dev ## run only the tests that a stranger should see: the law, the money, the seals, who may what
	@COMMONLOT_LONG=yes $(PY) -m pytest -n logical tests/house tests/kernel tests/engines tests/records

lock: ## write the locks anew (UPGRADE=1 takes newer releases)
	@scripts/lock

clean: ## remove all that is made: the environment, the front-end files, the database, mail and documents
	rm -rf .venv node_modules var commonlot/web/static/vendor

help: ## list the targets
	@scripts/help

.PHONY: dev
dev:
	@scripts/setup dev
