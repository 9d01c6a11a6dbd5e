"""How many symbols a second the Python craystack pushes and pops, with so many lanes. Prints JSON."""
import json
import sys
import time

import numpy as np
from craystack import rans

LANES = int(sys.argv[1])
ROWS = 100
ROUNDS = 30
PRECISION = np.uint64(16)

rng = np.random.RandomState(1)
freqs = rng.randint(1, 4097, size=(ROWS, LANES)).astype('uint64')
starts = (rng.randint(0, 1 << 30, size=(ROWS, LANES)) % (65536 - freqs.astype('int64'))).astype('uint64')
message = rans.base_message((LANES,))
before = message[0].copy()


def once(message):
    started = time.perf_counter()
    for row in range(ROWS):
        message = rans.push(message, starts[row], freqs[row], PRECISION)
    pushed = time.perf_counter()
    for row in reversed(range(ROWS)):
        _, pop = rans.pop(message, PRECISION)
        message = pop(starts[row], freqs[row])
    popped = time.perf_counter()
    assert np.array_equal(message[0], before), 'the message did not come back'
    return pushed - started, popped - pushed


# The best of some rounds: what the machine can do when others leave it alone.
rounds = [once(message) for _ in range(ROUNDS)]
push, pop = (min(times) for times in zip(*rounds))

print(json.dumps({
    'version': 'Python ' + sys.version.split()[0] + ', numpy ' + np.__version__,
    'push': ROWS * LANES / push,
    'pop': ROWS * LANES / pop,
}))
