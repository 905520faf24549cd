"""Bytes to checked nodes: YAML with the place of every value, held against the shape it must have."""
