/**
 * Which machine runs the program, real workers or the lab, and the lab's settings. Remembered between visits. Where the
 * browser cannot run real workers the lab is chosen and the choice says why it is one no longer.
 */
import { byId, element } from '../base/dom.js';
import { readSetting, writeSetting } from '../base/settings.js';
import { DefaultLabSettings, type LabSettings } from '../engine/protocol.js';

export type Machine = 'real' | 'lab';

const isMachine = (value: unknown): value is Machine => value === 'real' || value === 'lab';
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

export class MachineChoice {
  private readonly select = byId('machine', HTMLSelectElement);
  private readonly cores = byId('lab-cores', HTMLInputElement);
  private readonly quantum = byId('lab-quantum', HTMLSelectElement);
  private readonly seed = byId('lab-seed', HTMLInputElement);

  constructor(private readonly onChange: () => void) {
    for (const [value, label] of Quanta) this.quantum.append(element('option', { value: String(value) }, label));
    this.select.value = readSetting('machine', isMachine) ?? 'real';
    this.cores.value = String(readSetting('lab.cores', isCount) ?? DefaultLabSettings.cores);
    this.seed.value = String(readSetting('lab.seed', isCount) ?? DefaultLabSettings.seed);
    this.quantum.value = String(readSetting('lab.quantum', isCount) ?? DefaultLabSettings.quantum);
    if (this.quantum.value === '') this.quantum.value = String(DefaultLabSettings.quantum);
    for (const field of [this.select, this.cores, this.quantum, this.seed]) field.addEventListener('change', () => this.changed());
    this.show();
  }

  get machine(): Machine {
    return isMachine(this.select.value) ? this.select.value : 'real';
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
    if (this.machine === 'real') return `Real workers · ${navigator.hardwareConcurrency} processors`;
    const { cores, seed } = this.settings;
    return `Lab · ${cores} virtual ${cores === 1 ? 'core' : 'cores'}${seed === 0 ? '' : ` · seed ${seed}`}`;
  }

  /** Real workers are not to be had here. */
  onlyLab(): void {
    this.select.value = 'lab';
    const real = this.select.querySelector<HTMLOptionElement>('option[value="real"]');
    if (real !== null) real.disabled = true;
    this.show();
  }

  /** While a run goes on nothing can be changed. */
  setRunning(running: boolean): void {
    for (const field of [this.select, this.cores, this.quantum, this.seed]) field.disabled = running;
  }

  private changed(): void {
    const { cores, seed, quantum } = this.settings;
    this.cores.value = String(cores);
    this.seed.value = String(seed);
    writeSetting('machine', this.machine);
    writeSetting('lab.cores', cores);
    writeSetting('lab.seed', seed);
    writeSetting('lab.quantum', quantum);
    this.show();
    this.onChange();
  }

  private show(): void {
    byId('lab-settings').hidden = this.machine !== 'lab';
  }
}
