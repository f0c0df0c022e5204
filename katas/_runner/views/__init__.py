"""Shows results, katas, the journey and comparisons in the terminal."""
