"""The only SQL of the project: units of work over one connection, and the questions asked of it."""
