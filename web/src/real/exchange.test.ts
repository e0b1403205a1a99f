import { describe, expect, it } from 'vitest';
import { Errno } from './errno.js';
import { createExchange, Exchange } from './exchange.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const never = (): number => 0; // no time at all: what would have to wait times out

function received(exchange: Exchange, id: number, room = 100_000): string | number {
  const answer = exchange.receive(id, room, never);
  return 'bytes' in answer ? new TextDecoder().decode(answer.bytes) : answer.error;
}

describe('channels', () => {
  it('have one number for a name and a new one without', () => {
    const exchange = new Exchange(createExchange());
    const one = exchange.open(bytes('one'), 3);
    expect(exchange.open(bytes('one'), 9)).toBe(one);
    expect(exchange.open(bytes('other'), 3)).not.toBe(one);
    expect(exchange.open(bytes(''), 0)).not.toBe(exchange.open(bytes(''), 0));
    expect(exchange.channelName(one)).toBe('one');
    expect(exchange.channelName(3)).toBeUndefined();
  });

  it('give messages back in order, of any size, also to another view of the same buffer', () => {
    const buffer = createExchange();
    const sender = new Exchange(buffer);
    const receiver = new Exchange(buffer);
    const id = sender.open(bytes('a'), 0);
    const long = 'x'.repeat(5000);
    for (const text of ['one', '', long]) expect(sender.send(id, bytes(text), never)).toBe(0);
    expect([received(receiver, id), received(receiver, id), received(receiver, id)]).toEqual(['one', '', long]);
    expect(received(receiver, id)).toBe(Errno.TimedOut);
  });

  it('have room for their capacity', () => {
    const exchange = new Exchange(createExchange());
    const id = exchange.open(bytes('a'), 2);
    expect([1, 2, 3].map((n) => exchange.send(id, bytes(String(n)), never))).toEqual([0, 0, Errno.TimedOut]);
    expect(received(exchange, id)).toBe('1');
    expect(exchange.send(id, bytes('3'), never)).toBe(0);
  });

  it('can be emptied after they were closed, and nothing is sent then', () => {
    const exchange = new Exchange(createExchange());
    const id = exchange.open(bytes('a'), 0);
    exchange.send(id, bytes('last'), never);
    expect(exchange.close(id)).toBe(0);
    expect(exchange.send(id, bytes('more'), never)).toBe(Errno.Pipe);
    expect([received(exchange, id), received(exchange, id)]).toEqual(['last', Errno.Pipe]);
  });

  it('keep a message that does not fit and say how much it needs', () => {
    const exchange = new Exchange(createExchange());
    const id = exchange.open(bytes('a'), 0);
    exchange.send(id, bytes('hello'), never);
    expect(exchange.receive(id, 4, never)).toEqual({ error: Errno.MessageSize, needed: 5 });
    expect(received(exchange, id, 5)).toBe('hello');
  });

  it('use the room of what was received again', () => {
    const exchange = new Exchange(createExchange());
    const id = exchange.open(bytes('a'), 0);
    const megabyte = new Uint8Array(1 << 20);
    for (let i = 0; i < 100; i++) {
      expect(exchange.send(id, megabyte, never)).toBe(0);
      expect(exchange.receive(id, 1 << 20, never)).toMatchObject({ error: 0 });
    }
    const errors = Array.from({ length: 20 }, () => exchange.send(id, megabyte, never));
    expect(errors[0]).toBe(0);
    expect(errors.at(-1)).toBe(Errno.NoMemory);
  });

  it('refuse numbers that are none', () => {
    const exchange = new Exchange(createExchange());
    for (const id of [0, 1, -1, 1e9]) {
      expect(exchange.send(id, bytes(''), never)).toBe(Errno.Invalid);
      expect(received(exchange, id)).toBe(Errno.Invalid);
      expect(exchange.close(id)).toBe(Errno.Invalid);
    }
  });
});

describe('processes', () => {
  it('are waited for until their end is told', () => {
    const exchange = new Exchange(createExchange());
    const id = exchange.addProcess();
    expect(id).toBe(1);
    expect(exchange.waitProcess(id, never)).toBe(-Errno.TimedOut);
    exchange.endProcess(id, 7);
    expect(exchange.waitProcess(id, () => Infinity)).toBe(7);
    expect(exchange.waitProcess(5, never)).toBe(-Errno.NoProcess);
  });

  it('are limited in number', () => {
    const exchange = new Exchange(createExchange());
    const ids = Array.from({ length: 70 }, () => exchange.addProcess());
    expect(ids[62]).toBe(63);
    expect(ids[63]).toBe(-Errno.Again);
  });
});
