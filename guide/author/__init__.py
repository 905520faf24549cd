"""What helps a cook to write: new files, recipes from elsewhere, recipes for elsewhere."""
