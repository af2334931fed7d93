"""The IntranetChat server: the wire language, the chat world, and the threads that carry both."""
