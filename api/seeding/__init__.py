"""`seed/` → drafts → the database: files read with their lines, every fault told before anything is written."""
