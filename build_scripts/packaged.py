"""Where the packaged program begins: PyInstaller needs a file outside the package `app`, and this is it.
It only hands over to the same `main` that `python3 -m app` runs."""

import sys

from app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
