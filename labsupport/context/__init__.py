"""What goes into a context window: splitting texts, packing prompts, and documents that are longer than the window.

Every size is counted by a ruler that the caller gives (`labsupport.context.rulers`): tokens of the language model, word
pieces of the embedder and characters are three different units.
"""
