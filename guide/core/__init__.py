"""What every room needs: problems with their places, the cache, workers, amounts, and text as it is typeset."""
