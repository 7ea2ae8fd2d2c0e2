"""`python -m ebcd` is `ebcd`."""

import sys

from ebcd.cli import main

sys.exit(main())
