"""Model output as a contract: one schema that makes the request and judges the reply, a constrained decoder of our own,
checks of meaning after the checks of shape.
"""
