"""Sets up all that is needed, then does one thing: see `steps.py` beside this file.

This file alone must also be readable by an old Python, so that it can say what is wrong.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  the very reader that must be told
    sys.exit("newsledger needs Python 3.11 or newer, and this is %d.%d" % sys.version_info[:2])  # noqa: UP031  as above

from steps import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
