/**
 * Which machine runs the program (real workers, the lab, or the lab with the learner as its scheduler) and the lab's
 * settings. Remembered between visits. Offered is what the browser can do and the lesson is meant for; the rest stays in the
 * list, disabled, with the reason.
 */
import { byId, element } from '../base/dom.js';
import { time } from '../base/format.js';
import { readSetting, writeSetting } from '../base/settings.js';
import { DefaultLabSettings, type LabSettings } from '../engine/protocol.js';
import type { LessonMachine } from '../lesson/catalogue.js';

/** `hand`: on the lab, and the learner chooses who goes next. */
export type Machine = 'real' | 'lab' | 'hand';

const Machines: readonly Machine[] = ['real', 'lab', 'hand'];
const Labels: Readonly<Record<Machine, string>> = { real: 'on real workers', lab: 'on the lab', hand: 'by hand, on the lab' };

const isMachine = (value: unknown): value is Machine => Machines.some((machine) => machine === value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Nanoseconds of virtual time; an instruction takes one. */
const Quanta: readonly (readonly [number, string])[] = [
  [1, '1 step'],
  [10, '10 steps'],
  [100, '100 steps'],
  [1_000, '1 µs'],
  [10_000, '10 µs'],
  [100_000, '100 µs'],
  [1_000_000, '1 ms'],
  [4_000_000, '4 ms'],
  [20_000_000, '20 ms'],
];

/** The whole number in a field, held within its limits; `otherwise` if there is none. */
export function wholeNumber(text: string, minimum: number, maximum: number, otherwise: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return otherwise;
  return Math.min(Math.max(Math.round(value), minimum), maximum);
}

/** Why a machine cannot be chosen now; undefined: it can. */
export function whyNot(machine: Machine, lesson: readonly LessonMachine[], realWorks: boolean): string | undefined {
  if (!lesson.includes(machine === 'real' ? 'real' : 'lab')) return 'not for this lesson';
  return machine === 'real' && !realWorks ? 'not here' : undefined;
}

/** The wish if it can be had, else the first of the lesson's machines that can; undefined: none can. */
export function chooseMachine(wish: Machine, lesson: readonly LessonMachine[], realWorks: boolean): Machine | undefined {
  return [wish, ...lesson].find((machine) => whyNot(machine, lesson, realWorks) === undefined);
}

export class MachineChoice {
  private wish: Machine;
  private lesson: readonly LessonMachine[] = ['real', 'lab'];
  private realWorks = true;
  private readonly select = byId('machine', HTMLSelectElement);
  private readonly cores = byId('lab-cores', HTMLInputElement);
  private readonly quantum = byId('lab-quantum', HTMLSelectElement);
  private readonly seed = byId('lab-seed', HTMLInputElement);

  constructor(private readonly onChange: () => void) {
    for (const [value, label] of Quanta) this.quantum.append(element('option', { value: String(value) }, label));
    this.select.replaceChildren(...Machines.map((machine) => element('option', { value: machine }, Labels[machine])));
    this.wish = readSetting('machine', isMachine) ?? 'real';
    this.cores.value = String(readSetting('lab.cores', isCount) ?? DefaultLabSettings.cores);
    this.seed.value = String(readSetting('lab.seed', isCount) ?? DefaultLabSettings.seed);
    this.quantum.value = String(readSetting('lab.quantum', isCount) ?? DefaultLabSettings.quantum);
    if (this.quantum.value === '') this.quantum.value = String(DefaultLabSettings.quantum);
    for (const field of [this.select, this.cores, this.quantum, this.seed]) field.addEventListener('change', () => this.changed());
    this.show();
  }

  /** Undefined: the lesson is for real workers only, and there are none here. */
  get machine(): Machine | undefined {
    return chooseMachine(this.wish, this.lesson, this.realWorks);
  }

  /** The lesson is meant for the lab, too. */
  get hasLab(): boolean {
    return this.lesson.includes('lab');
  }

  get settings(): LabSettings {
    return {
      ...DefaultLabSettings,
      cores: wholeNumber(this.cores.value, 1, 64, DefaultLabSettings.cores),
      seed: wholeNumber(this.seed.value, 0, 999_999, DefaultLabSettings.seed),
      quantum: wholeNumber(this.quantum.value, 1, 1e12, DefaultLabSettings.quantum),
    };
  }

  /** What the status line says at its right. */
  get words(): string {
    const { machine } = this;
    if (machine === undefined) return 'This lesson is about real processors';
    if (machine === 'real') return `Real workers · ${navigator.hardwareConcurrency} processors${this.lesson.includes('lab') ? '' : ' · this lesson measures them, so it is not for the lab'}`;
    if (machine === 'hand') return 'Lab · you are the scheduler';
    const { cores, seed } = this.settings;
    return `Lab · ${cores} virtual ${cores === 1 ? 'core' : 'cores'}${seed === 0 ? '' : ` · seed ${seed}`}`;
  }

  /** Real workers are not to be had here. */
  onlyLab(): void {
    this.realWorks = false;
    this.show();
    this.onChange();
  }

  /** The machines that the lesson is meant for. */
  setLesson(machines: readonly LessonMachine[]): void {
    this.lesson = machines;
    this.show();
    this.onChange();
  }

  /** What a link says; the visitor's own settings stay as they were stored. */
  apply({ machine, cores, seed, quantum }: { readonly machine?: Machine; readonly cores?: number; readonly seed?: number; readonly quantum?: number }): void {
    if (machine !== undefined) this.wish = machine;
    if (cores !== undefined) this.cores.value = String(cores);
    if (seed !== undefined) this.seed.value = String(seed);
    if (quantum !== undefined) {
      if (![...this.quantum.options].some(({ value }) => value === String(quantum))) this.quantum.append(element('option', { value: String(quantum) }, time(quantum)));
      this.quantum.value = String(quantum);
    }
    this.show();
    this.onChange();
  }

  choose(machine: Machine): void {
    this.wish = machine;
    this.show();
    this.onChange();
  }

  /** While a run goes on nothing can be changed. */
  setRunning(running: boolean): void {
    for (const field of [this.select, this.cores, this.quantum, this.seed]) field.disabled = running;
  }

  private changed(): void {
    const { cores, seed, quantum } = this.settings;
    this.cores.value = String(cores);
    this.seed.value = String(seed);
    if (isMachine(this.select.value)) this.wish = this.select.value;
    writeSetting('machine', this.wish);
    writeSetting('lab.cores', cores);
    writeSetting('lab.seed', seed);
    writeSetting('lab.quantum', quantum);
    this.show();
    this.onChange();
  }

  private show(): void {
    for (const option of this.select.options) {
      if (!isMachine(option.value)) continue;
      const reason = whyNot(option.value, this.lesson, this.realWorks);
      option.disabled = reason !== undefined;
      option.textContent = reason === undefined ? Labels[option.value] : `${Labels[option.value]} (${reason})`;
    }
    this.select.value = this.machine ?? '';
    byId('lab-settings').hidden = this.machine !== 'lab';
  }
}
