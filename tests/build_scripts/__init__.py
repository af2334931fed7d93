"""The commands around the program."""
