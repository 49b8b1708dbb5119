"""The chance to be reached: exact reductions, state expansion with certified bounds, and estimates."""
