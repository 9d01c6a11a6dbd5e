import type { instantiate } from './compiled/kernels.js';

/**
 * What a module of the kernels exports, as the compiler says it: offsets and counts are numbers, precisions
 * 64-bit integers. See the README of revisions for the calls that every revision has.
 */
export type KernelExports = Awaited<ReturnType<typeof instantiate>>;
