"""Exercises and review questions of topic 04.1."""

from __future__ import annotations

from labsupport.lab.check import Exercise, Question

EXERCISES: tuple[Exercise, ...] = ()
QUESTIONS: tuple[Question, ...] = ()
