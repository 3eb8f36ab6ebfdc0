"""Where the examples come from: generated, typed in as a table, or scanned."""
