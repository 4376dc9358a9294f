# complete: 03.3

# === OPENING ===
# %% [markdown]
# # 03 Structured outputs, tool calls and prompt operations
#
# By the end you will have shown, with counts and ratios from a real model, that a mask over the next token guarantees the
# shape of an answer and not its truth, that a loop over tools stops because your code stops it, that a better score on
# twenty cases is mostly luck, that a user's text cannot forge a turn once its control tokens stay text, and that near
# examples help only where the task lies in the examples.
#
# - 03.1 Schema-constrained generation
# - 03.2 Tool calling
# - 03.3 Prompts as versioned, tested artefacts
# - 03.4 Templates and composition
# - 03.5 Few-shot examples: static, retrieved, diverse

# %% [markdown]
# A first pass takes about 40 minutes a topic [estimated from length, not timed]: read, run, and do one exercise. The others
# are for a second pass, at the minutes on their boxes; an exercise that you leave open falls back to the reference.
#
# It builds on stage 01 (the client, bounded loops) and stage 02 (tokens, confidence, prefixes that are reused).
# Run the cells from top to bottom; nothing blocks you.

# %% kind="setup"
try:
    from labsupport.lab import begin, hint
except ModuleNotFoundError as missing:
    raise SystemExit(
        f"The lab's environment is not active ({missing}).\n"
        "  remedy: run `make lab` in the project's folder and open the notebook there."
    ) from None

# %% kind="parameters"
pace = "full"  # "smoke" takes seconds, "full" is what the lab's own tests run, "deep" measures longest
seed = 0
model = None  # None: the lab's own model
device = "auto"

# %% kind="setup"
session = begin("03", pace=pace, seed=seed, model=model, device=device)

# === TOPIC 03.3 ===
