"""Speed and quality, to be run by anyone."""
