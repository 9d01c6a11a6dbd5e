/** A thread of {@link Workers}: builds the codec, then does job after job. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { CrayError } from '../../errors.js';
import { buildCodec } from '../../model/build.js';
import { type Job, stepsOf } from './chunkCoder.js';
import { type Answer, buffersOf, owned, type Setup } from './handOver.js';
import { finish } from './steps.js';

const { model, options } = workerData as Setup;
const codec = buildCodec(model, options);
const port = parentPort as MessagePort;

port.on('message', (job: Job) => {
  let answer: Answer;
  try {
    answer = { result: owned(finish(stepsOf(job, codec))) };
  } catch (error) {
    // Anything else is a bug; the thread ends with it, and the pool says so.
    if (!(error instanceof CrayError)) throw error;
    answer = { code: error.code, message: error.message };
  }
  port.postMessage(answer, 'result' in answer ? buffersOf(answer.result) : []);
});
