import { setImmediate } from 'node:timers/promises';
import { hearing } from '../../work.js';

/** Work that can be paused: gives, every now and then, the elements gone through since the last time. */
export type Steps<T> = Generator<number, T, void>;

/** Told of so many elements more that have been gone through; less than none takes some back. */
export type OnWork = (elements: number) => void;

const nobody: OnWork = () => {};

/** Does all the work in one go. */
export function finish<T>(steps: Steps<T>, onWork = nobody): T {
  const next = heard(steps, onWork);
  for (;;) {
    const step = next();
    if (step.done) return step.value;
  }
}

/**
 * Does the work and lets the program do something else in between, so that it can be interrupted
 * and can say how far it is, however long a chunk takes.
 */
export async function unhurried<T>(steps: Steps<T>, onWork = nobody): Promise<T> {
  const next = heard(steps, onWork);
  for (;;) {
    const step = next();
    if (step.done) return step.value;
    await setImmediate();
  }
}

/** Step after step. What is told within one is told on, and is part of what the step gives. */
function heard<T>(steps: Steps<T>, onWork: OnWork): () => IteratorResult<number, T> {
  return () => {
    let within = 0;
    const tell = (elements: number) => {
      within += elements;
      onWork(elements);
    };
    const step = hearing(tell, () => steps.next());
    if (!step.done) onWork(step.value - within);
    return step;
  };
}
