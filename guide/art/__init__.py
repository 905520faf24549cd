"""Pictures cut from flat colour: the same every time for the same seed."""
