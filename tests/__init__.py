"""What the skill promises, and the proof that it keeps it."""
