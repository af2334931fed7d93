"""The desktop app and the command-line client: both are front ends of one Client, and neither knows a socket."""
