"""Exercises and review questions of stage 02, topic by topic."""

from labsupport.lab.exercises.s02 import topic5

EXERCISES = topic5.EXERCISES
QUESTIONS = topic5.QUESTIONS
