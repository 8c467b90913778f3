"""What each parameter file has to look like: pydantic models, checked when a file is read."""
