"""Papers for people who must sign, and their answers taken back into the recipes."""
