"""Others that hold the same interview, to be measured beside the skill."""
