/** A thread of {@link Workers}: builds the codec, then does job after job. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { CrayError } from '../../errors.js';
import { buildCodec } from '../../model/build.js';
import { type Job, stepsOf } from './chunkCoder.js';
import { type Answer, buffersOf, givenUp, type Setup } from './handOver.js';
import { finish } from './steps.js';

const { model, options } = workerData as Setup;
const codec = buildCodec(model, options);
const port = parentPort as MessagePort;

/** Least time between two messages of how far a job is, in ms. */
const BETWEEN = 50;

port.on('message', (job: Job) => {
  let [answer, since, told]: [Answer | undefined, number, number] = [
    undefined,
    0,
    performance.now(),
  ];
  const onWork = (elements: number) => {
    since += elements;
    if (performance.now() - told < BETWEEN) return;
    port.postMessage({ worked: since } satisfies Answer);
    [since, told] = [0, performance.now()];
  };
  try {
    answer = { result: givenUp(finish(stepsOf(job, codec), onWork)) };
  } catch (error) {
    // Anything else is a bug; the thread ends with it, and the pool says so.
    if (!(error instanceof CrayError)) throw error;
    answer = { code: error.code, message: error.message };
  }
  port.postMessage(answer, 'result' in answer ? buffersOf(answer.result) : []);
});
