"""Reference implementations on serving: the ASGI application of topic 01.1 and the experiments around it.

Importing this package has no side effect and pulls in no framework.
"""
