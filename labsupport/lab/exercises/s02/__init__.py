"""Exercises and review questions of stage 02, topic by topic."""

from labsupport.lab.exercises.s02 import topic1

EXERCISES = topic1.EXERCISES
QUESTIONS = topic1.QUESTIONS
