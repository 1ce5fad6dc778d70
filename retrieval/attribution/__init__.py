"""Reading who said what: extractors behind the `AttributionExtractor` seam."""
