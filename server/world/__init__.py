"""The chat network: users, rooms and what commands do to them; no sockets, no clock, called by the hub alone."""
