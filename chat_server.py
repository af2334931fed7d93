"""Start a chat server from the command line: the command that the README names."""
import sys

from server.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
