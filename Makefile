# The two commands of the README are `make demo` and `make test`; each makes what it needs.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
SETUP := $(PYTHON) tools/setup_env.py $(VENV)

.PHONY: help demo serve preview test check format bench protos pocket
.DEFAULT_GOAL := help

help: ## show these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: core ## hear two NPCs speak, through a real server, with the model inside
	@$(BIN)/npcgen demo

serve: room ## run the server on 127.0.0.1:50051 (gRPC) and :8080 (HTTP, and pages for designers)
	@$(BIN)/npcgen serve

preview: room ## open the designer's room in the browser
	@$(BIN)/npcgen preview

# What needs a processor and nothing else runs on several; whatever waits for a server, a browser or
# an engine has the machine to itself.
APART := tests/worldgen tests/training
test: dev ## run every test
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile $(APART); apart=$$?; \
	$(BIN)/python -m pytest $(addprefix --ignore=,$(APART)) && exit $$apart

check: dev ## lint, types, layers, protos and stubs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/buf lint protos
	$(BIN)/buf format --exit-code -d protos
	$(BIN)/python tools/check_breaking.py
	$(BIN)/python tools/make_stubs.py --check
	$(BIN)/python -m tools.make_api_pages --check
	$(BIN)/gdlint clients/godot tests/worldgen/godot tools
	$(BIN)/gdformat --check clients/godot tests/worldgen/godot tools

format: dev ## format code and protos
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/buf format -w protos

bench: dev ## measure the server; prints one table
	@$(BIN)/python -m bench $(ARGS)

protos: dev ## make the stubs in npcgen/v1 and docs/reference/api from protos/
	$(BIN)/python tools/make_stubs.py
	$(BIN)/python -m tools.make_api_pages

pocket: training ## train the pocket model from nothing (about four hours)
	$(BIN)/python -m training

.PHONY: core room dev torch diffusion training
core:
	@$(SETUP)
room:
	@$(SETUP) preview
dev:
	@$(SETUP) dev
torch:
	@$(SETUP) dev torch
diffusion:
	@$(SETUP) dev diffusion
training:
	@$(SETUP) dev training
