"""A virtual year of reminders: people, bad weather, a bot that is killed, and who keeps account."""
