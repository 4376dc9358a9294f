"""Examples in a prompt: a checked library, selection by meaning and diversity, order, budget, leaks, label bias."""
