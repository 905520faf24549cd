"""What the book is made of and what its pages say, as it is printed; nothing here is HTML."""
