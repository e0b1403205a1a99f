/** The sliders and switches for a lesson's parameters. They show what the program says, also when it is changed by hand. */
import { element } from '../base/dom.js';
import { positionOf, valueAt, valueIn, type Parameter, type ParameterValue } from './parameters.js';

export type OnParameter = (parameter: Parameter, value: ParameterValue) => void;

interface Control {
  readonly parameter: Parameter;
  readonly row: HTMLElement;
  show(value: ParameterValue): void;
}

export class ParameterControls {
  readonly section: HTMLElement;
  private readonly controls: readonly Control[];

  constructor(parameters: readonly Parameter[], onChange: OnParameter) {
    this.controls = parameters.map((parameter) => (parameter.range === undefined ? toggle(parameter, onChange) : slider(parameter, onChange)));
    this.section = element('section', { class: 'parameters', 'aria-label': 'Settings of the program', hidden: true },
      element('h4', {}, 'Settings of the program'), ...this.controls.map((control) => control.row));
  }

  /** The program as it is now; constants that it does not have any more lose their control. */
  setSource(source: string): void {
    let any = false;
    for (const { parameter, row, show } of this.controls) {
      const value = valueIn(source, parameter);
      row.hidden = value === undefined;
      any ||= value !== undefined;
      if (value !== undefined) show(value);
    }
    this.section.hidden = !any;
  }
}

function toggle(parameter: Parameter, onChange: OnParameter): Control {
  const box = element('input', { type: 'checkbox', id: `parameter-${parameter.name}`, onchange: () => onChange(parameter, box.checked) });
  return {
    parameter,
    row: element('div', { class: 'parameter' }, element('label', { for: box.id }, parameter.label), box),
    show: (value) => { box.checked = value === true; },
  };
}

function slider(parameter: Parameter, onChange: OnParameter): Control {
  const { minimum, maximum } = parameter.range ?? { minimum: 0, maximum: 1 };
  const field = element('input', { type: 'number', id: `parameter-${parameter.name}`, min: minimum, max: maximum, step: 1, inputmode: 'numeric' });
  const bar = element('input', { type: 'range', min: 0, max: 100, step: 1, 'aria-label': `${parameter.label}, slider` });
  // While it is dragged only the number follows; the program changes once, so that one Undo takes it back.
  bar.addEventListener('input', () => { field.value = String(valueAt(Number(bar.value), { minimum, maximum })); });
  bar.addEventListener('change', () => onChange(parameter, valueAt(Number(bar.value), { minimum, maximum })));
  field.addEventListener('change', () => {
    const value = Number(field.value);
    if (field.value.trim() !== '' && Number.isFinite(value)) onChange(parameter, Math.round(Math.min(Math.max(value, minimum), maximum)));
  });
  return {
    parameter,
    row: element('div', { class: 'parameter' }, element('label', { for: field.id }, parameter.label), bar, field),
    show(value) {
      field.value = String(value);
      bar.value = String(positionOf(Number(value), { minimum, maximum }));
    },
  };
}
