"""Support package of the AI-engineering lab. Importing it costs milliseconds and has no side effects."""

__version__ = "0.1.0"
