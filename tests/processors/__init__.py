"""Every fault at every step of every processor: what the till believes is what was moved."""
