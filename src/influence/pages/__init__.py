"""The seller's page: one file that composes plan, findings, schedule and what is not known."""
