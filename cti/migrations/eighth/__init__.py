"""What migration 0008 makes."""
