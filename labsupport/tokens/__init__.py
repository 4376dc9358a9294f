"""What tokens cost: usage as reported, dated prices, prefix reuse, history, budgets, compression.

Money is counted in whole micro-dollars; a price is an integer of micro-dollars per million tokens, so that a price
times tokens is exact. `labsupport.llm` records calls; here is what to make of the records.
"""
