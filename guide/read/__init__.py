"""Files to data: recipes, pantry, brand and prose."""
