"""The workbook for people who write no YAML."""
