"""What the lab models learn to do: one module a family of skills, each of which makes examples from sources."""
