import { expect } from 'chai';
import { inputsOf } from '../../src/peers/inputs.js';

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1');

describe('what other compressors are given', () => {
  const file = Buffer.from('the file');

  it('is the file, and of pictures all items side by side, bits as black and white', () => {
    const elements = Uint8Array.of(0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 1);
    const data = { file, format: 'idx', dtype: 'u8', shape: [1, 3], levels: 2, elements } as const;
    const inputs = inputsOf(data);
    expect(inputs.get('file')?.bytes).to.equal(file);
    expect(text(inputs.get('picture')?.bytes)).to.equal(
      'P5\n3 4\n255\n\0\xff\xff\0\xff\xff\0\0\0\0\0\xff',
    );
    expect(text(inputs.get('colours')?.bytes)).to.match(/^P6\n3 4\n255\n\0\0\0\xff\xff\xff/);
    expect(inputs.has('sound')).to.equal(false);
  });

  it('has planes as colours, and numbers of 16 bits with the higher byte first', () => {
    const planes = { file, format: 'npy', dtype: 'u8', shape: [3, 5, 5], levels: 256 } as const;
    const elements = Uint8Array.from({ length: 75 }, (_, i) => Math.floor(i / 25) + 65);
    expect(text(inputsOf({ ...planes, elements }).get('picture')?.bytes)).to.match(
      /^P6\n5 5\n255\n(ABC){25}$/,
    );
    const wide = { file, format: 'pnm', dtype: 'u16', shape: [1, 2], levels: 65536 } as const;
    const inputs = inputsOf({ ...wide, elements: Uint8Array.of(2, 1, 4, 3) });
    expect(text(inputs.get('picture')?.bytes)).to.equal('P5\n2 1\n65535\n\x01\x02\x03\x04');
    expect(inputs.has('colours')).to.equal(false);
  });

  it('is the file alone of what is neither picture nor sound', () => {
    const data = {
      file,
      format: 'bytes',
      dtype: 'u8',
      shape: [],
      levels: 256,
      elements: file,
    } as const;
    expect([...inputsOf(data).keys()]).to.deep.equal(['file']);
    expect([...inputsOf({ ...data, format: 'wav' }).keys()]).to.deep.equal(['file', 'sound']);
  });

  it('is of a JPEG file that file, and no picture of its coefficients', () => {
    const items = { dtype: 'i16', shape: [8, 8], levels: 65536 } as const;
    const data = { ...items, file, format: 'jpeg', elements: new Uint8Array(256) };
    const inputs = inputsOf(data);
    expect([...inputs.keys()]).to.deep.equal(['file', 'coefficients']);
    expect(inputs.get('coefficients')).to.deep.equal({ ending: '.jpg', bytes: file });
  });
});
