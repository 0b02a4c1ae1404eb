"""The coach: training sessions, answers, reminders and what is remembered. No Telegram inside."""
