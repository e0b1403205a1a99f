"""Sphinx: the script for all pages; the element through the directive below, or `.. raw:: html`."""
from docutils import nodes
from docutils.parsers.rst import Directive, directives

project = 'A course'
html_js_files = [('PLAYGROUND/interleave-embed.js', {'defer': 'defer'})]


class Playground(Directive):
    """.. playground:: deadlock
          :machine: lab
    """

    required_arguments = 1
    option_spec = {name: directives.unchanged for name in ('machine', 'cores', 'seed', 'schedule', 'layout', 'panel', 'theme', 'goal', 'height')}

    def run(self):
        attributes = {'lesson': self.arguments[0], **self.options}
        words = ' '.join(f'{name}="{nodes.unescape(value)}"'.replace('<', '&lt;') for name, value in attributes.items())
        return [nodes.raw('', f'<interleave-playground {words}></interleave-playground>', format='html')]


def setup(app):
    app.add_directive('playground', Playground)
