/**
 * A lesson's Markdown as elements of the page. HTML in it stays text. Links to lines of the program, `[text](#L12)` or
 * `(#L12-L15)`, become links that mark these lines in the program's view instead of leading somewhere.
 */
import MarkdownIt from 'markdown-it';

export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Undefined when the link is not one to lines. */
export function parseLineLink(href: string): LineRange | undefined {
  const match = /^#L(\d{1,5})(?:-L?(\d{1,5}))?$/.exec(href);
  if (match === null) return undefined;
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  return first >= 1 && last >= first ? { first, last } : undefined;
}

/** Headings go two levels down: the page's own are above them. */
const HeadingShift = 2;

function renderer(): MarkdownIt {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: true });
  markdown.core.ruler.push('interleave_headings', ({ tokens }) => {
    for (const token of tokens) {
      const level = /^h([1-6])$/.exec(token.tag);
      if (level !== null) token.tag = `h${Math.min(6, Number(level[1]) + HeadingShift)}`;
    }
  });
  markdown.renderer.rules['link_open'] = (tokens, index, options, _environment, self) => {
    const token = tokens[index];
    const href = token?.attrGet('href') ?? '';
    const lines = parseLineLink(href);
    if (lines !== undefined) {
      token?.attrSet('class', 'line-link');
      token?.attrSet('data-first', String(lines.first));
      token?.attrSet('data-last', String(lines.last));
    } else if (/^https?:/.test(href)) {
      token?.attrSet('target', '_blank');
      token?.attrSet('rel', 'noopener noreferrer');
    }
    return self.renderToken(tokens, index, options);
  };
  return markdown;
}

const markdown = renderer();

/** Safe HTML: markdown-it escapes everything that is not its own. */
export function proseHtml(source: string): string {
  return markdown.render(withoutTitle(source));
}

/** One line of Markdown without a paragraph around it, for list items. */
export function inlineHtml(source: string): string {
  return markdown.renderInline(source);
}

/** The page shows the title of lesson.json; a first heading in the prose would repeat it. */
export function withoutTitle(source: string): string {
  return source.replace(/^\s*# [^\n]*\n/, '');
}
