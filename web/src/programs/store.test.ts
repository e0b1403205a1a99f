import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProgramStore } from './store.js';

class FakeStorage {
  readonly values = new Map<string, string>();
  full = false;
  get length(): number { return this.values.size; }
  key(at: number): string | null { return [...this.values.keys()][at] ?? null; }
  getItem(name: string): string | null { return this.values.get(name) ?? null; }
  removeItem(name: string): void { this.values.delete(name); }
  setItem(name: string, value: string): void {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.values.set(name, value);
  }
}

function make(): { store: ProgramStore; storage: FakeStorage; full: () => number } {
  const storage = new FakeStorage();
  vi.stubGlobal('localStorage', storage);
  const onFull = vi.fn();
  return { store: new ProgramStore(onFull), storage, full: () => onFull.mock.calls.length };
}

afterEach(() => vi.unstubAllGlobals());

describe('changed lessons', () => {
  it('are kept until they are as they came', () => {
    const { store, storage } = make();
    store.saveEdit('2-mutex', 'int main() {}\n');
    expect(store.edit('2-mutex')).toBe('int main() {}\n');
    expect(store.edit('2-deadlock')).toBeUndefined();
    store.saveEdit('2-mutex', undefined);
    expect(storage.values.size).toBe(0);
  });
});

describe('own programs', () => {
  it('have names of their own and ids that stay', () => {
    const { store } = make();
    const first = store.create('Bank', 'a');
    const second = store.create(' Bank ', 'b');
    expect([first.name, second.name]).toEqual(['Bank', 'Bank 2']);
    expect(first.id).toMatch(/^[a-z0-9]{1,32}$/);
    expect(store.rename(first.id, 'Fort Knox')).toMatchObject({ id: first.id, name: 'Fort Knox' });
    expect(store.rename(first.id, '  ')?.name).toBe('Fort Knox');
    expect(store.rename('none', 'x')).toBeUndefined();
  });
  it('are listed with the last changed first', () => {
    vi.useFakeTimers({ now: 1000 });
    const { store } = make();
    const first = store.create('First', 'a');
    vi.setSystemTime(2000);
    store.create('Second', 'b');
    vi.setSystemTime(3000);
    store.saveSource(first.id, 'a, changed');
    expect(store.programs().map((program) => program.name)).toEqual(['First', 'Second']);
    expect(store.program(first.id)).toMatchObject({ source: 'a, changed', changed: 3000 });
    vi.useRealTimers();
  });
  it('come back after they were deleted', () => {
    const { store } = make();
    const program = store.create('Bank', 'a');
    const removed = store.remove(program.id);
    expect(store.programs()).toEqual([]);
    if (removed !== undefined) store.restore(removed);
    expect(store.program(program.id)).toEqual(program);
  });
  it('are seen by another tab', () => {
    const { store } = make();
    store.create('Bank', 'a');
    expect(new ProgramStore(() => {}).programs()).toHaveLength(1);
  });
  it('bad_ entries are left out', () => {
    const { store, storage } = make();
    storage.values.set('interleave.program.x', '{');
    storage.values.set('interleave.program.y', '{"name": 3}');
    expect(store.programs()).toEqual([]);
  });
});

describe('a storage that is full', () => {
  it('is told of, and the text is kept as long as the page', () => {
    const { store, storage, full } = make();
    const program = store.create('Bank', 'a');
    storage.full = true;
    store.saveSource(program.id, 'long');
    expect(full()).toBe(1);
    expect(store.program(program.id)?.source).toBe('long');
    storage.full = false;
    store.saveSource(program.id, 'short');
    expect(new ProgramStore(() => {}).program(program.id)?.source).toBe('short');
  });
  it('that is blocked keeps everything as long as the page', () => {
    vi.stubGlobal('localStorage', undefined);
    const store = new ProgramStore(() => {});
    store.create('Bank', 'a');
    expect(store.programs()).toHaveLength(1);
  });
});
