"""Pure decisions: data and `now` in, data out."""
