"""The pages of the guide in a browser, while its files are edited."""
