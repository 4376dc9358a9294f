"""Exercises and review questions of stage 02, topic by topic."""

from labsupport.lab.exercises.s02 import topic3

EXERCISES = topic3.EXERCISES
QUESTIONS = topic3.QUESTIONS
