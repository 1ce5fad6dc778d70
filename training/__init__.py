"""Training the learned reader from labelled articles (docs/training.md)."""
