// Everything that decides a bit. Compiled to one kernels.wasm, without relaxed SIMD, so that the
// same input gives the same bits on every machine. Pointers are offsets in the module's memory;
// who calls lays the memory out (see ../kernels.ts). Nothing is kept from call to call but tables of
// constants, which the module computes itself.

export { push, pushEach } from './push';
export * from './rans';
export * from './dense';
export * from './gaussian';
export * from './quantise';
export * from './experts';
export { bernoulliPop, bernoulliPush } from './bernoulli';
export { normalCdfTabled } from './normal';
export { gaussianIntervals, gaussianPop, gaussianPush } from './gaussianBins';
export * from './weights';
export {
  cumulativeTables,
  gaussianTables,
  logisticMixtureTables,
  logisticTables,
  probabilityTables,
  tablePop,
  weightTables,
} from './tables';
export { rowPop, rowPush } from './oneTable';
export { betaBinomialTables, logGamma, negativeBinomialTables, poissonTables } from './counts';
export { studentTTables } from './studentT';
export { pixelIntervals, pixelPop } from './pixels';
export { expPairsInPlace } from './pair';
export * from './adaptivePrediction';
export { byteOutside, bytePop, bytePush, byteSlots } from './bytes';
export { mixingBytes, mixingForward, mixingPop, mixingPush } from './contextMixing/coder';
export { mixingSize, mixingStart } from './contextMixing/start';
export { distinctRows, spreadRows } from './distinct';
export { softmaxBadRow, softmaxIntervals, softmaxPop } from './softmax';
export { gather, putTallies } from './gather';
export { raiseSeen } from './recall';
export { panelsOf, transpose } from './layout';
export {
  addInPlace,
  raiseInPlace,
  reluGradients,
  expInPlace,
  logInPlace,
  sigmoidInPlace,
  tanhInPlace,
  softplusInPlace,
  reluInPlace,
} from './vector';

/** The first byte of memory that the caller may use. */
export function base(): usize {
  return __heap_base;
}
