"""How the documentation is built: `sphinx-build -W -b html docs docs/_build/html`."""

project = "trichat"
author = "The trichat developers"
project_copyright = author

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3  # so that links to headings work as they do where the source is browsed

html_theme = "furo"
html_title = "trichat"
