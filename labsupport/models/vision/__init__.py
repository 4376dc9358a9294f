"""The vision encoder in front of a lab model."""
