"""Files to data: recipes, pantry, brand and prose are read and checked for their shape."""
