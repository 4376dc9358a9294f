"""Requests in, tokens out: who waits, who runs, and one step for all that run."""

from __future__ import annotations

import random
import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import torch

from labsupport import models
from labsupport.engine.cache import PrefixStore, RowCache
from labsupport.engine.model import Decoder
from labsupport.engine.sampling import Sampling, choose
from labsupport.errors import LabError
from labsupport.transformer.checkpoint import read_shape

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 8192  # rows are reserved in full, and hub models advertise lengths that no laptop holds
SPARE = 64  # padded positions of a pass on a CPU; estimated from the cost of another pass, not tuned

Reason = Literal["stop", "length", "cancelled"]


class QueueFull(LabError):
    """As many requests wait as may wait; this one was not taken."""


class PromptTooLong(LabError):
    """Prompt and answer do not fit into the trained length; the request was not taken."""


class Request:
    """One prompt and what came of it so far.

    tokens: the answer, its end token included. reason: None until it is done; then "stop" for an end token, "length"
    for max_tokens, or "cancelled". cached: prompt tokens whose keys and values were there already.
    """

    def __init__(self, prompt: list[int], sampling: Sampling) -> None:
        self.prompt = prompt
        self.sampling = sampling
        self.tokens: list[int] = []
        self.reason: Reason | None = None
        self.cached = 0
        self.held = 0  # positions in the cache: all but the newest token
        self._random = random.Random(sampling.seed)

    def draw(self) -> float:
        """The next number in [0, 1) of this request's own sequence, 0 for a greedy one."""
        return self._random.random() if self.sampling.temperature else 0.0


class Engine:
    """Continuous batching over one model: requests join and leave between steps.

    max_running: requests in a step. max_waiting: requests that may wait, beyond which `submit` raises QueueFull.
    max_length: tokens of prompt and answer. prefill_tokens: prompt positions, padding included, that one step takes
    on beside the running requests (a longer prompt goes alone). prefix_blocks: size of the store of shared beginnings,
    in blocks of 16 tokens. `counters` counts steps and tokens. Methods may be called from several threads.
    """

    def __init__(
        self, decoder: Decoder, max_length: int, *, max_running: int = 32, max_waiting: int = 256,
        prefill_tokens: int = 2048, prefix_blocks: int = 512, tokenizer_file: Path | None = None,
    ) -> None:  # fmt: skip
        if min(max_running, max_waiting, prefill_tokens, max_length) < 1 or prefix_blocks < 0:
            raise ValueError("max_running, max_waiting, prefill_tokens and max_length must be 1 or more")
        self.decoder, self.prefill_tokens = decoder, prefill_tokens
        self.max_length, self.max_running, self.max_waiting = max_length, max_running, max_waiting
        self.counters: Counter[str] = Counter()
        self._tokenizer_file = tokenizer_file
        device = str(decoder.device)
        self._cache = RowCache(decoder.shape, max_running, max_length, decoder.dtype, device)
        self._prefixes = PrefixStore(decoder.shape, prefix_blocks, decoder.dtype, device)
        self._waiting: deque[Request] = deque()
        self._running: list[Request] = []  # the request at index i owns row i of the cache
        self._lock = threading.RLock()

    @classmethod
    def load(
        cls, name_or_path: str | Path, *, dtype: str = "float32", device: str = "cpu", max_length: int | None = None,
        max_running: int = 32, max_waiting: int = 256, prefill_tokens: int = 2048, prefix_blocks: int = 512,
    ) -> Engine:  # fmt: skip
        """The engine for a model, its files verified first. max_length: the trained length, at most 8,192, or less.

        Raises LabError for an unknown or damaged model, an unknown dtype, or a length beyond the trained one.
        """
        folder = models.verify(name_or_path)
        trained = read_shape(folder).max_length
        kind = getattr(torch, dtype, None)
        if not isinstance(kind, torch.dtype):
            raise LabError(f"unknown dtype {dtype!r}", "use float32, bfloat16 or float16")
        if max_length is not None and not 1 <= max_length <= trained:
            raise LabError(f"max_length={max_length} does not fit the model", f"use 1 to {trained}, its trained length")
        length = max_length or min(trained, LONGEST)
        return cls(
            Decoder.load(folder, length, dtype=kind, device=device), length, max_running=max_running,
            max_waiting=max_waiting, prefill_tokens=prefill_tokens, prefix_blocks=prefix_blocks,
            tokenizer_file=folder / "tokenizer.json",
        )  # fmt: skip

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer. Raises LabError where the folder has none."""
        from tokenizers import Tokenizer

        if self._tokenizer_file is None or not self._tokenizer_file.is_file():
            raise LabError(f"there is no {self._tokenizer_file or 'tokenizer.json'}", "give prompts as token ids")
        return Tokenizer.from_file(str(self._tokenizer_file))

    def decode(self, tokens: Sequence[int]) -> str:
        """Text of an answer without its end token."""
        ends = self.decoder.shape.end_ids
        return str(self.tokenizer.decode([t for t in tokens if t not in ends], skip_special_tokens=False))

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing runs."""
        return not self._waiting and not self._running

    def submit(self, prompt: str | Sequence[int], sampling: Sampling | None = None) -> Request:
        """Take a request on; it runs as soon as there is a row for it.

        Raises QueueFull, PromptTooLong if prompt and max_tokens together exceed max_length, and ValueError for an
        empty prompt or a token outside the vocabulary.
        """
        sampling = sampling or Sampling()
        ids = list(self.tokenizer.encode(prompt).ids if isinstance(prompt, str) else prompt)
        if not ids:
            raise ValueError("the prompt is empty: an engine needs at least one token")
        if not 0 <= min(ids) <= max(ids) < self.decoder.shape.vocab:
            raise ValueError(f"tokens {min(ids)} to {max(ids)} are not all in 0 to {self.decoder.shape.vocab - 1}")
        if len(ids) + sampling.max_tokens > self.max_length:
            raise PromptTooLong(
                f"a prompt of {len(ids)} tokens and max_tokens={sampling.max_tokens} exceed the {self.max_length}"
                " tokens of this engine",
                f"shorten the prompt, or ask for at most {max(self.max_length - len(ids), 0)} tokens",
            )
        with self._lock:
            if len(self._waiting) >= self.max_waiting:
                raise QueueFull(f"{len(self._waiting)} requests wait already", "try again when some are done")
            request = Request(ids, sampling)
            self._waiting.append(request)
        return request

    def cancel(self, request: Request) -> None:
        """End a request now, keeping its tokens; nothing happens if it is done."""
        with self._lock, torch.inference_mode():
            if request.reason is not None:
                return
            request.reason = "cancelled"
            if request in self._running:
                self._leave(self._running.index(request))
            else:
                self._waiting.remove(request)

    def stream(self, request: Request) -> Iterator[int]:
        """The tokens of a request as they come. Waiting for one makes the steps that serve all requests.

        Several streams may be read in turn or from several threads. Closing the iterator early cancels the request.
        """
        sent = 0
        try:
            while True:
                done = request.reason is not None  # read first: tokens come before the reason
                yield from (new := request.tokens[sent:])
                sent += len(new)
                if done:
                    return
                if not new:
                    self.step()
        finally:
            self.cancel(request)

    def generate(self, prompts: Sequence[str | Sequence[int]], sampling: Sampling | None = None) -> list[list[int]]:
        """Answers to many prompts, in their order; more of them than may wait are taken on as others leave.

        Raises what `submit` raises, before anything runs where the prompt is at fault.
        """
        requests: list[Request] = []
        try:
            for prompt in prompts:
                while len(self._waiting) >= self.max_waiting:
                    self.step()
                requests.append(self.submit(prompt, sampling))
            while any(request.reason is None for request in requests):
                self.step()
        finally:
            for request in requests:
                self.cancel(request)
        return [request.tokens for request in requests]

    def step(self) -> None:
        """One turn: take on waiting requests, with their first token, then one token for every running request."""
        with self._lock, torch.inference_mode():
            room = self.prefill_tokens
            while room > 0 and (taken := self._prefill(room)):
                room -= taken
            if not self._running:
                return
            made = torch.tensor([[r.tokens[-1], r.held] for r in self._running], device=self.decoder.device)
            length = max(r.held for r in self._running) + 1
            logits = self.decoder.forward(made[:, :1], made[:, 1:], None, self._cache, 0, length)
            self.counters.update(steps=1, decoded=len(self._running))
            self._accept(0, logits)

    def _prefill(self, room: int) -> int:
        """Move waiting requests of like length into the rows behind the running ones and read their prompts in one
        padded pass of at most `room` positions (a CPU pays for padding as for tokens). Returns the positions."""
        first, longest, real = len(self._running), 0, 0
        spare = SPARE if self.decoder.device.type == "cpu" else room
        new: list[Request] = []
        while self._waiting and first + len(new) < self.max_running:
            request = self._waiting[0]
            request.held = request.cached = self._prefixes.fetch(request.prompt, self._cache, first + len(new))
            fresh = len(request.prompt) - request.cached
            wide = max(longest, fresh) * (len(new) + 1)
            alone = not new and room == self.prefill_tokens
            if (wide > room and not alone) or wide - real - fresh > spare:
                break
            longest, real = max(longest, fresh), real + fresh
            new.append(self._waiting.popleft())
        if not new:
            return 0
        lengths = [len(r.prompt) - r.cached for r in new]
        padded = [r.prompt[r.cached :] + [0] * (longest - n) for r, n in zip(new, lengths, strict=True)]
        at = torch.tensor([[r.cached, n] for r, n in zip(new, lengths, strict=True)], device=self.decoder.device)
        column = torch.arange(longest, device=self.decoder.device)
        positions = torch.where(column < at[:, 1:], at[:, :1] + column, self.max_length)
        tokens, length = torch.tensor(padded, device=self.decoder.device), max(len(r.prompt) for r in new)
        try:
            logits = self.decoder.forward(tokens, positions, at[:, 1] - 1, self._cache, first, length)
        except BaseException:  # out of memory, or interrupted: they are as good as before
            self._waiting.extendleft(reversed(new))
            raise
        self._running += new
        for row, request in enumerate(new, start=first):
            self._prefixes.store(request.prompt, self._cache, row)
        self.counters.update(prefilled=real, cached=sum(r.cached for r in new))
        self._accept(first, logits)
        return longest * len(new)

    def _accept(self, first: int, logits: torch.Tensor) -> None:
        """Give the rows from `first` on their next tokens, and let those leave that are done."""
        rows = self._running[first:]
        chosen = choose(logits, [r.sampling for r in rows], [r.draw() for r in rows])
        for row, (request, token) in reversed(list(enumerate(zip(rows, chosen.tolist(), strict=True), start=first))):
            request.held = len(request.prompt) + len(request.tokens)
            request.tokens.append(token)
            if token in self.decoder.shape.end_ids and not request.sampling.ignore_end:
                request.reason = "stop"
            elif len(request.tokens) == request.sampling.max_tokens:
                request.reason = "length"
            if request.reason is not None:  # from the last row down, so that the row that moves up is no longer awaited
                self._leave(row)

    def _leave(self, row: int) -> None:
        """Free a row: its blocks go to the store, and the last running request moves into the gap."""
        request, last = self._running[row], self._running.pop()
        self._prefixes.store((request.prompt + request.tokens)[: request.held], self._cache, row)
        if last is not request:
            self._running[row] = last
            self._cache.move(len(self._running), row, last.held)
