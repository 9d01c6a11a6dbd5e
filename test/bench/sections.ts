import { type Bench, benchOf } from './section.js';
import { arrays } from './sections/arrays.js';
import { auto } from './sections/auto.js';
import { bytes } from './sections/bytes.js';
import { codecs } from './sections/codecs.js';
import { efforts } from './sections/efforts.js';
import { formats } from './sections/formats.js';
import { images, kodak, wikipedia } from './sections/images.js';
import { jpeg } from './sections/jpeg.js';
import { mnist } from './sections/mnist.js';
import { numbers } from './sections/numbers.js';
import { peers } from './sections/peers.js';
import { pipe } from './sections/pipe.js';
import { quick } from './sections/quick.js';
import { wide } from './sections/wide.js';

/** All that npm run bench measures. */
export const SECTIONS: readonly Bench[] = [
  benchOf(mnist),
  benchOf(codecs),
  benchOf(pipe),
  benchOf(bytes),
  benchOf(arrays),
  benchOf(numbers),
  benchOf(quick),
  benchOf(auto),
  benchOf(formats),
  benchOf(images),
  benchOf(kodak),
  benchOf(wikipedia),
  benchOf(jpeg),
  benchOf(efforts),
  benchOf(wide),
  benchOf(peers),
];
