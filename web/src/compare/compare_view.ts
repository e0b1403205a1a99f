/**
 * “Compare”: the last runs of the program, stacked on one scale, with where they first part and how long each took. Nothing has to
 * be kept by hand: a run that ends joins the others, and the oldest leaves.
 */
import { element } from '../base/dom.js';
import { count, time } from '../base/format.js';
import { linked, type Links } from '../moment/pieces.js';
import { lanesSvg, MostRows } from './lanes_svg.js';
import { busyCores, firstDifference, type Difference, type PictureStep, type RunPicture } from './run_picture.js';
import { stepInWords } from './words.js';

const MostKept = 6;
/** Pixels: of a drawing at the least and at most, and what the panel keeps free beside it. */
const [Narrowest, Widest, Beside] = [300, 960, 32];

export class CompareView {
  readonly panel = element('div', { class: 'result-view compare-view', id: 'compare-view', role: 'tabpanel', 'aria-label': 'Compare runs', tabindex: 0 });
  private kept: RunPicture[] = [];
  private readonly chosen = new Set<number>();
  private drawn = 0;

  constructor(private readonly links: Pick<Links, 'onLine'>) {
    this.refresh();
    new ResizeObserver(() => {
      if (this.panel.clientWidth > 0 && this.room !== this.drawn) requestAnimationFrame(() => this.refresh());
    }).observe(this.panel);
  }

  /** Another program is shown. */
  clear(): void {
    this.kept = [];
    this.chosen.clear();
    this.refresh();
  }

  /** The number that the next run gets. */
  get next(): number {
    return (this.kept.at(-1)?.number ?? 0) + 1;
  }

  /** A run has ended: it and the one before are compared. */
  add(picture: RunPicture): void {
    this.kept = [...this.kept, picture].slice(-MostKept);
    this.chosen.clear();
    for (const { number } of this.kept.slice(-2)) this.chosen.add(number);
    if (!this.panel.hidden) this.refresh();
  }

  refresh(): void {
    if (this.kept.length === 0) {
      this.panel.replaceChildren(element('p', { class: 'muted' },
        'Run the program twice, with something changed: other cores, another seed or machine, a parameter, or who goes first by hand. Here both runs are drawn on one scale, with the first step at which they part.'));
      return;
    }
    this.drawn = this.room;
    const shown = this.kept.filter(({ number }) => this.chosen.has(number));
    const end = Math.max(1, ...shown.map(({ duration }) => duration));
    const difference = shown.length === 2 && shown[0] !== undefined && shown[1] !== undefined ? { of: firstDifference(shown[0], shown[1]) } : undefined;
    this.panel.replaceChildren(
      this.chooser(),
      ...(difference === undefined ? [] : [this.tellDifference(difference.of)]),
      ...shown.map((picture, at) => this.figure(picture, end, shown[0]?.duration ?? 0, at === 0 ? difference?.of?.first : difference?.of?.second)));
  }

  /** As wide as the panel is, so that its words are as large as all others. */
  private get room(): number {
    return Math.max(Narrowest, Math.min(Widest, this.panel.clientWidth - Beside));
  }

  private chooser(): HTMLElement {
    return element('div', { class: 'compare-chooser', role: 'group', 'aria-label': 'Runs to compare' }, ...this.kept.map(({ number, machine, duration }) => {
      const box = element('input', { type: 'checkbox', checked: this.chosen.has(number) });
      box.addEventListener('change', () => {
        if (box.checked) this.chosen.add(number);
        else this.chosen.delete(number);
        this.refresh();
        this.panel.querySelectorAll<HTMLInputElement>('.compare-chooser input')[this.kept.findIndex((one) => one.number === number)]?.focus();
      });
      return element('label', {}, box, ` Run ${number}`, element('span', { class: 'muted' }, ` ${machine}, ${time(duration)}`));
    }));
  }

  private tellDifference(difference: Difference | undefined): HTMLElement {
    if (difference === undefined) return element('p', { class: 'compare-difference' }, element('strong', {}, 'No difference: '), 'the same steps in the same order.');
    const [first, second] = [this.step(difference.first), this.step(difference.second)];
    return element('p', { class: 'compare-difference' }, element('strong', {}, 'First difference'), difference.same === 0 ? ', at once: ' : `, after ${count(difference.same, 'step')}: `,
      'in the upper run ', ...first, '; in the lower one ', ...second, '.');
  }

  private step(step: PictureStep | undefined): (Node | string)[] {
    if (step === undefined) return ['nothing more happened'];
    const words = `${stepInWords(step)}${step.line > 0 ? ` (line ${step.line})` : ''}`;
    return linked(words, { onLine: (line) => this.links.onLine(line), onStep() {} });
  }

  private figure(picture: RunPicture, end: number, base: number, differs: PictureStep | undefined): HTMLElement {
    const ratio = base > 0 && picture.duration > 0 && picture.duration !== base ? `, ${told(picture.duration / base)} × the first` : '';
    const words = `Run ${picture.number}, ${picture.machine}: ${time(picture.duration)}${ratio}, ${busyCores(picture).toFixed(2)} cores busy on average, ${picture.ending}`;
    const left = picture.lanes.length - MostRows;
    return element('figure', {},
      element('figcaption', {}, element('strong', {}, `Run ${picture.number}`), ` ${picture.machine} `, element('span', { class: 'muted' },
        `· ${time(picture.duration)}${ratio} · ${busyCores(picture).toFixed(2)} cores busy on average · ${picture.ending}`)),
      lanesSvg(picture, { width: this.drawn, end }, words, differs?.time),
      ...(left > 0 ? [element('p', { class: 'muted' }, `… and ${count(left, 'more lane')}`)] : []));
  }
}

const told = (ratio: number): string => (ratio >= 10 ? ratio.toFixed(0) : ratio.toPrecision(3));
