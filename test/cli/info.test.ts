import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { packageFile } from '../../src/package.js';
import { npyFile } from '../data/npyFile.js';
import { mnistSlice } from '../data.js';
import { craystack } from './process.js';

const images = Buffer.from(mnistSlice(0, 20));

describe('craystack info', () => {
  it('says what is in a file, for people and for machines', async () => {
    const ordered = (await craystack(['compress', '-qm', 'mnist-binary-vae'], { input: images }))
      .stdout;
    const { stdout, stderr } = await craystack(['info'], { input: ordered });
    expect(stderr).to.equal('');
    expect(stdout.toString()).to.match(
      /^-\n {2}data {6}idx, 20 items of 28 x 28, u8\n {2}restores {2}byte for byte\n {2}order {5}kept\n/,
    );
    const unordered = await craystack(['compress', '--unordered', '-qm', 'mnist-binary-vae'], {
      input: images,
    });
    const json = await craystack(['info', '--json', '-'], { input: unordered.stdout });
    expect(JSON.parse(json.stdout.toString())).to.deep.include({
      items: 20,
      shape: [28, 28],
      order: 'not kept',
      fidelity: 'bytes',
      model: 'mnist-binary-vae',
      originalBytes: images.length,
      bytes: unordered.stdout.length,
    });
  });

  it('says what pictures are in a JPEG file, in rows or one after another', async () => {
    const picture = readFileSync(packageFile('fixtures/jpeg/mozjpeg-testorig12.jpg'));
    const packed = async (input: Uint8Array) =>
      (await craystack(['compress', '-q'], { input })).stdout;
    const input = await packed(picture);
    const { stdout } = await craystack(['info'], { input });
    expect(stdout.toString()).to.match(
      /i16\n {2}picture {3}227 x 149, YCbCr 4:2:0, 12 bits, extended sequential, 1 scan, libjpeg quality 75\n {2}restores/,
    );
    const json = await craystack(['info', '--json'], { input });
    expect(JSON.parse(json.stdout.toString()).pictures).to.deep.equal([
      {
        ...{ width: 227, height: 149, colours: 'YCbCr', sampling: '4:2:0', bits: 12 },
        ...{ coding: 'extended sequential', scans: 1, quality: 75, tables: 'libjpeg' },
      },
    ]);
    const many = await packed(Buffer.concat(new Array(10).fill(picture)));
    const rows = (await craystack(['info'], { input: many })).stdout.toString().split('\n');
    expect(rows.filter((row) => /^ {2}picture \d/.test(row))).to.have.length(8);
    expect(rows).to.include('  pictures  10: 2 more');
  });

  it('names a digest by what it is of: what sha256sum says of the file is compared with no other', async () => {
    const text = Buffer.from('to be or not to be, that is the question\n'.repeat(50));
    const sum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    // Doubles that are prices are kept as the bytes of their file.
    const numbers = Float64Array.from({ length: 2000 }, (_, i) => ((i * i) % 9973) / 100);
    const prices = npyFile('<f8', [2000], new Uint8Array(numbers.buffer));
    for (const [input, what, row, digest, format] of [
      [text, 'sha256', 'file', sum(text)],
      [images, 'contentsSha256', 'contents', undefined],
      [
        npyFile('>i2', [300], images.subarray(0, 600)),
        'contentsSha256',
        'contents',
        undefined,
        'npy',
      ],
      [prices, 'sha256', 'file', sum(prices)],
      [gzipSync(prices), 'restoredSha256', 'restored', sum(prices)],
    ] as const) {
      const packed = await craystack(['compress', '-q', ...(format ? ['--format', format] : [])], {
        input,
      });
      const { stdout } = await craystack(['info', '--json'], { input: packed.stdout });
      const { pieces, ...record } = JSON.parse(stdout.toString());
      const names = Object.keys(record).filter((name) => /^(contents|restored)?sha256/i.test(name));
      expect(names).to.deep.equal([`${what}Begins`]);
      if (digest) expect(digest.startsWith(record[`${what}Begins`])).to.equal(true);
      expect(pieces).to.deep.equal([
        { items: record.items, [`${what}Begins`]: record[`${what}Begins`] },
      ]);
      const people = await craystack(['info'], { input: packed.stdout });
      expect(people.stdout.toString()).to.include(
        `  ${row.padEnd(9)} SHA-256 ${record[`${what}Begins`]}…`,
      );
    }
  });

  it('says of files one after another what the largest chunk is, the lanes, and all seeds', async () => {
    const packed = async (...args: string[]) =>
      (await craystack(['compress', '-qm', 'mnist-binary-vae', ...args], { input: images })).stdout;
    const parts = [
      await packed('--chunk', '5', '--lanes', '4'),
      await packed('--chunk', '20', '--seed', '7', '--lanes', '8'),
    ];
    const input = Buffer.concat(parts);
    const { stdout } = await craystack(['info'], { input });
    expect(stdout.toString()).to.match(/\n {2}chunks {4}5, of at most 20 items; 0 plain\n/);
    expect(stdout.toString()).to.match(/\n {2}coder {5}8 lanes, seeds 0, 7\n/);
    const json = await craystack(['info', '--json'], { input });
    expect(JSON.parse(json.stdout.toString())).to.deep.include({
      chunkItems: 20,
      lanes: 8,
      seeds: [0, 7],
    });
  });

  it('lists the fields of data that a model takes apart, where that is there', async () => {
    const prices = Float64Array.from({ length: 2000 }, (_, i) => ((i * i) % 9973) / 100);
    const input = npyFile('<f8', [2000], new Uint8Array(prices.buffer));
    const packed = (await craystack(['compress', '-qm', 'numbers'], { input })).stdout;
    const record = JSON.parse(
      (await craystack(['info', '--json'], { input: packed })).stdout.toString(),
    );
    expect(record.fields).to.have.length(1);
    const [{ how, ...field }] = record.fields;
    expect(field).to.deep.equal({ type: 'f64', fields: 1, numbers: 2000 });
    expect(how).to.match(/^decimal /);
    const { stdout } = await craystack(['info'], { input: packed });
    expect(stdout.toString()).to.include(
      `\n  fields    1 field of f64, 2000 numbers: ${how}\n  revision `,
    );
    const bytes = (await craystack(['compress', '-qm', 'bytes'], { input })).stdout;
    const none = await craystack(['info', '--json'], { input: bytes });
    expect(JSON.parse(none.stdout.toString())).to.not.have.property('fields');
  });

  it('refuses what is no .cray file', async () => {
    const { status, stderr } = await craystack(['info'], { input: images });
    expect(status).to.equal(1);
    expect(stderr).to.match(/^craystack: NOT_CRAY: standard input: not a \.cray file/);
  });
});
