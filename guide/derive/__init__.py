"""What follows from the recipes: figures, allergens, claims, the week, the shopping list, the lists of dishes."""
