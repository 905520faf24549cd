"""What differs between two versions of the guide, told to whoever reviews or announces it."""
