import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { encodePng } from '../../src/data/encodePng.js';
import { reportSchema } from '../../src/eval/schema.js';
import { npyFile } from '../data/npyFile.js';
import { idxFile, mnistSlice } from '../data.js';
import { craystack, inFolder } from './process.js';

const images = mnistSlice(0, 12);
const EVAL = ['eval', '-m', 'mnist-binary-vae'];

describe('craystack eval', () => {
  it(
    'says that there is nothing to measure of empty data, and goes on',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'none'), '');
      const line = 'none: a data set without items: there is nothing to measure\n';
      const { status, stdout, stderr } = await craystack(['eval', '--json', 'none'], { cwd });
      expect([status, stderr]).to.deep.equal([0, `craystack: ${line}`]);
      expect(reportSchema.parse(JSON.parse(stdout.toString())).results).to.deep.equal([]);
      const page = await craystack(['report', '-o', 'r.html', 'none'], { cwd });
      expect([page.status, page.stderr]).to.deep.equal([0, `craystack: ${line}`]);
      const inspected = await craystack(['inspect', 'none'], { cwd });
      expect([inspected.status, inspected.stdout.toString()]).to.deep.equal([
        0,
        'none: 0 items of 1, u8, model arrays\nthere are no items that could cost anything\n',
      ]);
    }),
  );

  it('shows models side by side', async () => {
    const { status, stdout, stderr } = await craystack([...EVAL, '-m', 'bytes'], { input: images });
    expect([status, stderr]).to.deep.equal([0, '']);
    const text = stdout.toString();
    expect(text).to.match(/^standard input: idx, 12 items of 28 x 28, u8, 9424 bytes\n/);
    expect(text).to.match(/\n {2}ratio +\d+\.\d\d +\d+\.\d\d\n/);
    expect(text).to.match(/\n +mnist-binary-vae +bytes\n/);
    expect(text).to.match(/\n {4}estimate +0\.\d{5} ± 0\.\d{5} +learns\n/);
    expect(text).to.match(/\n {4}= file +\d+\.0 +\d+\.0\n/);
  });

  it(
    'gives figures to machines, the same in both forms',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'a,b'), images);
      const json = await craystack([...EVAL, 'a,b', '--json'], { cwd });
      const { results } = reportSchema.parse(JSON.parse(json.stdout.toString()));
      const csv = (await craystack([...EVAL, 'a,b', '--csv'], { cwd })).stdout.toString();
      const [names, values] = csv.split('\r\n') as [string, string];
      expect(names).to.match(
        /^file,model,format,dtype,shape,coded\.dtype,coded\.shape,items,.*,bits\.header,speed\./,
      );
      expect(values).to.match(/^"a,b",mnist-binary-vae,idx,u8,28x28,u8,28x28,12,/);
      expect(values.split(',')).to.include(`${results[0]?.bitsPerDim.file}`);
    }),
  );

  it(
    'says of what passes how far it is from its limit, and of a baseline that it is written',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), images);
      const run = (...more: string[]) => craystack([...EVAL, 'digits', ...more], { cwd });
      expect((await run('--max-bpd', '9')).stderr).to.match(
        /^craystack: digits, model mnist-binary-vae: 0\.\d{5} bits\/dim, 9\d\.?\d* % below the limit of 9\n$/,
      );
      const gated = ['--baseline', 'b.json'];
      expect((await run(...gated, '--update-baseline')).stderr).to.equal(
        'craystack: b.json: a baseline with the figures of 1 result in it\n',
      );
      expect((await run(...gated)).stderr).to.match(
        /, the same as that of the baseline, 0\.\d{5}; tolerated are 0\.2 % more\n$/,
      );
    }),
  );

  it(
    'counts all bytes of the file that compress writes, and no others',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), images);
      writeFileSync(join(cwd, 'small'), 'a few words');
      for (const name of ['digits', 'small']) {
        const { stdout } = await craystack(['eval', name, '--json'], { cwd });
        const [{ bytes, bits }] = JSON.parse(stdout.toString()).results;
        await craystack(['compress', '-q', name], { cwd });
        expect(bytes, name).to.equal(statSync(join(cwd, `${name}.cray`)).size);
        const sum = Object.values<number>(bits).reduce((a, b) => a + b, 0);
        expect(sum / 8, name).to.be.closeTo(bytes, 1e-6);
      }
    }),
  );

  it(
    'measures the whole of a folder, as compress writes it, and each of its data sets',
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'd'));
      const doubles = new Float64Array(9000).map((_, i) => Math.sin(i) * i);
      writeFileSync(
        join(cwd, 'd/a.npy'),
        npyFile('<f8', [3000, 3], new Uint8Array(doubles.buffer)),
      );
      writeFileSync(join(cwd, 'd/t'), 'text '.repeat(200));
      await craystack(['compress', '-q', 'd'], { cwd });
      const limits = ['--max-bpd', '9', '--baseline', 'b.json'];
      const first = await craystack(
        ['eval', 'd', '--json', '--baseline', 'b.json', '--update-baseline'],
        { cwd },
      );
      const { results } = reportSchema.parse(JSON.parse(first.stdout.toString()));
      const [whole, ...parts] = results;
      expect(results.map(({ file, dataset }) => [file, dataset])).to.deep.equal([
        ['d', undefined],
        ['d: names, and bytes of files', 1],
        ['d: bytes of 1, u8', 2],
      ]);
      const bytes = statSync(join(cwd, 'd.cray')).size;
      const originalBytes = 72128 + 1000;
      expect(whole).to.include({ bytes, originalBytes, elements: originalBytes });
      expect(whole?.bitsPerDim.file).to.equal((8 * bytes) / originalBytes);
      expect(parts.reduce((sum, part) => sum + part.bytes, 0)).to.equal(bytes);
      expect(parts[1]).to.deep.include({ shape: [], items: 72128, model: 'numbers' });
      for (const { bits, bytes: own } of results) {
        const sum = Object.values(bits).reduce((total, part) => total + part, 0);
        expect(sum / 8).to.be.closeTo(own, 1e-6);
      }
      const second = await craystack(['eval', 'd', ...limits], { cwd });
      expect(second.status, second.stderr).to.equal(0);
      expect(second.stderr.match(/the same as that of the baseline/g)).to.have.length(3);
      expect(second.stdout.toString()).to.include('\n  bits/byte\n');
      const csv = await craystack(['eval', 'd', '--csv'], { cwd });
      expect(csv.stdout.toString().split('\r\n')[0]).to.match(/,dataset$/);
    }),
  );

  it(
    'says what to do with a folder where it cannot be inspected or reported',
    inFolder(async (cwd) => {
      mkdirSync(join(cwd, 'd'));
      for (const [args, told] of [
        [['inspect'], 'inspect shows what the items of one data set cost: name a file in it'],
        [['report', '--json'], 'report is about files: name those in it'],
      ] as const) {
        const { status, stderr } = await craystack([...args, 'd'], { cwd });
        expect([status, stderr]).to.deep.equal([
          1,
          `craystack: USAGE: d: is a folder, and ${told}; eval measures a folder\n`,
        ]);
      }
      const empty = await craystack(['eval', 'd'], { cwd });
      expect([empty.status, empty.stderr]).to.deep.equal([
        0,
        'craystack: d: a data set without items: there is nothing to measure\n',
      ]);
    }),
  );

  it(
    'measures files, and no .cray files, of which it says what to do',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), images);
      await craystack(['compress', '-qm', 'mnist-binary-vae', 'digits'], { cwd });
      const { status, stdout, stderr } = await craystack(['eval', 'digits.cray'], { cwd });
      expect([status, stdout.length]).to.deep.equal([1, 0]);
      expect(stderr).to.equal(
        'craystack: USAGE: digits.cray: is a .cray file, and eval measures models on data: decompress it ' +
          'first; info says how large it is, inspect and report take it as it is\n',
      );
    }),
  );

  it(
    'is of the pixels of a picture, also where compress keeps it as bytes',
    inFolder(async (cwd) => {
      const pixels = Uint8Array.from({ length: 3 * 120 * 90 }, (_, k) => (k >> 5) ^ (k / 360));
      const file = await encodePng(pixels, 120, 90);
      writeFileSync(join(cwd, 'p.png'), file);
      const args = ['eval', '-m', 'arrays', 'p.png', '--json'];
      const { results } = JSON.parse((await craystack(args, { cwd })).stdout.toString());
      const [{ format, items, shape, elements, bytes, bitsPerDim }] = results;
      expect([format, items, shape, elements]).to.deep.equal(['png', 1, [90, 120, 3], 32_400]);
      expect(bitsPerDim.file).to.equal((8 * bytes) / elements);
    }),
  );

  it(
    'calls an array by the numbers that are in the file',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'f4.npy'), npyFile('<f4', [2, 3], new Uint8Array(24)));
      writeFileSync(join(cwd, 'f8.npy'), npyFile('<f8', [1, 3], new Uint8Array(24)));
      const { stdout } = await craystack(['eval', '--format', 'npy', 'f4.npy', 'f8.npy'], { cwd });
      expect(stdout.toString()).to.match(/^f4\.npy: npy, 2 items of 3, f32, 152 bytes\n/);
      expect(stdout.toString()).to.match(/\nf8\.npy: npy, 1 item of 3, f64, 152 bytes\n/);
      await craystack(['compress', '-q', '--format', 'npy', 'f4.npy', 'f8.npy'], { cwd });
      const info = await craystack(['info', 'f4.npy.cray', 'f8.npy.cray'], { cwd });
      expect(info.stdout.toString()).to.match(/\n {2}data {6}npy, 2 items of 3, f32\n/);
      expect(info.stdout.toString()).to.match(/\n {2}data {6}npy, 1 item of 3, f64\n/);
      const inspected = await craystack(['inspect', 'f8.npy.cray'], { cwd });
      expect(inspected.stdout.toString()).to.match(/^f8\.npy\.cray: 1 item of 3, f64, model /);
      for (const args of [
        ['info', 'f8.npy.cray'],
        ['inspect', 'f8.npy.cray'],
        ['eval', '--format', 'npy', 'f8.npy'],
      ]) {
        const { stdout } = await craystack([...args, '--json'], { cwd });
        const record = JSON.parse(stdout.toString());
        const { dtype, shape } = record.results?.[0] ?? record;
        expect({ dtype, shape }, args[0]).to.deep.equal({ dtype: 'f64', shape: [3] });
      }
      const { stderr } = await craystack([...EVAL, 'f4.npy'], { cwd });
      expect(stderr).to.match(/DATA_MISMATCH: f4\.npy: .* got f32 items of 3\n$/);
    }),
  );

  it(
    'keeps figures in a baseline, and fails where they got worse',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), images);
      const gated = [...EVAL, 'digits', '--baseline', 'b.json', '--tolerance', '0.1%', '-q'];
      const run = (...more: string[]) => craystack([...gated, ...more], { cwd });
      expect((await run()).stderr).to.match(/^craystack: IO: b\.json: no such file/);
      expect((await run('--update-baseline')).status).to.equal(0);
      expect((await run('--slower', '99%')).stderr).to.equal('');
      const file = join(cwd, 'b.json');
      const baseline = JSON.parse(readFileSync(file, 'utf8'));
      baseline.entries[0].bitsPerDim /= 1.01;
      writeFileSync(file, JSON.stringify(baseline));
      const worse = await run('--max-bpd', '0.1');
      expect(worse.status).to.equal(1);
      expect(worse.stderr).to.match(
        /^craystack: GATE_FAILED: digits, model mnist-binary-vae: expected at most 0\.1 bits\/dim, got 0\.\d{5}\n/,
      );
      expect(worse.stderr).to.match(
        /\ncraystack: GATE_FAILED: digits, model mnist-binary-vae: bits\/dim rose from .* to .*, by 1 %; tolerated are 0\.1 %\n$/,
      );
      writeFileSync(file, '{"schema":"x"}');
      expect((await run()).stderr).to.equal(
        'craystack: BASELINE_INVALID: b.json: schema: expected "craystack-baseline-1", got "x"\n',
      );
    }),
  );

  it(
    'measures the other files where the items of one have another shape, and says which',
    inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'digits'), images);
      writeFileSync(join(cwd, 'wide'), idxFile([2, 28, 30], new Uint8Array(2 * 28 * 30)));
      const { status, stdout, stderr } = await craystack([...EVAL, 'wide', 'digits', '--json'], {
        cwd,
      });
      expect(status).to.equal(1);
      expect(stderr).to.match(
        /^craystack: DATA_MISMATCH: wide: model mnist-binary-vae fits [^\n]* got u8 items of 28 x 30\n$/,
      );
      const { results } = reportSchema.parse(JSON.parse(stdout.toString()));
      expect(results.map(({ file }) => file)).to.deep.equal(['digits']);
    }),
  );

  for (const [args, input, said] of [
    [
      EVAL,
      idxFile([1, 2, 2], new Uint8Array(4)),
      /DATA_MISMATCH: standard input: model mnist-binary-vae fits/,
    ],
    [['eval', '--slower', '5%'], images, /USAGE: --slower needs --baseline FILE/],
    [['eval', '--update-baseline'], images, /USAGE: --update-baseline needs --baseline FILE/],
    [['eval', '--tolerance', 'much'], images, /USAGE: .* expected percent with their sign, /],
    [
      ['eval', '--tolerance', '0.2'],
      images,
      /USAGE: .* expected percent with their sign, .*as 0\.2%/,
    ],
    [['eval', '--max-bpd', '-1'], images, /USAGE: .* expected a number above 0/],
  ] as const) {
    it(`says in one line: ${said.source}`, async () => {
      const { status, stderr } = await craystack(args, { input });
      expect(status).to.equal(1);
      expect(stderr).to.match(said);
      expect(stderr.trim().split('\n')).to.have.length(1);
    });
  }
});
