"""The language that both programs speak: pure values and functions, no sockets, no clock."""
