"""Turning text into vectors: embedders behind the `Embedder` seam."""
