"""Prompts as artefacts: versions, a store that checks hashes, pointers moved by evidence, templates, safe rendering.

A prompt is text outside the code. Its template is trusted and reviewed; what is put into it is not. Template syntax in
a value is never evaluated, and a chat mark in a value never becomes a control token (`labsupport.prompts.content`).
Plain words that give orders pass through: no escaping removes them.
"""
