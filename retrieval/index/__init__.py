"""Nearest passages: indexes behind the `VectorIndex` seam."""
