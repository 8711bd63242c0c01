"""What there is to be had by HTTP: the page, uploaded files, and what programs say and read."""
