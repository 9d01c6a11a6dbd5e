import { expect } from 'chai';
import { Lookahead, watched } from '../../src/pipeline/streams.js';

async function* letters(text: string, onEnd = () => {}): AsyncGenerator<string, number> {
  try {
    yield* text;
    return text.length;
  } finally {
    onEnd();
  }
}

describe('a watched stream', () => {
  it('shows each value once, before it is given on, and gives what the source returns', async () => {
    const seen: string[] = [];
    const stream = watched(letters('abc'), (letter) => seen.push(letter));
    for (const expected of ['a', 'b', 'c']) {
      expect(await stream.next()).to.deep.equal({ done: false, value: expected });
      expect(seen.at(-1)).to.equal(expected);
    }
    expect(await stream.next()).to.deep.equal({ done: true, value: 3 });
    expect(seen.join('')).to.equal('abc');
  });

  it('ends its source where nobody reads on, and where a value is refused', async () => {
    let ended = 0;
    const source = () => letters('abc', () => ended++);
    for await (const _ of watched(source(), () => {})) break;
    expect(ended).to.equal(1);
    const refuse = () => {
      throw new Error('not this one');
    };
    const refused = await watched(source(), refuse)
      .next()
      .catch((error) => error.message);
    expect([refused, ended]).to.deep.equal(['not this one', 2]);
  });
});

describe('a stream that is looked at ahead', () => {
  it('gives the next value, and the same again until it is taken', async () => {
    const ahead = new Lookahead(letters('ab'));
    expect([await ahead.peek(), await ahead.peek(), await ahead.take()]).to.deep.equal([
      'a',
      'a',
      'a',
    ]);
    expect([await ahead.take(), await ahead.peek(), await ahead.take()]).to.deep.equal([
      'b',
      undefined,
      undefined,
    ]);
  });

  it('fails whenever it is asked where its source has failed', async () => {
    const ahead = new Lookahead(
      watched(letters('ab'), () => {
        throw new Error('no more');
      }),
    );
    for (const ask of [() => ahead.peek(), () => ahead.take(), () => ahead.peek()]) {
      expect(await ask().catch((error) => error.message)).to.equal('no more');
    }
  });
});
