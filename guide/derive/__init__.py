"""What follows from the recipes: figures, allergens, claims, the week, shopping, the lists."""
