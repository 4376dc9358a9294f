# === OPENING (owner: topic 01.1) ===

# === TOPIC 01.1 ===

# === TOPIC 01.2 ===
