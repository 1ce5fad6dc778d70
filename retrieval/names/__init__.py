"""Names of sources, across languages, scripts and articles."""
