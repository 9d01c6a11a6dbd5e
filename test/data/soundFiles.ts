/** Files of sound, as their formats describe them. */

/** What the samples of a file are. */
export interface Sound {
  readonly bits: number;
  readonly channels: number;
  readonly float?: boolean;
  readonly littleEndian?: boolean;
  readonly extensible?: boolean;
  /** What the file says its samples' bytes are, where that is not true. */
  readonly said?: number;
}

type Build = (sound: Sound, samples: Uint8Array) => Uint8Array;

/** A number of so many bytes, of which -1 has all bits. */
function number(value: number, bytes: 2 | 4 | 8, bigEndian: boolean): Buffer {
  const all = Buffer.alloc(8);
  all.writeBigInt64LE(BigInt(value));
  const out = Buffer.from(all.subarray(0, bytes));
  return bigEndian ? out.reverse() : out;
}

const text = (value: string) => Buffer.from(value, 'latin1');
const filled = (data: Uint8Array, alignment: number) =>
  Buffer.concat([data, Buffer.alloc(-data.length & (alignment - 1))]);

function chunk(name: string, data: Uint8Array, bigEndian = false, said = data.length) {
  return Buffer.concat([text(name), number(said, 4, bigEndian), filled(data, 2)]);
}

/** What WAV and its like say of samples. */
function fmt({ bits, channels, float = false, extensible = false }: Sound, big: boolean) {
  const code = float ? 3 : 1;
  const u16 = (value: number) => number(value, 2, big);
  const bytes = Math.ceil(bits / 8) * channels;
  const start = [u16(extensible ? 0xfffe : code), u16(channels), number(48_000, 4, big)];
  const more = [number(48_000 * bytes, 4, big), u16(bytes), u16(bits)];
  const extension = extensible ? [u16(22), u16(bits), Buffer.alloc(4), u16(code)] : [];
  const guid = Buffer.alloc(extensible ? 14 : 0);
  return Buffer.concat([...start, ...more, ...extension, guid]);
}

/** RIFF or RIFX with chunks around the samples. */
function riff(sound: Sound, samples: Uint8Array, magic: 'RIFF' | 'RIFX'): Uint8Array {
  const big = magic === 'RIFX';
  const chunks = [
    chunk('LIST', text('odd'), big),
    chunk('fmt ', fmt(sound, big), big),
    chunk('data', samples, big, sound.said),
    // What follows samples of unknown length is taken for some.
    ...(sound.said === undefined ? [chunk('id3 ', text('a name'), big)] : []),
  ];
  const body = Buffer.concat([text('WAVE'), ...chunks]);
  return chunk(magic, body, big, sound.said === undefined ? body.length : sound.said);
}

function rf64(sound: Sound, samples: Uint8Array): Uint8Array {
  const { bits, channels, said = samples.length } = sound;
  const format = chunk('fmt ', fmt(sound, false));
  const u64 = (value: number) => number(value, 8, false);
  const head = 12 + 36 + format.length + 8;
  const frames = Math.floor((8 * samples.length) / (bits * channels));
  const ds64 = Buffer.concat([u64(head - 8 + samples.length), u64(said), u64(frames), u64(0)]);
  const body = [chunk('ds64', ds64.subarray(0, 28)), format, chunk('data', samples, false, -1)];
  return Buffer.concat([text('RF64'), number(-1, 4, false), text('WAVE'), ...body]);
}

function w64(sound: Sound, samples: Uint8Array): Uint8Array {
  const suffix = text('\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a');
  const part = (name: string, data: Uint8Array, said = data.length + 24) =>
    Buffer.concat([text(name), suffix, number(said, 8, false), data]);
  const body = [
    text('wave'),
    suffix,
    part('junk', Buffer.alloc(8)),
    filled(part('fmt ', fmt(sound, false)), 8),
    part('data', samples, sound.said),
  ];
  const riffs = text('riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00');
  const length = body.reduce((sum, bytes) => sum + bytes.length, 24);
  return Buffer.concat([riffs, number(length, 8, false), ...body]);
}

function aiff(sound: Sound, samples: Uint8Array): Uint8Array {
  const { bits, channels, float, littleEndian, said } = sound;
  const u16 = (value: number) => number(value, 2, true);
  const frames = Math.floor((8 * samples.length) / (bits * channels));
  const rate = Buffer.from('400ebb80000000000000', 'hex');
  const kind = float ? `fl${bits}` : 'sowt';
  const compressed = float || littleEndian;
  const common = [u16(channels), number(frames, 4, true), u16(bits), rate];
  const name = compressed ? [text(`${kind}\x03abc`)] : [];
  const body = [
    text(compressed ? 'AIFC' : 'AIFF'),
    chunk('COMM', Buffer.concat([...common, ...name]), true),
    Buffer.concat([text('SSND'), number(said ?? samples.length + 8, 4, true), Buffer.alloc(8)]),
    samples,
  ];
  return chunk('FORM', Buffer.concat(body), true);
}

function au({ bits, channels, float, said }: Sound, samples: Uint8Array): Uint8Array {
  const code = float ? bits / 32 + 5 : bits / 8 + 1;
  const fields = [28, said ?? samples.length, code, 48_000, channels, 0x61626300];
  const head = fields.map((value) => number(value, 4, true));
  return Buffer.concat([text('.snd'), ...head, samples]);
}

function caf(sound: Sound, samples: Uint8Array): Uint8Array {
  const { bits, channels, float = false, littleEndian = false, said } = sound;
  const u32 = (value: number) => number(value, 4, true);
  const part = (name: string, data: Uint8Array, length = data.length) =>
    Buffer.concat([text(name), number(length, 8, true), data]);
  const flags = u32(Number(float) + 2 * Number(littleEndian));
  const sizes = [(channels * bits) / 8, 1, channels, bits].map(u32);
  const description = Buffer.concat([Buffer.alloc(8), text('lpcm'), flags, ...sizes]);
  const data = Buffer.concat([Buffer.alloc(4), samples]);
  const body = [part('desc', description), part('info', text('odd')), part('data', data, said)];
  return Buffer.concat([text('caff\0\x01\0\0'), ...body]);
}

/** Files of each format of sound, by the name of its data format. */
export const SOUND_FILES = {
  wav: (sound, samples) => riff(sound, samples, 'RIFF'),
  rifx: (sound, samples) => riff(sound, samples, 'RIFX'),
  rf64,
  w64,
  aiff,
  au,
  caf,
} as const satisfies Readonly<Record<string, Build>>;

export type SoundName = keyof typeof SOUND_FILES;
