"""The guide as parts of a book: their order, their HTML, their pictures and typefaces."""
