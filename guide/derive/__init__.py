"""What follows from a recipe: figures, allergens, claims, how its method uses its ingredients."""
