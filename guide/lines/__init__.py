"""Ingredient lines, times and yields as cooks write them, brought into one form."""
