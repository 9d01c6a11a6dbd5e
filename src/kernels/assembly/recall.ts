// Logits of levels, raised where a level has been seen before: by how often in the image so far, and by
// which neighbour has it. How much is the network's to say, by gates. Sums are of singles, one after
// another in the order given here.

/**
 * @param logits [rows, k] f32, of the levels from `first` on; changed in place
 * @param gates [rows, bounds + copies] f32
 * @param seen [rows, stride] f32: what the network saw
 * @param tally where in a row of `seen` the numbers n / (n + 1) of the levels from 0 on begin, n times each
 * @param least [bounds] f32, rising: a level whose number is at least least[i] is raised by gate i
 * @param copies [count] u32 of those places in a row whose levels are raised, each by the gate of its own
 * @param centre of those places: the level is the nearest to centre + scale · number
 */
export function raiseSeen(
  logits: usize,
  gates: usize,
  seen: usize,
  rows: usize,
  k: usize,
  stride: usize,
  tally: usize,
  first: usize,
  least: usize,
  bounds: usize,
  copies: usize,
  count: usize,
  centre: f64,
  scale: f64,
): void {
  for (let r: usize = 0; r < rows; r++) {
    const numbers = seen + ((tally + first) << 2);
    if (bounds > 0) {
      for (let v: usize = 0; v < k; v++) {
        const n = load<f32>(numbers + (v << 2));
        if (n < load<f32>(least)) continue;
        let logit = load<f32>(logits + (v << 2));
        for (let i: usize = 0; i < bounds; i++) {
          if (n < load<f32>(least + (i << 2))) break;
          logit += load<f32>(gates + (i << 2));
        }
        store<f32>(logits + (v << 2), logit);
      }
    }
    for (let c: usize = 0; c < count; c++) {
      const place = load<u32>(copies + (c << 2));
      const number = <f64>load<f32>(seen + ((<usize>place) << 2));
      const level = nearest(centre + scale * number);
      const v = level - <f64>first;
      if (!(v >= 0.0 && v < <f64>k)) continue;
      const at = logits + ((<usize>v) << 2);
      store<f32>(at, load<f32>(at) + load<f32>(gates + ((bounds + c) << 2)));
    }
    logits += k << 2;
    gates += (bounds + count) << 2;
    seen += stride << 2;
  }
}
