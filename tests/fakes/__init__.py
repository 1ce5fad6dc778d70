"""Small real implementations of the seams, and values for tests to start from."""
