/**
 * What a frame shows until it is used: what it is about, the beginning of the program, and Run. No engine, no editor, no timeline is
 * loaded; a page may have dozens of these.
 */
import { lessonsBase } from 'virtual:artefacts';
import { byId } from '../base/dom.js';
import { fetchIndex, findLesson, LessonError, parseDetails, type LessonEntry } from '../lesson/catalogue.js';
import { readLink } from '../share/link.js';
import { LinkError, type SharedState } from '../share/shared_state.js';
import { sharedText } from '../share/shared_text.js';
import { Host, type FrameWindow } from './host.js';
import type { ToFrame } from './messages.js';
import { readOptions, type EmbedOptions } from './options.js';

const lessons = new URL(lessonsBase, document.baseURI);
const options = readOptions(location.hash);
const framed = window.parent !== window;
const host = new Host(window as FrameWindow);
let begun = false;

function setTheme(theme: EmbedOptions['theme']): void {
  const dark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

function readState(): SharedState {
  try {
    return readLink(location.hash);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    byId('poster-problem').textContent = `The link of this frame cannot be opened. ${error.message}`;
    byId('poster-problem').hidden = false;
    return {};
  }
}

/** What the reader will run: lines without the includes before them. */
function excerpt(source: string): string {
  const lines = source.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '' && !/^\s*(?:#|\/\/)/.test(line));
  return lines.slice(Math.max(0, first), Math.max(0, first) + 40).join('\n');
}

async function textOf(entry: LessonEntry, state: SharedState): Promise<string> {
  const fetched = async (name: string): Promise<Response> => fetch(new URL(`${encodeURIComponent(entry.id)}/${name}`, lessons));
  const source = await (await fetched('main.cpp')).text();
  if (state.source !== undefined || state.parameters === undefined) return state.source ?? source;
  return sharedText(state, { source, details: parseDetails(await (await fetched('lesson.json')).json()) }) ?? source;
}

async function show(): Promise<void> {
  const state = readState();
  const title = (text: string, summary: string): void => {
    byId('poster-title').textContent = text;
    byId('poster-summary').textContent = summary;
    document.title = `${text} · Interleave`;
  };
  try {
    const ownText = state.lesson === undefined && state.source !== undefined;
    const index = ownText ? [] : await fetchIndex(lessons);
    const named = findLesson(index, state.lesson);
    const entry = named ?? index[0];
    if (entry === undefined || ownText) title(state.name ?? 'A program', 'A C++ program with threads. Run it and see how they interleave.');
    else title(entry.title, entry.summary);
    if (state.lesson !== undefined && named === undefined) throw new LessonError(`There is no lesson “${state.lesson}” here; this is the first one.`);
    byId('poster-code').textContent = excerpt(entry === undefined || ownText ? state.source ?? '' : await textOf(entry, state));
  } catch (error) {
    byId('poster-problem').textContent = error instanceof LessonError ? error.message : 'The server cannot be reached. Check the connection, then load the page again.';
    byId('poster-problem').hidden = false;
  }
  byId('poster').removeAttribute('aria-busy');
  host.tell({ type: 'height', pixels: Math.ceil(byId('poster').scrollHeight) });
}

/** The playground takes the poster's place. `run`: and the program runs as soon as it can. */
async function begin(run: boolean): Promise<void> {
  if (begun) return;
  begun = true;
  const button = byId('poster-run', HTMLButtonElement);
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  const label = button.querySelector('.poster-run-label');
  if (label !== null) label.textContent = 'Loading…';
  try {
    globalThis.interleaveFrame = { host, options, run };
    const [{ shape }] = await Promise.all([import('./page_in_frame.js')]);
    shape(options);
    await import('../main.js');
  } catch {
    byId('poster-problem').textContent = 'The playground did not load. Check the connection, then load the page again.';
    byId('poster-problem').hidden = false;
  }
}

host.onMessage((message: ToFrame) => {
  if (message.type === 'run') void begin(true);
  else if (message.type === 'theme') setTheme(message.theme);
  else if (message.type === 'open') {
    location.hash = message.fragment;
    void show();
  }
});
setTheme(options.theme);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { if (options.theme === 'auto' && !begun) setTheme('auto'); });
byId('poster-run').addEventListener('click', () => void begin(true));
byId('poster-tab', HTMLAnchorElement).href = `./${location.hash}`;
if (framed) host.tell({ type: 'ready', stage: 'poster', isolated: globalThis.crossOriginIsolated === true });
void show();
if (options.start === 'visible') {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    seen.disconnect();
    void begin(false);
  });
  seen.observe(byId('poster'));
}
