/**
 * The page. First what can be seen and used at once (theme, panels, lesson list, prose), then, side by side, the editor, the
 * lesson's program and the timeline's app.
 */
import { appBase, compilerBase, compilerSize, engineBase, guestBase, lessonsBase } from 'virtual:artefacts';
import type { AppSnapshot } from './app/app.js';
import { byId } from './base/dom.js';
import { Course } from './course/course.js';
import { GlossaryPage } from './course/glossary_page.js';
import { CompareView } from './compare/compare_view.js';
import { pictureOf } from './compare/run_picture.js';
import { Compiler } from './compile/compiler.js';
import { tellOutcome } from './console/outcome_text.js';
import { tellProgress } from './compile/told.js';
import type { ProgramPanel } from './editor/program_panel.js';
import { replaceAddress } from './embed/address.js';
import { Embedded } from './embed/embedded.js';
import { ExplorePage } from './explore/explore_page.js';
import { fetchIndex, fetchLesson, findLesson, LessonError, type Lesson, type LessonDetails, type LessonEntry } from './lesson/catalogue.js';
import { changedParameters } from './lesson/parameters.js';
import { LessonPanel } from './lesson/lesson_panel.js';
import { LessonPicker } from './lesson/lesson_picker.js';
import type { LineRange } from './lesson/prose.js';
import { parametersInWords } from './lesson/small.js';
import { explanationCards } from './moment/explanation_cards.js';
import { startLabAside, type LabRun } from './engine/lab.js';
import { LabTime } from './moment/lab_time.js';
import { checkBrowser } from './page/check_browser.js';
import { startDialogs } from './page/dialogs.js';
import { FirstVisit, mayMove } from './page/first_visit.js';
import { Layout } from './page/layout.js';
import { showProblem } from './page/notices.js';
import { startShortcuts } from './page/shortcuts.js';
import { StatusLine } from './page/status.js';
import { startTheme } from './page/theme.js';
import { ChartsView } from './plots/charts_view.js';
import { measureSpeedUp } from './plots/measure_speed_up.js';
import { factsOf } from './plots/run_facts.js';
import { OwnPrograms } from './programs/own_programs.js';
import { ProgramStore } from './programs/store.js';
import { Workbench } from './programs/workbench.js';
import type { Outcome } from './real/types.js';
import { HandControl } from './run/hand_control.js';
import { HandPage } from './run/hand_page.js';
import { MachineChoice } from './run/machine_choice.js';
import type { Repetition } from './run/repeat.js';
import { ResultsPanel } from './run/results_panel.js';
import { RunButton } from './run/run_button.js';
import { RunControl } from './run/run_control.js';
import { Timeline } from './run/timeline.js';
import { plainLink, readLink } from './share/link.js';
import { readFile } from './share/link_file.js';
import { savableOf, shownOn, type PageParts } from './share/page_parts.js';
import { LinkError, type SharedState } from './share/shared_state.js';
import { isOfRun, SharedRun } from './share/shared_run.js';
import { sharedText } from './share/shared_text.js';
import { Sharing } from './share/sharing.js';

declare global {
  interface Window {
    /** For tests and the curious: the timeline's state as data. */
    interleave: { snapshot(): AppSnapshot | undefined };
  }
}

const lessons = new URL(lessonsBase, document.baseURI);
/** Around the page in a frame of another page; undefined in a tab of its own. */
const frame = globalThis.interleaveFrame;
const theme = startTheme(frame === undefined ? undefined : frame.options.theme === 'auto' ? 'system' : frame.options.theme);
const layout = new Layout(frame?.options.layout === 'single');
const status = new StatusLine();
const runButton = new RunButton(() => control.active, () => run(), () => control.stop());
const repeatButton = byId('repeat', HTMLButtonElement);
let program: ProgramPanel | undefined;
let index: readonly LessonEntry[] = [];
/** The lesson of the address; `current` once its texts are here, undefined before: nothing can be run meanwhile. */
let chosen: LessonEntry | undefined;
let current: Lesson | undefined;
/** What the address, or a file, asked for. */
let wanted: SharedState = {};
let ranForFrame = false;
/** A lesson's program, or an own one, is there and could run. */
let ready = false;
/** Whether real workers can run programs; the lab needs WebAssembly only. */
let canRun = false;
const hasWasm = typeof WebAssembly === 'object';

const engineUrl = new URL(`${engineBase}engine.js`, document.baseURI).href;
const timeline = new Timeline(({ time, threads }) => {
  if (!labTime.cursorMoved(time)) program?.setThreads(threads, time);
});

const hand = new HandControl({
  onBegin(run) {
    beginRun(byHand.title, 'virtual');
    labTime.follow(run);
  },
  onOutput: writeOutput,
  onRecording: (chunk) => timeline.append(chunk),
  onState(state) {
    timeline.showFrom(state.hand.moves[0]?.time ?? 0);
    labTime.handMoved();
    byHand.show(state);
    results.recordingChanged();
    sharedRun.settle(state.hash);
  },
  onEnding(outcome) {
    course.ended('hand', outcome);
    keepForComparison(outcome);
    embedded?.finished('hand', outcome);
    byHand.end(outcome);
    labTime.explain();
  },
  onFailure: (message) => byHand.fail(new Error(message)),
  onInputWanted: askForInput,
}, engineUrl);

const labTime: LabTime = new LabTime(hand, () => results.console, {
  onLine: (line) => showLines({ first: line, last: line }),
  onThreads: (threads, time) => program?.setThreads(threads, time),
  onExpansion(expansion) {
    if (expansion !== undefined) layout.reveal('code');
    program?.setExpansion(expansion);
  },
  onCursor: (time) => timeline.setCursor(time),
  onTakeOver: (schedule) => void byHand.start(schedule, true),
  onCopyLink: () => sharing.open('link'),
  onExplained: (explanations) => results.console.showExplanations(explanationCards(explanations, {
    onLine: (line) => showLines({ first: line, last: line }),
    onStep: (step) => labTime.goToStep(step),
  })),
});

const explorePage = new ExplorePage({
  small: smallProgram,
  program: () => workbench.program.debug(),
  possible: () => ready && hasWasm,
  onReplay(schedule, whole) {
    results.show('state');
    void byHand.start(schedule, whole);
  },
  onLine: (line) => showLines({ first: line, last: line }),
  onFound(found) {
    course.explored(found);
    embedded?.explored(found);
  },
  onState: (tone, title, detail) => status.show(tone, title, detail),
}, engineUrl);

const compare = new CompareView({ onLine: (line) => showLines({ first: line, last: line }) });

const charts = new ChartsView({
  facts() {
    const snapshot = timeline.snapshot();
    return snapshot === undefined || snapshot.lanes.length === 0 ? undefined : factsOf(snapshot, coresOfRun);
  },
  title: () => workbench.title,
  words: () => wordsOfRun,
  seed: () => choice.settings.seed,
  whyNotMeasured: () => (!ready ? 'No program is open.' : !hasWasm ? 'Programs cannot run here.' : choice.hasLab ? undefined : 'This lesson is about real processors: it is not for the lab.'),
  async measure(onProgress) {
    const program = await workbench.program.debug();
    const { settings } = choice;
    return measureSpeedUp((cores) => startLabAside(engineUrl, { program, settings: { ...settings, cores }, onOutput() {}, onRecording() {}, onStatus() {} }), onProgress);
  },
});

const results: ResultsPanel = new ResultsPanel({
  onInput: (text) => (hand.active ? hand.input(text) : control.input(text)),
  onEndOfInput: () => (hand.active ? hand.endInput() : control.endInput()),
  onLine: (line) => showLines({ first: line, last: line }),
  onCancelRepeat: () => control.stop(),
  lanes: () => timeline.snapshot()?.lanes ?? [],
}, labTime.state, explorePage.view.panel, compare, charts);

/** The lesson's second, small program while its text is as it came. */
function smallProgram(): { readonly url: URL; readonly words: string } | undefined {
  return current !== undefined && workbench.isReadyMade && current.details.small !== undefined
    ? { url: new URL('small.debug.wasm', current.base), words: parametersInWords(current.details.small) } : undefined;
}

/** The run that has ended joins those that can be compared. */
function keepForComparison(outcome: Outcome): void {
  const snapshot = timeline.snapshot();
  if (snapshot === undefined || snapshot.lanes.length === 0) return;
  const changes = current === undefined ? '' : changedParameters(workbench.source, current.source, current.details.parameters);
  compare.add(pictureOf(snapshot, compare.next, changes === '' ? choice.words : `${choice.words} · ${changes}`, tellOutcome(outcome).title));
}

/** Of the run that is drawn: its virtual cores, and what it ran on. */
let coresOfRun: number | undefined;
let wordsOfRun = '';

function beginRun(title: string, axis: 'real' | 'virtual'): void {
  coresOfRun = axis === 'real' ? undefined : hand.active ? 1 : choice.settings.cores;
  wordsOfRun = choice.words;
  course.begin();
  results.console.begin();
  timeline.begin(title, axis);
  layout.reveal('timeline');
}

function writeOutput(fd: 1 | 2, bytes: Uint8Array): void {
  course.wrote(fd, bytes);
  results.console.write(fd === 1 ? 'out' : 'err', bytes);
}

function askForInput(wanted: boolean): void {
  if (wanted) {
    layout.reveal('console');
    results.show('console');
  }
  results.console.askForInput(wanted);
}

/** The last run on the lab, while it is on show. */
let labRun: LabRun | undefined;

/** No past to move in: another lesson is shown, or another run begins. */
function forgetPast(): void {
  labRun = undefined;
  byHand.leave();
  labTime.follow(undefined);
}

/** The last of many runs of this program. */
let repetition: Repetition | undefined;
let axisOfRun: 'real' | 'virtual' = 'real';
const firstVisit = new FirstVisit(byId('notices'));
/** The run that goes on is the one for a first visitor: it is played when it has ended. */
let showing = false;

const control = new RunControl({
  onBegin(title, axis) {
    forgetPast();
    axisOfRun = axis;
    embedded?.began(axis === 'real' ? 'real' : 'lab');
    beginRun(title, axis);
    results.show('console');
  },
  onOutput: writeOutput,
  onNote: (text) => results.console.write('note', new TextEncoder().encode(`${text}\n`)),
  onPast(run) {
    labRun = run;
    labTime.follow(run);
    labTime.explain();
    sharedRun.settle(run.hash);
    if (showing && mayMove()) labTime.playFromStart();
    showing = false;
  },
  onRecording: (chunk) => timeline.append(chunk),
  onState: (tone, title, detail) => status.show(tone, title, detail),
  onEnding(told, detail) {
    results.console.showEnding(told, detail);
    if (told?.tone === 'bad') results.show('console');
  },
  onInputWanted: askForInput,
  onActive: showActive,
  onRepetition(state, what) {
    repetition = state;
    results.histogram.show(state, what.label, what.expected);
  },
  onFinished(outcome) {
    const machine = axisOfRun === 'real' ? 'real' : 'lab';
    course.ended(machine, outcome);
    keepForComparison(outcome);
    results.refresh();
    embedded?.finished(machine, outcome);
  },
}, engineUrl);
const choice = new MachineChoice(() => status.setMachine(choice.words));

const byHand = new HandPage(hand, labTime, {
  address: () => (current === undefined || workbench.isShared ? {} : { lesson: current.entry.name }),
  settings: () => choice.settings,
  title: () => workbench.title,
  small: smallProgram,
  program: () => workbench.program.debug(),
  onStart() {
    control.abandon();
    labRun = undefined;
    choice.choose('hand');
    embedded?.began('hand');
  },
  onState: (tone, title, detail) => status.show(tone, title, detail),
  onEnding(told, detail) {
    results.console.showEnding(told, detail);
    if (told.tone === 'bad') results.show('console');
  },
});

const course = new Course(byId('lesson-list'), byId('notices'), { onSolved: () => embedded?.solved() });
const glossary = new GlossaryPage(new URL('glossary.json', lessons));
const panel = new LessonPanel({ onLines: showLines, onParameter: (parameter, value) => workbench.setParameter(parameter, value) });
const picker = new LessonPicker(
  (entry) => { location.hash = plainLink({ lesson: entry.name }); },
  (id) => { location.hash = plainLink({ program: id }); },
);

const place = (folder: string, file: string): string => new URL(`${folder}${file}`, document.baseURI).href;
const compiler = new Compiler({
  parts: { llvm: place(compilerBase, 'llvm.wasm'), archive: place(guestBase, 'guest.archive'), marker: place(guestBase, 'marker.wasm') },
  size: compilerSize,
  version: `${compilerBase}${guestBase}`,
}, {
  onProgress: ({ fraction, megabytes }) => status.show('running', fraction < 0.99 ? 'Loading the compiler' : 'Starting the compiler', tellProgress(fraction, megabytes)),
  onState: (state) => { byId('code-panel').dataset['compiler'] = state; },
});
const store = new ProgramStore(() => status.show('bad', 'This browser’s storage is full', 'what you type is kept only until the page is closed: delete programs, or download them'));
const workbench = new Workbench(store, compiler, {
  onBegin() {
    results.console.begin();
    status.show('running', compiler.state === 'absent' ? 'Loading the compiler' : 'Compiling');
  },
  onFindings(findings) {
    const first = findings.find((item) => item.severity === 'error');
    if (first !== undefined && first.line > 0) program?.showLines({ first: first.line, last: first.line });
    if (first !== undefined) layout.reveal('console');
  },
  onChanged(changed, source) {
    own.showState(changed);
    sharedRun.forget();
    panel.setSource(source);
    explorePage.reset();
    charts.clear();
  },
});
const own = new OwnPrograms(store, workbench, {
  onList: (programs, open) => picker.setPrograms(programs, open),
  onLinkFile: (name, text) => openLinkFile(name, text),
  onProblem: (message) => status.show('bad', message),
});

const sharedRun: SharedRun = new SharedRun({
  startByHand: (schedule, whole) => void byHand.start(schedule, whole),
  startLab() {
    choice.choose('lab');
    void control.startLab(choice.settings);
  },
  seek: (time) => labTime.goTo(time),
  showTab: (tab) => results.show(tab),
  showRange: (start, end) => timeline.showRange(start, end),
  onDifferent: () => showProblem('This run is not the one of the link.', 'The lesson’s program or the lab has changed since the link was made, so it came out otherwise.'),
  onWaiting: () => status.show('idle', 'Ready: Run shows the run of the link', 'its program came with the link and is compiled first'),
});

const parts: PageParts = {
  workbench, choice, hand, byHand, labTime, results, timeline, explorePage,
  lesson: () => current?.entry.name,
  labHash: () => (labRun === undefined || labRun.hash === '' ? undefined : labRun.hash),
  repetition: () => repetition,
};
const sharing = new Sharing({ shown: () => shownOn(parts), savable: () => savableOf(parts) });
byId('export-trace').addEventListener('click', () => sharing.open('files'));

function showLines(lines: LineRange): void {
  layout.reveal('code');
  program?.showLines(lines);
}

function showActive(active: 'idle' | 'run' | 'repeat'): void {
  const running = active !== 'idle';
  choice.setRunning(running);
  runButton.show(running);
  repeatButton.disabled = running || !canRun;
  if (active === 'repeat') {
    results.show('histogram');
    layout.reveal('console');
  }
}

/** Runs when it can, otherwise says in the status line why not. */
function run(): void {
  if (!ready || sharedRun.begin()) return;
  if (choice.machine === 'hand') void byHand.start('', false);
  else if (choice.machine === 'lab') void control.startLab(choice.settings);
  else if (choice.machine === 'real' && canRun) void control.start();
}

repeatButton.addEventListener('click', () => {
  const what = current?.details.repeat;
  if (what !== undefined) void control.startRepeat(what);
});

function idleStatus(): void {
  if (hasWasm && choice.machine === undefined) status.show('bad', 'This lesson needs real workers: see the note above');
  else if (hasWasm) status.show('idle', canRun ? 'Ready' : 'Ready: on the lab');
  else status.show('bad', 'Programs cannot run here: see the note above');
}

async function open(entry: LessonEntry): Promise<void> {
  control.abandon();
  forgetPast();
  chosen = entry;
  current = undefined;
  ready = false;
  runButton.enable(false);
  repeatButton.disabled = true;
  panel.setLoading(entry);
  picker.show(entry);
  document.title = `${entry.title} · Interleave`;
  try {
    const lesson = await fetchLesson(entry, lessons);
    if (chosen === entry) showLesson(lesson);
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    if (chosen !== entry) return;
    chosen = undefined; // choosing it again asks the server again
    panel.showFailure(error.message);
    status.show('bad', 'The lesson did not arrive');
  }
}

function showLesson(lesson: Lesson): void {
  current = lesson;
  panel.show(lesson, course.show(lesson));
  glossary.link(byId('prose'));
  workbench.openLesson(lesson, sharedText(wanted, lesson));
  own.leave();
  showProgram(lesson.entry.title, lesson.details);
  choice.apply(wanted);
  if (hasWasm && sharedRun.take(wanted, workbench.isReadyMade)) return;
  if (runForFrame()) return;
  if (frame !== undefined || isOfRun(wanted) || wanted.machine !== undefined || !hasWasm || !lesson.details.machines.includes('lab') || !firstVisit.begin()) return;
  showing = true;
  choice.choose('lab');
  void control.startLab(choice.settings);
}

/** A program from a link that is no lesson's. */
function showShared(state: SharedState): void {
  leaveProgram();
  const title = state.name ?? 'Program';
  own.openShared(title, state.source ?? '');
  document.title = `${title} · Interleave`;
  showProgram(title, { machines: ['real', 'lab'] });
  choice.apply(state);
  sharedRun.take(state, false);
  layout.reveal('code');
  runForFrame();
}

/** In a frame, Run was pressed before the page was there. */
function runForFrame(): boolean {
  if (frame?.run !== true || ranForFrame) return false;
  ranForFrame = true;
  run();
  return true;
}

/** What is common to a lesson's program and an own one, once it is there. */
function showProgram(title: string, { machines, repeat }: Pick<LessonDetails, 'machines' | 'repeat'>): void {
  ready = true;
  byId('embed-title').textContent = title;
  byId('open-in-tab', HTMLAnchorElement).href = `./${location.hash}`;
  repetition = undefined;
  const runs = repeat?.runs;
  results.setLesson(runs);
  compare.clear();
  timeline.reset();
  charts.clear();
  explorePage.reset();
  repeatButton.hidden = runs === undefined;
  repeatButton.textContent = `Run ${runs ?? 0} times`;
  repeatButton.disabled = !canRun;
  choice.setLesson(machines);
  runButton.enable(hasWasm && choice.machine !== undefined);
  idleStatus();
  control.setProgram(title, workbench.program);
  if (canRun && workbench.isReadyMade) control.prepareReal();
}

/** Nothing is open until the next thing is. */
function leaveProgram(): void {
  control.abandon();
  forgetPast();
  chosen = undefined;
  current = undefined;
  course.show(undefined);
  ready = false;
  runButton.enable(false);
}

function openOwn(id: string): void {
  leaveProgram();
  const title = own.open(id);
  document.title = `${title ?? 'Your programs'} · Interleave`;
  if (title !== undefined) showProgram(title, { machines: ['real', 'lab'] });
  layout.reveal(title === undefined ? 'lesson' : 'code');
}

/** What the address says, or nothing and a note about what is wrong with it. */
function readAddress(): SharedState {
  showProblem(undefined);
  try {
    return readLink(location.hash);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    showProblem('The link cannot be opened.', error.message);
    return {};
  }
}

/** Opens the program or the lesson that the address names, or the first lesson. */
function followAddress(): void {
  openState(readAddress(), true);
}

function openLinkFile(name: string, text: string): void {
  showProblem(undefined);
  try {
    openState(readFile(text), false);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return showProblem(`“${name}” cannot be opened.`, error.message);
  }
}

/** `fromAddress`: what it names may be there already, and a name that leads nowhere is corrected. */
function openState(state: SharedState, fromAddress: boolean): void {
  // A page around a frame has no business with the reader's own programs.
  if (state.program !== undefined && frame === undefined) return openOwn(state.program);
  wanted = state;
  if (state.lesson === undefined && state.source !== undefined) return showShared(state);
  const entry = findLesson(index, state.lesson) ?? index[0];
  const same = entry === chosen && current !== undefined;
  if (same && sharedText(state, current) !== undefined) return showLesson(current as Lesson);
  if (entry === undefined || (entry === chosen && fromAddress)) return choice.apply(state);
  if (fromAddress && entry.name !== state.lesson) {
    if (state.lesson !== undefined) showProblem(`There is no lesson “${state.lesson}” here.`, 'This is the first one.');
    wanted = {};
    replaceAddress(plainLink({ lesson: entry.name }));
  }
  void open(entry);
}

async function loadLessons(): Promise<void> {
  try {
    index = await fetchIndex(lessons);
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    panel.showFailure(error.message);
    status.show('bad', 'The lessons did not arrive');
    return;
  }
  panel.setIndex(index);
  course.mark();
  picker.setIndex(index);
  own.list();
  followAddress();
  window.addEventListener('hashchange', followAddress);
}

async function loadEditor(): Promise<void> {
  const { ProgramPanel } = await import('./editor/program_panel.js');
  program = new ProgramPanel(frame?.options.readonly === true ? undefined : (text) => workbench.edited(text), (line) => labTime.toggleLine(line));
  workbench.attach(program);
}

const embedded = frame === undefined ? undefined : new Embedded(frame, {
  lesson: () => current?.entry.name,
  changed: () => !workbench.isReadyMade,
  run,
  stop: () => control.stop(),
  theme: (choice) => theme.set(choice === 'auto' ? 'system' : choice),
});
const able = checkBrowser({ mayReload: () => !control.active && !hand.active });
if (able.drawing !== undefined) timeline.cannotDraw(able.drawing);
if (!hasWasm) timeline.cannotRun();
canRun = able.runs;
if (!canRun) choice.onlyLab();
window.interleave = { snapshot: () => timeline.snapshot() };
startDialogs();
startShortcuts({
  run,
  stop() {
    const active = control.active;
    control.stop();
    return active;
  },
});
status.setMachine(choice.words);
timeline.setTheme(theme.current());
theme.onChange((name) => timeline.setTheme(name));
if (frame?.options.panel !== undefined) layout.reveal(frame.options.panel);
void loadLessons().then(() => glossary.load());
void loadEditor();
// After the first paint: the app is the largest part and nobody needs it to begin reading.
if (able.drawing === undefined) requestAnimationFrame(() => setTimeout(() => void timeline.load(byId('canvas', HTMLCanvasElement), new URL(appBase, document.baseURI).href)));
