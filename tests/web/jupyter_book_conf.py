"""Stands beside a book's _config.yml and _toc.yml, and says to Sphinx what Jupyter Book 1 would, as far as the recipe goes."""
import pathlib

import yaml

config = yaml.safe_load(pathlib.Path('_config.yml').read_text())
contents = yaml.safe_load(pathlib.Path('_toc.yml').read_text())
assert contents['format'] == 'jb-book'

project = html_title = config['title']
author = config['author']
root_doc = contents['root']
extensions = ['myst_parser']
myst_enable_extensions = ['colon_fence', 'dollarmath', 'substitution', 'tasklist']
html_theme = 'sphinx_book_theme'
globals().update(config['sphinx']['config'])
