"""Timings, run by hand or in a smoke size."""
