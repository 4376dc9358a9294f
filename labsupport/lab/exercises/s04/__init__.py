"""Exercises and review questions of stage 04, topic by topic."""

from __future__ import annotations

from typing import Any

from labsupport.lab.exercises import topics


def __getattr__(name: str) -> tuple[Any, ...]:
    return topics(__name__, __path__, name)
