# Each target is one line that calls the `lab` command; PYTHON names the interpreter that makes the environments.
PYTHON ?= python3
# The bootstrap explains every Python from 3.7 on; older ones, and none at all, are told here.
BOOT = @$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 7))" 2>/dev/null || { echo "lab: $(PYTHON) is missing or older than 3.7; install Python 3.11 or 3.12, or name it: make PYTHON=python3.12 $@" >&2; exit 2; }; $(PYTHON) -m labsupport.bootstrap $(if $(ENVS),--only $(ENVS))
LAB = .venv/bin/lab
.PHONY: lab test site site-serve grade release clean bench bench-aio bench-grading bench-models bench-engine bench-retrieval train gpu

lab: ; $(BOOT) && $(LAB) open $(STAGE)
test: ; $(BOOT) && $(LAB) test $(if $(STAGE),--stage $(STAGE))
site: ; $(BOOT) && $(LAB) site
site-serve: ; $(BOOT) && $(LAB) site --serve
grade: ; $(BOOT) && $(LAB) grade $(SUBMISSIONS) --out $(or $(OUT),build/grades)
release: ; $(BOOT) && $(LAB) release
bench: ; $(BOOT) && $(LAB) bench
bench-aio: ; $(BOOT) && $(LAB) bench-aio
bench-grading: ; $(BOOT) && $(LAB) bench-grading $(if $(GRADERS),--graders $(GRADERS)) $(if $(OUT),--out $(OUT))
bench-models: ; $(BOOT) && $(LAB) bench-models $(MODEL)
bench-engine: ; $(BOOT) && $(LAB) bench-engine $(MODEL)
bench-retrieval: ; $(BOOT) && $(LAB) bench-retrieval
train: ; $(BOOT) && $(LAB) train $(MODEL)
gpu: ; $(BOOT) && $(LAB) gpu
clean: ; @rm -rf build .mypy_cache .ruff_cache .pytest_cache && find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
