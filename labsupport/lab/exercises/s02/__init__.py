"""Exercises and review questions of stage 02, topic by topic."""

from labsupport.lab.exercises.s02 import topic2

EXERCISES = topic2.EXERCISES
QUESTIONS = topic2.QUESTIONS
