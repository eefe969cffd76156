"""What the directory is: records, drafts, dialing, editing, the frozen snapshot. No HTTP, no locale text."""
