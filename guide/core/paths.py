"""Where the project's own files lie, and where this user's cache lies."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
APP_NAME = "anti-inflammatory-recipe-guide"
# The environment variable that names another folder for the cache.
CACHE_VARIABLE = "GUIDE_CACHE"


def user_cache_folder() -> Path | None:
    """The folder of this user's cache: what GUIDE_CACHE names, or a folder in the user's cache
    folder.

    None when the user has no home folder.
    """
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).absolute()
    # Not needed, and not loaded, where the variable is set.
    from platformdirs import user_cache_path

    try:
        return user_cache_path(APP_NAME)
    except RuntimeError:
        # The machine does not know the user's home folder.
        return None
