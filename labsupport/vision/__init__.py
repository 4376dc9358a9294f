"""Images, pages and sound in front of a language model: token arithmetic, preparation, reading with checks."""
