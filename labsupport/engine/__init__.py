"""An inference engine for Llama-architecture models: continuous batching, prefix reuse, seeded sampling, streaming.

engine = Engine.load("lab-small")
request = engine.submit("The order ", Sampling(max_tokens=20))
for token in engine.stream(request): ...        # every step serves all running requests
engine.generate(prompts, Sampling())            # many prompts, answers in their order
"""

from labsupport.engine.engine import Engine, PromptTooLong, QueueFull, Request
from labsupport.engine.sampling import Sampling

__all__ = ["Engine", "PromptTooLong", "QueueFull", "Request", "Sampling"]
