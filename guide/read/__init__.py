"""Files to data: YAML with places, the shapes it must have, recipes, pantry, brand and prose, as one guide."""
