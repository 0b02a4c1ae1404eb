"""Domain objects in, replies out; pure."""
