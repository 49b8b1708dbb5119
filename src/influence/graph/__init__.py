"""Reading the organization: ties, arrays, paths and structure."""
