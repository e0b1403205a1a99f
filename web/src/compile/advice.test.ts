import { describe, expect, it } from 'vitest';
import { AdviceCount, adviceFor } from './advice.js';

describe('advice', () => {
  it('there is for at least twenty mistakes', () => expect(AdviceCount).toBeGreaterThanOrEqual(20));
  it('names what the compiler named', () => expect(adviceFor("use of undeclared identifier 'conter'")).toMatch(/^Nothing called conter/));
  it('prefers the mistake of threads to the general one', () => expect(adviceFor("use of undeclared identifier 'mutex'")).toContain('std::mutex'));
  it('takes a dollar in a name as it is', () => expect(adviceFor("expected ')'")).toContain(') is missing'));
  it('is not given where there is none to give', () => expect(adviceFor("'co_await' cannot be used in the 'main' function")).toBeUndefined());
});
