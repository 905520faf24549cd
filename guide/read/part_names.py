"""The names that pages/order.yaml may use besides the names of the pages.

The registry of parts in guide/layout/part_kinds.py has an entry for each; a test holds the two
together.
"""

from __future__ import annotations

REQUIRED_PARTS = ("cover", "contents", "recipes", "index", "references", "back")
# The program makes these too, for a guide that wants them.
OPTIONAL_PARTS = ("plan", "shopping", "lists", "finder", "fortnight", "thanks")
