/** A thread of {@link Workers}: builds the codec, then does job after job. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { CrayError } from '../errors.js';
import { buildCodec } from '../spec/build.js';
import { type Job, perform } from './chunkCoder.js';
import { type Answer, buffersOf, owned, type Setup } from './handOver.js';

const { model, options } = workerData as Setup;
const codec = buildCodec(model, options);
const port = parentPort as MessagePort;

port.on('message', (job: Job) => {
  let answer: Answer;
  try {
    answer = { result: owned(perform(job, codec)) };
  } catch (error) {
    // Anything else is a bug; the thread ends with it, and the pool says so.
    if (!(error instanceof CrayError)) throw error;
    answer = { code: error.code, message: error.message };
  }
  port.postMessage(answer, 'result' in answer ? buffersOf(answer.result) : []);
});
