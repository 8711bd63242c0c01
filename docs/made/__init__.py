"""The pages that are made from the code: a module for each."""
