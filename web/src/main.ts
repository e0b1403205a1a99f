/**
 * The page. First what can be seen and used at once (theme, panels, lesson list, prose), then, side by side, the editor, the
 * lesson's program and the timeline's app.
 */
import { appBase, engineBase, lessonsBase } from 'virtual:artefacts';
import type { AppSnapshot } from './app/app.js';
import { fetchModule } from './app/module.js';
import { byId } from './base/dom.js';
import { time as timeInWords } from './base/format.js';
import { CompareView } from './compare/compare_view.js';
import { pageCompiler } from './compile/page_compiler.js';
import { Course } from './course/course.js';
import { GlossaryPage } from './course/glossary_page.js';
import type { ProgramPanel } from './editor/program_panel.js';
import { Embedded } from './embed/embedded.js';
import { ExplorePage } from './explore/explore_page.js';
import { LessonPanel } from './lesson/lesson_panel.js';
import { LessonPicker } from './lesson/lesson_picker.js';
import type { LineRange } from './lesson/prose.js';
import { smallProgram } from './lesson/small.js';
import { explanationCards } from './moment/explanation_cards.js';
import { LabTime } from './moment/lab_time.js';
import { checkBrowser } from './page/check_browser.js';
import { startDialogs } from './page/dialogs.js';
import { FirstVisit } from './page/first_visit.js';
import { Layout } from './page/layout.js';
import { showProblem } from './page/notices.js';
import { startShortcuts } from './page/shortcuts.js';
import { StatusLine } from './page/status.js';
import { startTheme } from './page/theme.js';
import { ChartsView } from './plots/charts_view.js';
import { measureOnLab } from './plots/measure_speed_up.js';
import { Opening } from './programs/opening.js';
import { OwnPrograms } from './programs/own_programs.js';
import { ProgramStore } from './programs/store.js';
import { Workbench } from './programs/workbench.js';
import { MachineChoice } from './run/machine_choice.js';
import { ResultsPanel } from './run/results_panel.js';
import { RunButton } from './run/run_button.js';
import { Runs } from './run/runs.js';
import { Timeline } from './run/timeline.js';
import { plainLink } from './share/link.js';
import { savableOf, shownOn, type PageParts } from './share/page_parts.js';
import { SharedRun } from './share/shared_run.js';
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
const runButton = new RunButton(() => runs.control.active, () => runs.run(), () => runs.control.stop());
const repeatButton = byId('repeat', HTMLButtonElement);
let program: ProgramPanel | undefined;
let ranForFrame = false;
/** Whether real workers can run programs; the lab needs WebAssembly only. */
let canRun = false;
const hasWasm = typeof WebAssembly === 'object';
const engineFolder = new URL(engineBase, document.baseURI).href;
const engineUrl = `${engineFolder}engine.js`;

const timeline = new Timeline(({ time, threads }) => {
  if (!labTime.cursorMoved(time)) program?.setThreads(threads, timeInWords(time), record.source);
});
const choice = new MachineChoice(() => status.setMachine(choice.words));
const course = new Course(byId('lesson-list'), byId('notices'), { onSolved: () => embedded?.solved() });
const compare = new CompareView({ onLine: (line) => showLines({ first: line, last: line }) });
const firstVisit = new FirstVisit(byId('notices'));

const runs: Runs = new Runs({
  layout, status, timeline, choice, course, compare, runButton, repeatButton, engineUrl,
  labTime: () => labTime,
  results: () => results,
  workbench: () => workbench,
  sharedRun: () => sharedRun,
  embedded: () => embedded,
  lesson: () => opening.lesson,
  ready: () => opening.ready,
  canRun: () => canRun,
});
const { hand, control, record } = runs;

const labTime: LabTime = new LabTime(hand, () => results.console, {
  onLine: showLineOfRun,
  onThreads: (threads, at) => program?.setThreads(threads, at, record.source),
  onExpansion(expansion) {
    if (expansion !== undefined) layout.reveal('code');
    program?.setExpansion(expansion);
  },
  onCursor: (time) => timeline.setCursor(time),
  onTakeOver: (schedule) => void runs.byHand.start(schedule, true),
  onCopyLink: () => sharing.open('link'),
  onExplained: (explanations) => results.console.showExplanations(explanationCards(explanations, {
    onLine: showLineOfRun,
    onStep: (step) => labTime.goToStep(step),
  })),
});

const explorePage = new ExplorePage({
  small: () => smallProgram(opening.lesson, workbench.isReadyMade),
  program: () => workbench.program.debug(),
  possible: () => opening.ready && hasWasm,
  onReplay(schedule, whole) {
    results.show('state');
    void runs.byHand.start(schedule, whole);
  },
  onLine: (line) => showLines({ first: line, last: line }),
  onFound(found) {
    course.explored(found);
    embedded?.explored(found);
  },
  onState: (tone, title, detail) => status.show(tone, title, detail),
}, engineFolder);

const charts = new ChartsView({
  facts: () => record.facts(),
  title: () => workbench.title,
  words: () => record.words,
  seed: () => choice.settings.seed,
  whyNotMeasured: () => (!opening.ready ? 'No program is open.' : !hasWasm ? 'Programs cannot run here.' : choice.hasLab ? undefined : 'This lesson is about real processors: it is not for the lab.'),
  measure: async (onProgress) => measureOnLab(engineUrl, await workbench.program.debug(), choice.settings, onProgress),
});

const results: ResultsPanel = new ResultsPanel({
  onInput: (text) => (hand.active ? hand.input(text) : control.input(text)),
  onEndOfInput: () => (hand.active ? hand.endInput() : control.endInput()),
  onLine: (line) => showLines({ first: line, last: line }),
  onCancelRepeat: () => control.stop(),
  lanes: () => timeline.snapshot()?.lanes ?? [],
}, labTime.state, explorePage.view.panel, compare, charts);

const glossary = new GlossaryPage(new URL('glossary.json', lessons));
const panel = new LessonPanel({ onLines: showLines, onParameter: (parameter, value) => workbench.setParameter(parameter, value) });
const picker = new LessonPicker(
  (entry) => { location.hash = plainLink({ lesson: entry.name }); },
  (id) => { location.hash = plainLink({ program: id }); },
);

const store = new ProgramStore(() => status.show('bad', 'This browser’s storage is full', 'what you type is kept only until the page is closed: delete programs, or download them'));
const compiler = pageCompiler(status);
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
  onLinkFile: (name, text) => opening.openLinkFile(name, text),
  onProblem: (message) => status.show('bad', message),
});

const sharedRun: SharedRun = new SharedRun({
  startByHand: (schedule, whole) => void runs.byHand.start(schedule, whole),
  startLab: () => runs.startLab(),
  seek: (time) => labTime.goTo(time),
  showTab: (tab) => results.show(tab),
  // A moment that comes later would draw the timeline to its cursor.
  showRange: (start, end) => labTime.afterMoment(() => timeline.showRange(start, end)),
  onDifferent: () => showProblem('This run is not the one of the link.', 'The lesson’s program or the lab has changed since the link was made, so it came out otherwise.'),
  onWaiting: () => status.show('idle', 'Ready: Run shows the run of the link', 'its program came with the link and is compiled first'),
});

const opening: Opening = new Opening({ workbench, own, panel, picker, course, glossary, choice, sharedRun, status }, lessons, { wasm: hasWasm, framed: frame !== undefined }, {
  onLeave() {
    control.abandon();
    runs.forgetPast();
    runButton.enable(false);
    repeatButton.disabled = true;
  },
  onProgram(title, { machines, repeat }) {
    record.repetition = undefined;
    results.setLesson(repeat?.runs);
    compare.clear();
    timeline.reset();
    charts.clear();
    explorePage.reset();
    repeatButton.hidden = repeat === undefined;
    repeatButton.textContent = `Run ${repeat?.runs ?? 0} times`;
    repeatButton.disabled = !canRun;
    choice.setLesson(machines);
    runButton.enable(hasWasm && choice.machine !== undefined);
    idleStatus();
    control.setProgram(title, workbench.program);
    if (canRun && workbench.isReadyMade) control.prepareReal();
  },
  onReveal: (panel) => layout.reveal(panel),
  runForFrame() {
    if (frame?.run !== true || ranForFrame) return false;
    ranForFrame = true;
    runs.run();
    return true;
  },
  onPlainLesson() {
    if (firstVisit.begin()) runs.showOnLab();
  },
});

const parts: PageParts = {
  workbench, choice, hand, byHand: runs.byHand, labTime, results, timeline, explorePage,
  lesson: () => opening.lesson?.entry.name,
  labHash: () => (record.lab === undefined || record.lab.hash === '' ? undefined : record.lab.hash),
  repetition: () => record.repetition,
};
const sharing = new Sharing({ shown: () => shownOn(parts), savable: () => savableOf(parts) });
byId('export-trace').addEventListener('click', () => sharing.open('files'));

function showLines(lines: LineRange): void {
  layout.reveal('code');
  program?.showLines(lines);
}

/** The learner may have another text by now, in which the line is another one. */
function showLineOfRun(line: number): void {
  if (program?.isChangedSince(record.source) === true) {
    status.show('idle', `Line ${line} is of the program before your changes`, 'run it again, or undo them');
  } else {
    showLines({ first: line, last: line });
  }
}

function idleStatus(): void {
  if (hasWasm && choice.machine === undefined) status.show('bad', 'This lesson needs real workers: see the note above');
  else if (hasWasm) status.show('idle', canRun ? 'Ready' : 'Ready: on the lab');
  else status.show('bad', 'Programs cannot run here: see the note above');
}

async function loadEditor(): Promise<void> {
  const { ProgramPanel } = await import('./editor/program_panel.js');
  program = new ProgramPanel(frame?.options.readonly === true ? undefined : (text) => workbench.edited(text), (line) => labTime.toggleLine(line));
  workbench.attach(program);
}

const embedded = frame === undefined ? undefined : new Embedded(frame, {
  lesson: () => opening.lesson?.entry.name,
  changed: () => !workbench.isReadyMade,
  run: () => runs.run(),
  stop: () => control.stop(),
  theme: (choice) => theme.set(choice === 'auto' ? 'system' : choice),
});
const able = checkBrowser({ mayReload: () => !control.active && !hand.active });
if (able.drawing !== undefined) timeline.cannotDraw(able.drawing);
else fetchModule(appBase);
if (!hasWasm) timeline.cannotRun();
canRun = able.runs;
if (!canRun) choice.onlyLab();
window.interleave = { snapshot: () => timeline.snapshot() };
startDialogs();
startShortcuts({
  run: () => runs.run(),
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
void opening.load().then(() => glossary.load());
void loadEditor();
// Begun after the first paint: nobody needs the app to begin reading.
if (able.drawing === undefined) requestAnimationFrame(() => setTimeout(() => void timeline.load(byId('canvas', HTMLCanvasElement), new URL(appBase, document.baseURI).href, () => able.findFault())));
