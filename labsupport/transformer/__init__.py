"""A decoder from scratch: attention, rotary positions, a KV cache, a whole Llama model, and the arithmetic of its cost.

Matched against transformers on the weights of the lab models. For learning and for experiments; what is fast lives in
`labsupport.engine`.
"""
