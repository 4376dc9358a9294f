"""Small against large models: tiers and cascades, calibrated confidence, benchmarks, quantization, break-even.

Works on recorded or live answers; what it knows of a model is a `Tier`: a name, an endpoint and two prices.
"""
