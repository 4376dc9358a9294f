"""Contracts: typed models at the boundaries of the lab (stage 01, topic 3)."""
