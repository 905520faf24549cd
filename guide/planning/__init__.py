"""What is planned from all recipes together: the week, its shopping, the lists of dishes."""
