"""Bytes to checked nodes: YAML that knows the place of every value, and the shape it must have."""
