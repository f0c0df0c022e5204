"""What later katas inherit from earlier ones: one copy, nobody edits it."""
