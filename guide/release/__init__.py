"""The finished PDF inspected, pictured and published."""
