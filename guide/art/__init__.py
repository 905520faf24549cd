"""Pictures as pure functions: motifs, the pictures made of them, and their PDF drawings."""
