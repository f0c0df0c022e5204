"""All that draws: how people see results, katas, their journey and a comparison."""
