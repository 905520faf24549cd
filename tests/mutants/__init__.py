"""Changes to templates and styles that a reader would be hurt by, for the gates to find."""
