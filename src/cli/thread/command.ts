/** The thread that a command runs on: the program's own thread does nothing but listen. */
import { workerData } from 'node:worker_threads';
import { main } from '../main.js';
import type { CommandSetup } from './messages.js';
import { listen } from './port.js';

listen();
process.exit(await main(workerData as CommandSetup));
