"""Pictures as pure functions: motifs, what is composed of them, and their engraving into PDF drawings."""
