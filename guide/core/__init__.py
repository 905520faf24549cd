"""What every room needs: problems and places, cache, workers, amounts, text as it is typeset."""
