/**
 * What small parts say by a number: models that come with the program, and data formats. A part of FORMAT.md
 * (section 2.10): lines are added at the end, and none is ever changed or taken away.
 */
import { createHash } from 'node:crypto';
import type { Header } from './header.js';

/** Names of models, SHA-256 of their specs, and of their weights where they have some. */
const MODELS: readonly (readonly [name: string, spec: string, weights?: string])[] = [
  ['bytes', '5138821ef1d5c846fd18026885fcaeccb5c74f1ba7e99b35eb1afb06e5737f04'],
  ['arrays', 'd71d061999d17198e55e420a1432107a532f3aceb583c8c7feb84929e65acb0f'],
  ['photo', '60a650e33fc5c03770e1d14d288617e6508723568ce1a13322764a9c2ff0fd11'],
  ['photo16', '99cde91bbd547b885c6e7ab17928536d3661108674db694d1b2e6fbb9552a019'],
  [
    'mnist-binary-vae',
    '35b5bd3754ce2ce09f0db072273dcea354996b467a17f023e4cb2a6c12f0b013',
    'a3f5a11b346a920da167de36e7e433d3085f12ef7d68ec7f5b3791b3304dcb4e',
  ],
  [
    'mnist-binary-neighbourhood',
    '080a8a15bf8a2e065b7d1cc89970d7f322a5feca8ace14a8e13a1b5c3d19ee79',
    '03405f6e8e1aa632f2a3b73b677d0955d948f320cf8ef22e1e038b0f3f5e53b3',
  ],
  [
    'mnist-neighbourhood',
    '09aa9bf08222219c8e56074b71f6d0efd764c26a8d56079fe76f32dd3de78de3',
    '73453879c1ca4b63bcc0cabea9bfe8ea2b4c5077762f95d4ca4bf84ef036c4af',
  ],
  [
    'cifar10',
    '456bfc84cedff03d0f4b8b6b619c8c864fc8e0726bbd016ac515713a4715b29e',
    'ed7d962b66b67ccb04df641b58b923dc806564e0b20cd9a57e54dd3346c2eb21',
  ],
  ['photo-1', '384b82dcaea6b8b58eea762ce43a8ec93285b65f774656ab7488a6955c35d43d'],
  ['photo-2', '34ce8c88dadf4b595feb3051dc20647315b2919b6ee564a916e613944e4b002d'],
  ['photo-3', '0cbff6802cef18905cb8c3e1b7845c86a0cd0ded8a582397f0f781e40f3eeea1'],
  ['photo-4', '5ff7b0be2ce74c48e602bbb4e74fc5c2b8bfa728902daf823c0393b470da1fd9'],
  ['photo-6', '7dae065a26dca986314bc48b8b1ebd65695e09522840f32d85031ed9cd124f74'],
  ['photo-7', 'fb4e8316c2ecb961d4ed310fa5f7b12a93660e73aa17a7debd3a46c9064f962a'],
  ['photo-8', 'c429eea389e3814aa64f3572ff284b57582d79367d5245c5d7e1b657a3495d37'],
  ['photo-9', 'ddb744140a91c68270488ee2aa24bd5bbe8957a7ced0985ed53d4868aebd881d'],
  ['photo16-1', 'ec1f087ea702934fdbcb5ba33dc66577508c7cb1806b605a77847cf7ea44ba3a'],
  ['photo16-2', '3a87f0b9b75b97339d5ac6aeb9b45a056ad7381e585825a98852457ff286d44d'],
  ['photo16-3', 'ec12da1969cc55159373b4135e31620d7e7217e91380c51398fc433362110a97'],
  ['photo16-4', '92f2bc968068a97fa7fbd17be6626bcfee6ab39024c588447ae7c993ee75aa1a'],
  ['photo16-6', '9d2ca929ec6195ad6e5c94699afe9fbd8edde0fe8182f16cc6055caabcd53424'],
  ['photo16-7', '807b236dcffc012d67cc9c6789df1efafdd58ddf392a33f6d9b1f7709dd42c25'],
  ['photo16-8', '8fa809a7b913b5a2d9ce9b07747c63073ea5611ae793de9b2de2ff062d34ebfc'],
  ['photo16-9', '30e5c88ac71e54e3f1e1008883d8a89878e278a99d67ee4405dd584540a76617'],
  ['numbers', '24dc101f355adae388e700b62f5af4eaa7fcd687bcb2b1b4c6571444bc70cf1e'],
  ['numbers-1', 'dd2ab4d985fb3969aa3b34349509862f69302ef61dc2ffe63d003c06eac87888'],
  ['numbers-2', 'b06b0d552b45c6f968ef27701b2095545f09f5419bd990459e42a62fea148902'],
  ['numbers-3', '79f1e8d9d714c99fb6db7214c3535bea9a8b50b4df527e528c711763194018ef'],
  ['numbers-4', '60a3bda5bffcc3a103c26fb9160088c978fd54867f990223539729977a4aa857'],
  ['numbers-6', '6cc09d0700f9f0953810aeab2f1823f3d7d73475fe2f65ce3c5a5bb657b4f66d'],
  ['numbers-7', 'dbd06a691086a1c1a255459d8a952d25acaa2d1e1d9a3317306b071caac9da9b'],
  ['numbers-8', '7a77af76a7be95dfa9ac15ca3b601ecd80ac0d3be61baf494f5b4f02d048b291'],
  ['numbers-9', 'e6519ecb4542c09724fcd571a67d0ebb54680262b7c4857cd35c004b77907cca'],
  ['jpeg', '38da8131699a38128380e91e193d13f49c16812655d2807ad6d2bca13420efd1'],
  ['jpeg-1', '71bd94cd8998f62287946a27b176439a0c7b6276df218e960356cf540aa5dcb2'],
  ['jpeg-2', '1fbef3d82db314d2f35fd79340c66d7f47421dcf17afed3eae244088b31e0fc6'],
  ['jpeg-3', '26fd66bbde584c7393d555d4fd20df275923b66ef0155f8d981ce57a96369228'],
  ['jpeg-4', '621029bdb93484265872efe978f4b4994d90e25e86d4d40b9789077c805bbc1e'],
  ['jpeg-6', 'a2329901930e710f5e427eb9b412975137b9679471fec8659eabc2767eff0086'],
  ['jpeg-7', 'eafdc264a2b4aeb402b3a2b9b7963bc354e1476e1fa4907e90aefa4b6d7eab76'],
  ['jpeg-8', '6031437d2c990dcd922472415b8a204ae368155fe139c88a2f35d0ed9dedf6cf'],
  ['jpeg-9', 'b919028f406db836fd7549ceda70b33f83500f61ca4966963fc209e9c07604ec'],
];

/** Data formats, by what headers call them. */
const DATA_FORMATS = [
  'bytes',
  'idx',
  'npy',
  'npz',
  'wav',
  'png',
  'png-exact',
  'png-bands',
  'tiff',
  'tiff-exact',
  'webp',
  'avif',
  'pnm',
  'pnm-bands',
  'cifar10',
  'cifar100',
  'raw',
  'folder',
  'folder-linked',
  'tiff-pages',
  'tiff-pages-exact',
  'rifx',
  'rf64',
  'w64',
  'aiff',
  'au',
  'caf',
  'pnm-stream',
  'npy-rows',
  'npy-planes',
  'npy-pixels',
  'npy-stream',
  'bmp',
  'qoi',
  'tga',
  'folder-timed',
  'jpeg',
] as const;

/** What a header says of the model. */
export type NamedModel = Pick<Header, 'modelName' | 'specDigest' | 'weightsDigest'>;

const NO_WEIGHTS = createHash('sha256').digest('hex');

const named: readonly NamedModel[] = MODELS.map(([modelName, spec, weights = NO_WEIGHTS]) => ({
  modelName,
  specDigest: new Uint8Array(Buffer.from(spec, 'hex')),
  weightsDigest: new Uint8Array(Buffer.from(weights, 'hex')),
}));

/** The number of a model, from 1; undefined where it has none. */
export function numberOfModel({
  modelName,
  specDigest,
  weightsDigest,
}: NamedModel): number | undefined {
  const at = named.findIndex(
    (model) =>
      model.modelName === modelName &&
      Buffer.compare(model.specDigest, specDigest) === 0 &&
      Buffer.compare(model.weightsDigest, weightsDigest) === 0,
  );
  return at < 0 ? undefined : at + 1;
}

/** The model of a number; undefined where there is none. */
export function modelOfNumber(number: number): NamedModel | undefined {
  return named[number - 1];
}

/** How many models and data formats have a number. */
export const NUMBERED_MODELS = named.length;
export const NUMBERED_DATA_FORMATS = DATA_FORMATS.length;

/** The number of a data format, from 1; undefined where it has none. */
export function numberOfDataFormat(name: string): number | undefined {
  const at = (DATA_FORMATS as readonly string[]).indexOf(name);
  return at < 0 ? undefined : at + 1;
}

/** The data format of a number; undefined where there is none. */
export function dataFormatOfNumber(number: number): string | undefined {
  return DATA_FORMATS[number - 1];
}
