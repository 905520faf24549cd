"""The guide as one edition prints it: recipes chosen, foods left out, swaps applied."""
