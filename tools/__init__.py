"""Commands that build and check what lies in this repository: `python -m tools.<name>`."""
