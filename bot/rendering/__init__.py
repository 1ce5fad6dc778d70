"""From answers to what a person sees: blocks first, then a medium."""
