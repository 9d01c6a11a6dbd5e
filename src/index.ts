/** The library: messages, codecs, models, and files. */
export { atomically } from './ans/atomically.js';
export {
  advance,
  type Intervals,
  MAX_PRECISION,
  peek,
  pop,
  popTotals,
  push,
  pushTotals,
} from './ans/coder.js';
export { flatten, unflatten } from './ans/flatten.js';
export { checkSpent, emptyMessage, Message, seededMessage, Tail } from './ans/message.js';
export { Supply } from './ans/supply.js';
export { type Seekable, seekableBytes } from './bytes/seekable.js';
export type { ByteInput, ByteStream } from './bytes/source.js';
export { type AutoregressiveModel, autoregressive } from './codecs/autoregressive.js';
export type { Compare } from './codecs/bag.js';
export { benford64 } from './codecs/benford64.js';
export { bernoulli, bernoulliLogits } from './codecs/bernoulli.js';
export { type BetaBinomialParameters, betaBinomial } from './codecs/betaBinomial.js';
export { bigUniform } from './codecs/bigUniform.js';
export { bitSwap, type Layer } from './codecs/bitSwap.js';
export { bitsBack, type LatentModel } from './codecs/bitsBack.js';
export { type CategoricalParameters, categorical } from './codecs/categorical.js';
export { categoricalBytes } from './codecs/categoricalBytes.js';
export { categoricalLogits } from './codecs/categoricalLogits.js';
export { categoricalWeights, weightTables } from './codecs/categoricalWeights.js';
export type { Codec } from './codecs/codec.js';
export { dependent } from './codecs/dependent.js';
export { discretised } from './codecs/discretised.js';
export { decode, fromGenerator, type Program } from './codecs/fromGenerator.js';
export { fromIterable } from './codecs/fromIterable.js';
export { type GaussianParameters, gaussianStandardBins } from './codecs/gaussian.js';
export { type GaussianBinsParameters, gaussianBins } from './codecs/gaussianBins.js';
export {
  type GaussianUniformBinsParameters,
  gaussianUniformBins,
} from './codecs/gaussianUniformBins.js';
export { type HiddenMarkovModel, hiddenMarkov } from './codecs/hiddenMarkov.js';
export type { Known } from './codecs/known.js';
export {
  adaptivePrediction,
  adaptivePredictionMemory,
  type ElementBits,
} from './codecs/learning/adaptivePrediction.js';
export type { BlockComponent, BlockPicture, PicturePart } from './codecs/learning/blocks.js';
export { contextMixing } from './codecs/learning/contextMixing.js';
export { type ExpertsParameters, experts, expertsMemory } from './codecs/learning/experts.js';
export { type LogisticParameters, logistic, type UniformBins } from './codecs/logistic.js';
export { type LogisticMixtureParameters, logisticMixture } from './codecs/logisticMixture.js';
export { mapped } from './codecs/mapped.js';
export { type MultisetOptions, multiset } from './codecs/multiset.js';
export { type NegativeBinomialParameters, negativeBinomial } from './codecs/negativeBinomial.js';
export { greenDifferences, type PixelShape } from './codecs/neighbourhood/greenDifferences.js';
export {
  type NeighbourhoodModel,
  type NeighbourhoodPass,
  neighbourhood,
} from './codecs/neighbourhood/neighbourhood.js';
export type { SeenImages, TallyOptions } from './codecs/neighbourhood/planes.js';
export { nonUniform } from './codecs/nonUniform.js';
export type { Costs as ExampleCosts, Example } from './codecs/numbers/example.js';
export type { Axis, Field, NumberType } from './codecs/numbers/field.js';
export { type Part, parallel } from './codecs/parallel.js';
export { type PixelMixtureParameters, pixelMixture } from './codecs/pixelMixture.js';
export { type CountParameters, poisson } from './codecs/poisson.js';
export { fold, resize, unfold } from './codecs/resize.js';
export { resized } from './codecs/resized.js';
export { repeat, serial } from './codecs/serial.js';
export { type StateSpaceModel, stateSpace } from './codecs/stateSpace.js';
export { type StudentTParameters, studentT } from './codecs/studentT.js';
export { substack } from './codecs/substack.js';
export { tabled } from './codecs/tabled.js';
export { type TopDownModel, topDown } from './codecs/topDown.js';
export { uniform } from './codecs/uniform.js';
export {
  type WideLogisticMixtureParameters,
  wideLogisticMixture,
} from './codecs/wideLogisticMixture.js';
export type { Header } from './container/header.js';
export type { OnWarning } from './container/locate.js';
export type { Provenance } from './container/provenance.js';
export {
  type Contents,
  type CountedDataset,
  type Dataset,
  type Dtype,
  ELEMENT_BYTES,
  type ExactForm,
  type Fidelity,
  type InFile,
  type ItemType,
  type Piece,
  type Reading,
} from './data/dataset.js';
export {
  type Counts,
  type Directory,
  type DirectoryOptions,
  type EntryNote,
  type FolderTarget,
  NOWHERE,
  type NotKept,
  type Owner,
  onDisk,
  openDirectory,
  type RestoredDataset,
  restoreDirectory,
} from './data/folders.js';
export { fidelityOf } from './data/formats.js';
export { type OpenOptions, openDataset, RAW_TYPES, type RawLayout } from './data/open.js';
export { type PeekableDataset, peekable } from './data/peekable.js';
export type { Entry } from './data/walk.js';
export type { Distribution } from './distributions/distribution.js';
export type { Parameters } from './distributions/parameters.js';
export { standardCentres, standardEdges } from './distributions/standardBins.js';
export { tableDistribution } from './distributions/table.js';
export type { Tables } from './distributions/tables.js';
export {
  ArgumentError,
  ArgumentTypeError,
  CrayError,
  type CrayErrorCode,
  OutsideSupportError,
} from './errors.js';
export { type BuildOptions, buildCodec, type ItemCodec } from './model/build.js';
export {
  loadModel,
  type Model,
  makeModel,
  modelNames,
  withEffort,
} from './model/model.js';
export type { EstimateByFields, ExampleByFields, Learning } from './model/node.js';
export { loadRecorded, type ModelDigests } from './model/recorded.js';
export type { Tensor } from './networks/safetensors.js';
export type { Tap } from './networks/window.js';
export { type ConcatOptions, concat, type Joined } from './pipeline/concat.js';
export { decompress } from './pipeline/decode/decompress.js';
export { decompressFolder } from './pipeline/decode/decompressFolder.js';
export type { DecompressOptions } from './pipeline/decode/decompressOptions.js';
export type { Range } from './pipeline/decode/ranges.js';
export { decompressItems, type SelectOptions } from './pipeline/decode/select.js';
export {
  type ChooseOptions,
  type ChosenModel,
  chooseModel,
  type Tried,
  type Untried,
} from './pipeline/encode/chooseModel.js';
export { compress, type FindDataModel } from './pipeline/encode/compress.js';
export { type CompressFolderOptions, compressFolder } from './pipeline/encode/compressFolder.js';
export type { CompressOptions } from './pipeline/encode/compressOptions.js';
export type { FindModel } from './pipeline/models.js';
export type { OnProgress, Progress } from './pipeline/progress.js';
export type { Restored } from './pipeline/restored.js';
export { type SalvageOptions, salvage } from './pipeline/salvage/salvage.js';
export { salvageFolder } from './pipeline/salvage/salvageFolder.js';
