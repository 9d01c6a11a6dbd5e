// Everything that decides a bit. Compiled to one kernels.wasm, without relaxed SIMD, so that the
// same input gives the same bits on every machine. Pointers are offsets in the module's memory;
// who calls lays the memory out (see ../kernels.ts). Nothing is kept from call to call but tables of
// constants, which the module computes itself.

export {
  adaptivePredictionFields,
  adaptivePredictionNeighbours,
  adaptivePredictionNote,
  adaptivePredictionPop,
  adaptivePredictionPush,
} from './adaptivePrediction/coder';
export { adaptivePredictionLay, adaptivePredictionStart } from './adaptivePrediction/state';
export { bernoulliPop, bernoulliPush } from './bernoulli';
export { byteOutside, bytePop, bytePush, byteSlots } from './bytes';
export {
  contextMixingBytes,
  contextMixingNote,
  contextMixingPop,
  contextMixingPush,
} from './contextMixing/coder';
export { contextMixingLay, contextMixingStart } from './contextMixing/start';
export { betaBinomialTables, logGamma, negativeBinomialTables, poissonTables } from './counts';
export {
  dctCoded,
  dctCoefficients,
  dctLay,
  dctLearned,
  dctNote,
  dctPop,
  dctQuickNote,
  dctQuickPop,
  dctStart,
} from './dct/coder';
export { dctPlane, dctSteps } from './dct/walk';
export { decisionsPush } from './decisions';
export { dense } from './dense';
export { distinctRows, spreadRows } from './distinct';
export {
  gradientFields,
  gradientLay,
  gradientNote,
  gradientPop,
  gradientStart,
} from './experts/gradient';
export { expertsFields, expertsLay, expertsNote, expertsPop, expertsStart } from './experts/walk';
export { floatMixingBeside, floatMixingBesideIs } from './floatMixing/beside';
export {
  floatMixingArray,
  floatMixingNote,
  floatMixingPop,
  floatMixingPush,
  floatMixingWords,
} from './floatMixing/coder';
export { floatMixingLay, floatMixingStart } from './floatMixing/start';
export { gather, putTallies } from './gather';
export { erf, erfc, exp, log, normalCdf, normalPpf } from './gaussian';
export { gaussianIntervals, gaussianPop, gaussianPush } from './gaussianBins';
export { panelsOf, transpose } from './layout';
export { lempelZivGreedy } from './nibbles/greedy';
export { lempelZivFind, lempelZivLiterals, lempelZivSearch } from './nibbles/parse';
export {
  bytePlanesBare,
  bytePlanesFields,
  bytePlanesLay,
  bytePlanesNote,
  bytePlanesPop,
  bytePlanesStart,
  bytePlanesValues,
} from './nibbles/planes';
export { lempelZivPrices } from './nibbles/prices';
export { nibblesCost, nibblesPush } from './nibbles/push';
export { lempelZivDone, lempelZivNote, lempelZivPop } from './nibbles/sequences';
export {
  lempelZivAgain,
  lempelZivBytes,
  lempelZivFields,
  lempelZivLay,
  lempelZivStart,
} from './nibbles/window';
export { normalCdfTabled } from './normal';
export { rowPop, rowPush } from './oneTable';
export { expPairsInPlace } from './pair';
export { pixelIntervals, pixelPop } from './pixels';
export { push, pushEach } from './push';
export {
  bernoulliFromLogits,
  bernoulliFromProbabilities,
  gaussianCentres,
  gaussianEdges,
} from './quantise';
export {
  advance,
  advanceEach,
  advanceTotals,
  peek,
  peekEach,
  peekTotals,
  pushTotals,
  uniformPop,
} from './rans';
export {
  realPredictionDistances,
  realPredictionFields,
  realPredictionMeans,
  realPredictionNote,
  realPredictionPop,
} from './realPrediction/coder';
export { realPredictionPush } from './realPrediction/decide';
export { realPredictionLay, realPredictionStart } from './realPrediction/lay';
export { raiseSeen } from './recall';
export { recordMixingBytes, recordMixingNote, recordMixingPop } from './recordMixing/coder';
export { recordMixingLay } from './recordMixing/layout';
export { recordMixingStart } from './recordMixing/start';
export { softmaxBadRow, softmaxIntervals, softmaxPop } from './softmax';
export { studentTTables } from './studentT';
export {
  cumulativeTables,
  gaussianTables,
  logisticMixtureTables,
  logisticTables,
  probabilityTables,
  tablePop,
  weightTables,
} from './tables';
export {
  addInPlace,
  expInPlace,
  logInPlace,
  raiseInPlace,
  reluGradients,
  reluInPlace,
  sigmoidInPlace,
  softplusInPlace,
  tanhInPlace,
} from './vector';
export {
  badWeight,
  conditionWeights,
  cumulateWeights,
  transitWeights,
  weightsTotal,
} from './weights';

/** The first byte of memory that the caller may use. */
export function base(): usize {
  return __heap_base;
}
