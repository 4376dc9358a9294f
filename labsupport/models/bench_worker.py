"""vLLM inside a process, for `lab bench-models`: runs in the serve environment, without labsupport.

Reads {"prompts": [[token ids]], "tokens": n} a line from stdin, answers {"tokens": made, "seconds": s} a line.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main(options: str) -> None:
    """Load the model with vLLM's `options` (JSON) and answer until stdin ends."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # vLLM logs to stdout
    from vllm import LLM, SamplingParams  # type: ignore[import-not-found]

    llm = LLM(**json.loads(options))
    print(json.dumps({"ready": True}), file=replies, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        sampling = SamplingParams(temperature=0, max_tokens=asked["tokens"], ignore_eos=True)
        prompts = [{"prompt_token_ids": ids} for ids in asked["prompts"]]
        began = time.perf_counter()
        made = llm.generate(prompts, sampling, use_tqdm=False)
        seconds = time.perf_counter() - began
        tokens = sum(len(reply.outputs[0].token_ids) for reply in made)
        print(json.dumps({"tokens": tokens, "seconds": seconds}), file=replies, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
