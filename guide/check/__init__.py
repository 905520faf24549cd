"""What must hold of every file and of the guide as a whole, before anything is printed."""
