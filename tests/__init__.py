"""Proof that the bot does what it says, told as what happened."""
