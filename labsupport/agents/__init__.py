"""Tools for a language model and the loop that lets it use them: bounded, checked, safe to fail.

What the model writes is untrusted input; what a tool returns is data. Neither can raise out of a registry.
"""
