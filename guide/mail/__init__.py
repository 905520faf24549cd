"""The mail that brings the guide: written from marketing's words, kept in a file or sent."""
