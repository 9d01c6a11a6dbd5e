import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { benchFormat, DATA, type FormatRow } from '../formats.js';
import { placeOf, type Section } from '../section.js';
import { markdownTable, textTable } from '../table.js';

/** One file of each kind, within the folder of data. */
const FILES = [
  'kodak/kodim23.png',
  'mnist/t10k-binarized-idx3-ubyte',
  'mnist/t10k-images-idx3-ubyte',
  'cifar10/data_batch_1.bin',
  'wav-alsa/Front_Center.wav',
  'arrays-npy/mitbih100_int16.npy',
  'arrays-npy/eraint_z_int16.npy',
  'arrays-npy/dicom_MR2_UNCI_u16.npy',
  'uci-adult/adult.data',
  'ett/ETTh1.csv',
  'json/canada.json',
  'silesia/xml',
  'calgary/book1',
  'calgary/obj2',
];

const HEAD = [
  '',
  'bytes',
  'craystack',
  'xz -9e',
  'zstd -22',
  'made for it',
  'model',
  'bits/element',
  'MB/s compress',
  'decompress',
];

/** Files of all formats by default, whole processes. */
export const formats: Section<readonly FormatRow[]> = {
  name: 'formats',
  title: 'one file of each format, by default, whole processes',
  async measure() {
    if (!existsSync(DATA)) throw new Error('the data are not at hand');
    return FILES.map(benchFormat);
  },
  report: (rows) => textTable([HEAD, ...rows.map(cells)]),
  parts: (measured) => ({
    formats: [
      `Bytes, by default, and what whole processes take (${placeOf(measured)}):`,
      '',
      markdownTable(HEAD, measured.result.map(cells)),
    ].join('\n'),
  }),
};

function cells(row: FormatRow): string[] {
  const speed = (seconds: number) => (row.bytes / 1e6 / seconds).toFixed(2);
  return [
    basename(row.name),
    `${row.bytes}`,
    `${row.craystack}`,
    `${row.xz ?? ''}`,
    `${row.zstd ?? ''}`,
    row.champion ? `${row.champion.bytes} (${row.champion.name})` : '',
    row.model,
    row.rate.toFixed(3),
    speed(row.encodeSeconds),
    speed(row.decodeSeconds),
  ];
}
