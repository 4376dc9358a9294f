# Each target is one line that calls the `lab` command; PYTHON names the interpreter that makes the environments.
PYTHON ?= python3
BOOT = @$(PYTHON) -m labsupport.bootstrap $(if $(ENVS),--only $(ENVS))
LAB = .venv/bin/lab
.PHONY: lab test site grade release clean bench train

lab: ; $(BOOT) && $(LAB) open $(STAGE)
test: ; $(BOOT) && $(LAB) test $(if $(STAGE),--stage $(STAGE))
site: ; $(BOOT) && $(LAB) site
grade: ; $(BOOT) && $(LAB) grade $(SUBMISSIONS) --out $(or $(OUT),build/grades)
release: ; $(BOOT) && $(LAB) release
bench: ; $(BOOT) && $(LAB) bench
train: ; $(BOOT) && $(LAB) train $(MODEL)
clean: ; @rm -rf build .mypy_cache .ruff_cache .pytest_cache && find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
