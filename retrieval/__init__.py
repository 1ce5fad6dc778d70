"""What Hearsay knows: articles, passages, attributions, source chains, questions and answers."""
