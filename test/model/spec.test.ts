import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CrayError } from '../../src/errors.js';
import { buildCodec } from '../../src/model/build.js';
import { loadModel, type Model, makeModel } from '../../src/model/model.js';
import { parseSpec, specDigest } from '../../src/model/parse.js';
import { TYPES } from '../../src/model/types/index.js';
import { SCHEMA_FILE, schemaText } from '../../src/model/writeSchema.js';
import { packageFile } from '../../src/package.js';

const text = readFileSync(packageFile('models/mnist-binary-vae/model.json'), 'utf8');

/** The spec of mnist-binary-vae with one value replaced, or removed where it is undefined. */
function changed(path: string, value: unknown, json = text): string {
  const spec = JSON.parse(json);
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce((node, key) => node[key], spec);
  parent[last] = value;
  return JSON.stringify(spec);
}

/** The paths of all that is in a value, of long arrays the first two. */
function pathsIn(value: unknown, above: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (Array.isArray(value) && Number(key) > 1) return [];
    const path = [...above, key];
    return [path.join('.'), ...pathsIn(inner, path)];
  });
}

describe('model.json', () => {
  it('has its JSON Schema in the repository as the sources have it (else: npm run build:schema)', () => {
    expect(readFileSync(SCHEMA_FILE, 'utf8')).to.equal(schemaText());
  });

  it('has definitions in its JSON Schema that are called what they are', () => {
    const { $defs } = JSON.parse(schemaText());
    expect($defs).to.include.all.keys(TYPES.map(({ type }) => type));
    expect(Object.keys($defs).filter((name) => name.startsWith('_'))).to.deep.equal([]);
  });

  const malformed: [string, unknown, RegExp][] = [
    ['format', 2, /^x: format: /],
    ['name', '../up', /^x: name: /],
    ['extra', 1, /^x: \(top level\): .*"extra"/],
    ['data.dtype', 'f64', /^x: data\.dtype: .*got "f64"$/],
    ['data.shape', [28, 0], /^x: data\.shape\.1: .*got 0$/],
    ['data.levels', 1, /^x: data\.levels: /],
    ['codec.type', 'magic', /^x: codec\.type: /],
    ['codec.lockstep', 1e9, /^x: codec\.lockstep: .*got 1000000000$/],
    ['codec.prior.precision', 32, /^x: codec\.prior\.precision: .*<=31, got 32$/],
    ['codec.likelihood.precision', 25, /^x: codec\.likelihood\.precision: /],
    ['codec.posterior.mean', undefined, /^x: codec\.posterior\.mean: /],
    ['codec.posterior.mean.extra', 1, /^x: codec\.posterior\.mean: .*"extra"/],
    ['networks.encoder.1.activation', 'gelu', /^x: networks\.encoder\.1\.activation: /],
    ['networks.encoder', [], /^x: networks\.encoder: /],
  ];
  for (const [path, value, message] of malformed) {
    it(`says where ${path} is wrong`, () => {
      expect(() => parseSpec(changed(path, value), 'x'))
        .to.throw(CrayError, message)
        .with.property('code', 'SPEC_INVALID');
    });
  }

  const said: [string, unknown, string][] = [
    [
      'codec.posterior.mean',
      'high',
      'codec.posterior.mean: expected a number, an array of numbers, {"tensor": NAME} or {"network": NAME, "layer": NAME}, got "high"',
    ],
    [
      'codec.posterior.mean',
      [1, null],
      'codec.posterior.mean.1: Invalid input: expected number, received null, got null',
    ],
    [
      'codec.posterior.mean',
      { tensor: 5 },
      'codec.posterior.mean.tensor: Invalid input: expected string, received number, got 5',
    ],
    [
      'codec.posterior.mean',
      { network: 'x', layer: 'a b' },
      'codec.posterior.mean.layer: expected 1 to 64 letters and digits of ASCII, ".", "_" and "-", the first a letter or digit, got "a b"',
    ],
    [
      'networks.a b',
      [],
      'networks.a b: expected 1 to 64 letters and digits of ASCII, ".", "_" and "-", the first a letter or digit, got "a b"',
    ],
    ['data', undefined, 'data: Invalid input: expected object, received undefined, got nothing'],
    ['data.dtype', 8, 'data.dtype: Invalid option: expected one of "u8"|"u16"|"u32", got 8'],
    ['codec.extra', 8, 'codec: Unrecognized key: "extra"'],
  ];
  for (const [path, value, message] of said) {
    it(`says what was expected of ${path} in place of ${JSON.stringify(value)}`, () => {
      expect(() => parseSpec(changed(path, value), 'x'))
        .to.throw(CrayError)
        .with.property('message', `x: ${message}`);
    });
  }

  it('says what was expected whatever is wrong', () => {
    const all = [
      text,
      readFileSync(packageFile('models/mnist-binary-neighbourhood/model.json'), 'utf8'),
    ];
    for (const json of all) {
      for (const path of pathsIn(JSON.parse(json))) {
        for (const value of [undefined, null, 'x y', -1, 1e9, 0.5, [], {}, [[]], { x: 1 }, true]) {
          try {
            parseSpec(changed(path, value, json), 'x');
          } catch (error) {
            const what = `${path}: ${JSON.stringify(value)}`;
            expect((error as Error).message, what).to.match(
              /^x: \S.*: (.*[eE]xpected .*, got |Unrecognized key)/,
            );
          }
        }
      }
    }
  });

  it('says where the text is not JSON', () => {
    expect(() => parseSpec('{"a":', 'x')).to.throw(CrayError, /^x: not JSON: /);
  });

  const inconsistent: [string, unknown, string][] = [
    ['codec.prior.size', 41, 'expected a network of 41 inputs, got 40 in decoder'],
    ['codec.prior.precision', 9, 'codec.prior: expected as many values in prior and posterior'],
    ['codec.likelihood.size', 783, 'expected a layer of 783 outputs, got 784 in logits'],
    ['data.shape', [27, 28], 'codec: codes items of 784 symbols, expected 756 as the data has'],
    ['data.levels', 3, 'codec: codes 2 values, expected the 3 of the data'],
    ['codec.posterior.mean.network', 'x', 'codec.posterior.mean.network: no network is called x'],
    [
      'codec.posterior.mean.layer',
      'x',
      'codec.posterior.mean.layer: network encoder has no layer x',
    ],
    ['codec.posterior.mean.layer', 'hidden0', 'expected a layer of 40 outputs, got 256 in hidden0'],
    ['codec.posterior.mean.network', 'decoder', 'expected a network of 784 inputs, got 40'],
    ['networks.encoder.0.weight', 'x', 'networks.encoder.0.weight: the weights have no tensor x'],
    [
      'networks.encoder.0.weight',
      'mean.bias',
      'expected 2 dimensions, got mean.bias of shape [40]',
    ],
    [
      'networks.encoder.1.bias',
      'mean.bias',
      'networks.encoder.1.bias: expected 128 elements, got 40',
    ],
    [
      'networks.encoder.1.layout',
      'outputs-inputs',
      'expected 256 inputs in hidden1, as hidden0 has outputs, got 128',
    ],
    ['networks.encoder.3.input', 'later', 'networks.encoder.3.input: no layer before it is called'],
    ['networks.encoder.1.name', 'hidden0', 'networks.encoder.1.name: there is a layer hidden0'],
  ];
  for (const [path, value, message] of inconsistent) {
    it(`does not build when ${path} does not fit the rest`, () => {
      const model: Model = {
        ...loadModel('mnist-binary-vae'),
        spec: parseSpec(changed(path, value), 'x'),
      };
      expect(() => buildCodec(model))
        .to.throw(CrayError, message)
        .with.property('code', 'SPEC_INVALID');
    });
  }
});

describe('the digest of a spec', () => {
  const digest = (json: string) => Buffer.from(specDigest(parseSpec(json, 'x'))).toString('hex');

  it('does not see order, white space, words for people, or defaults left out', () => {
    const spec = JSON.parse(text);
    const reordered = JSON.stringify(Object.fromEntries(Object.entries(spec).reverse()), null, 9);
    expect(digest(reordered)).to.equal(digest(text));
    expect(digest(changed('description', 'other'))).to.equal(digest(text));
    expect(digest(changed('codec.lockstep', undefined))).to.equal(digest(text));
  });

  it('sees all that decides a bit', () => {
    expect(digest(changed('codec.likelihood.precision', 19))).to.not.equal(digest(text));
    expect(digest(changed('networks.encoder.0.activation', 'tanh'))).to.not.equal(digest(text));
  });
});

describe('loading a model', () => {
  it('finds it by name, by folder and by file', () => {
    const folder = packageFile('models/mnist-binary-vae');
    const byName = loadModel('mnist-binary-vae');
    expect(loadModel(folder)).to.deep.equal(byName);
    expect(loadModel(`${folder}/model.json`)).to.deep.equal(byName);
  });

  it('says where it looked', () => {
    expect(() => loadModel('no-such'))
      .to.throw(
        CrayError,
        /^no-such: no such model: looked for .*models\/no-such, a file and a folder$/,
      )
      .with.property('code', 'MODEL_NOT_FOUND');
  });

  it('says that a spec names no weights, where it has a tensor', () => {
    const codec = { type: 'poisson', size: 1, max: 9, precision: 9, rates: { tensor: 'r' } };
    const json = JSON.stringify({ format: 1, name: 'x', data: { shape: [1] }, codec });
    const item = { dtype: 'u8', shape: [1], levels: 2 } as const;
    expect(() => buildCodec(makeModel(json, new Uint8Array(0), 'own/model.json'), { item }))
      .to.throw(CrayError)
      .with.property(
        'message',
        'own/model.json: codec.rates.tensor: the weights have no tensor r: the spec has no "weights", which is the ' +
          'name of their file',
      );
  });

  it('says which weights are missing', () => {
    expect(() => loadModel(packageFile('fixtures/models/craystack-binary-mnist-vae')))
      .to.throw(CrayError, /weights\.safetensors/)
      .with.property('code', 'WEIGHTS_INVALID');
  });
});

describe('a model whose data are open', () => {
  const codec = { type: 'uniform', size: 6, precision: 8 };
  const model = (data: object) =>
    makeModel(JSON.stringify({ format: 1, name: 'open', data, codec }), new Uint8Array(0), 'open');

  it('is built for the items that are there', () => {
    const item = { dtype: 'u8', shape: [2, 3] };
    for (const data of [{}, { dtype: 'u8' }, { shape: [null, 3] }, { shape: [2, 3] }]) {
      expect(buildCodec(model(data), { item }).levels).to.equal(256);
    }
    expect(() => buildCodec(model({}), { item: { ...item, shape: [7] } })).to.throw(
      'codec: codes items of 6 symbols, expected 7 as the data has',
    );
    expect(() => buildCodec(model({}), { item: { ...item, dtype: 'u16' } })).to.throw(
      'codec: codes 256 values, expected the 65536 of the data',
    );
  });

  it('refuses other items, and needs to know them', () => {
    const item = { dtype: 'u8', shape: [2, 3] };
    expect(() => buildCodec(model({ shape: [null, 2] }), { item }))
      .to.throw(CrayError, 'model open fits any items of any x 2, got u8 items of 2 x 3')
      .with.property('code', 'DATA_MISMATCH');
    for (const data of [{}, { dtype: 'u8' }, { dtype: 'u8', shape: [2, null] }]) {
      expect(() => buildCodec(model(data))).to.throw(RangeError, 'expected option item');
    }
  });

  it('are refused where they are deeper than a stack, with one line', () => {
    for (const levels of [300, 100_000]) {
      const codec = `${'{"type":"serial","codecs":['.repeat(levels)}{}${']}'.repeat(levels)}`;
      const json = `{"format":1,"name":"x","data":{"dtype":"u8","shape":[1]},"codec":${codec}}`;
      expect(() => parseSpec(json, 'x'))
        .to.throw(CrayError, /^x: expected at most 256 levels of objects and arrays, got more$/)
        .with.property('code', 'SPEC_INVALID');
    }
  });
});
