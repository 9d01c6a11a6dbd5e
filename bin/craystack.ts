#!/usr/bin/env node
import { reported, start } from '../src/cli/thread/start.js';

// What is still read, of a pipe, say, is not waited for.
process.exit(await start(process.argv).catch(reported));
