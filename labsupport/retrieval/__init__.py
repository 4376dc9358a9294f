"""Retrieval: lexical, dense, fused and reranked search over chunks, under access filters that no call can forget."""
