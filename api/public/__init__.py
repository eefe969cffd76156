"""What anybody may read: from memory, never a session. Who asked, and for what, is neither stored nor logged."""
