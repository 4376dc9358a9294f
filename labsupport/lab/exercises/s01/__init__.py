"""Exercises and review questions of stage 01, topic by topic."""

from labsupport.lab.exercises.s01 import topic1, topic2, topic3, topic4, topic5_client, topic5_store

EXERCISES = (
    topic1.EXERCISES
    + topic2.EXERCISES
    + topic3.EXERCISES
    + topic4.EXERCISES
    + topic5_client.EXERCISES
    + topic5_store.EXERCISES
)
QUESTIONS = topic1.QUESTIONS + topic2.QUESTIONS + topic3.QUESTIONS + topic4.QUESTIONS + topic5_client.QUESTIONS
