/** Help and “About and licences”: modal dialogs, built when they are first opened. */
import { byId, element } from '../base/dom.js';

const Cross = '✕';

/** A modal dialog, not yet open. */
export function dialog(id: string, title: string, ...content: readonly (Node | string)[]): HTMLDialogElement {
  const made = element('dialog', { id, 'aria-labelledby': `${id}-title` },
    element('div', { class: 'dialog-bar' },
      element('h2', { id: `${id}-title` }, title),
      element('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => made.close() }, Cross)),
    element('div', { class: 'dialog-body', tabindex: 0, role: 'region', 'aria-label': title }, ...content));
  // A click beside the box closes it; a dialog's own box covers its content, so the target is the dialog only there.
  made.addEventListener('click', (event) => {
    if (event.target === made) made.close();
  });
  document.body.append(made);
  return made;
}

const paragraph = (...children: readonly (Node | string)[]): HTMLElement => element('p', {}, ...children);
const heading = (text: string): HTMLElement => element('h3', {}, text);

function shortcuts(rows: readonly (readonly [string, string])[]): HTMLElement {
  return element('dl', { class: 'shortcuts' }, ...rows.flatMap(([keys, meaning]) => [
    element('dt', {}, ...keys.split(' ').flatMap((key, index) => [index === 0 ? '' : ' ', element('kbd', {}, key)])),
    element('dd', {}, meaning),
  ]));
}

function help(): HTMLDialogElement {
  return dialog('help-dialog', 'Help',
    paragraph('Choose a lesson and press Run. The program is ordinary C++. The timeline has a lane for every thread: what it did, what it waited for, and who held it up.'),
    heading('Two machines for the same program'),
    element('ul', {},
      element('li', {}, element('strong', {}, 'Real workers'), ': each thread runs on a worker of the browser, on a processor of its own where there is one, in real time. Every run is another one.'),
      element('li', {}, element('strong', {}, 'The lab'), ': a machine simulated in the page, with as many cores as you like, in virtual time. The same cores, quantum and seed give the same run, and you can go back to any moment of it. '
        + 'It executes one instruction at a time on the cores in turn, so memory is sequentially consistent: what real processors may do beyond that it does not show.'),
      element('li', {}, element('strong', {}, 'By hand'), ': on the lab, and you are the scheduler: for each step you choose the thread that goes.')),
    heading('Everywhere'),
    shortcuts([
      ['Ctrl Enter', 'Run the program (⌘ Enter on a Mac)'],
      ['Escape', 'Stop the program'],
    ]),
    heading('In the timeline, after a click into it'),
    shortcuts([
      ['W S', 'Zoom in and out; the mouse wheel does it too'],
      ['A D', 'Move left and right'],
      ['F', 'Show what is selected, then everything'],
      [', .', 'Go to the event before, after'],
      ['[ ]', 'Follow what happened before, after'],
      ['/', 'Search'],
      ['?', 'All keys of the timeline'],
    ]),
    heading('After a run on the lab, in its panels'),
    shortcuts([
      ['P', 'Play and pause'],
      ['N B', 'One step on, one step back'],
      ['O L I', 'A step is an operation, a line, an instruction'],
      ['J', 'Jump to the next switch, wait, lock or output; with Shift to the one before'],
      ['Home End', 'To the beginning, to the end'],
      ['0 … 9', 'By hand: let the thread of this number go'],
      ['U', 'By hand: take the last move back'],
    ]),
    heading('Around it'),
    shortcuts([
      ['Tab', 'Go to the next part of the page; the lines between panels move with the arrow keys'],
      ['← →', 'Change a tab that has the focus'],
    ]),
    paragraph('“Threads”, beside the console, tells the same as the timeline in a table.'));
}

interface Licence {
  readonly name: string;
  readonly use: string;
  readonly licence: string;
}

const Licences: readonly Licence[] = [
  { name: 'Dear ImGui', use: 'the timeline’s controls', licence: 'MIT, © Omar Cornut' },
  { name: 'SDL', use: 'window and input of the timeline', licence: 'zlib, © Sam Lantinga' },
  { name: 'Emscripten, musl, LLVM libc++ and compiler-rt', use: 'libraries inside the programs and the app', licence: 'MIT; Apache 2.0 with LLVM exceptions' },
  { name: 'LLVM: clang and wasm-ld, built for browsers by the YoWASP project', use: 'the compiler for changed programs', licence: 'Apache 2.0 with LLVM exceptions; packaging ISC, © Catherine' },
  { name: 'fflate', use: 'programs as folders', licence: 'MIT, © Arjun Barrett' },
  { name: 'CodeMirror and Lezer', use: 'the program’s view', licence: 'MIT, © Marijn Haverbeke and others' },
  { name: 'markdown-it', use: 'the lessons’ text', licence: 'MIT, © Vitaly Puzrin, Alex Kocharin' },
  { name: 'Inter', use: 'the typeface', licence: 'SIL Open Font License 1.1, © The Inter Project Authors' },
  { name: 'JetBrains Mono', use: 'the typeface of programs', licence: 'SIL Open Font License 1.1, © The JetBrains Mono Project Authors' },
  { name: 'Codicons', use: 'icons of the timeline', licence: 'CC BY 4.0, © Microsoft and contributors; cut to the icons used' },
];

function about(): HTMLDialogElement {
  return dialog('about-dialog', 'About Interleave',
    paragraph('Interleave is a playground for concurrency: it runs C++ programs with threads in the browser and shows how they interleave, on real workers and on the lab, '
      + 'a deterministic machine of its own: an interpreter of WebAssembly that runs in the page.'),
    paragraph('Everything happens on your computer. The page sends nothing anywhere, sets no cookies and asks no other server for anything; it only remembers your theme and the sizes of its panels.'),
    paragraph('Interleave itself is under the MIT licence. It contains the following; here are ', element('a', { href: './licences.txt', target: '_blank' }, 'all licences in full'), '.'),
    element('table', { class: 'data-table' },
      element('thead', {}, element('tr', {}, ...['Part', 'What for', 'Licence'].map((text) => element('th', { scope: 'col' }, text)))),
      element('tbody', {}, ...Licences.map((item) => element('tr', {},
        element('th', { scope: 'row' }, item.name), element('td', {}, item.use), element('td', {}, item.licence))))));
}

/** Makes the buttons of the top bar open their dialogs. */
export function startDialogs(): void {
  for (const [id, make] of [['help', help], ['about', about]] as const) {
    let made: HTMLDialogElement | undefined;
    byId(id).addEventListener('click', () => (made ??= make()).showModal());
  }
}
