"""What the coach knows: exercises, topics and how people ask for them. No user state, no clock."""
