"""Trains a neighbourhood model by PyTorch where a graphics card is at hand: what takes `craystack train` hours
of a core takes it minutes.

It reads a folder's model.json as the program does: layers, window, features, position, tally, recall, and of
`training` whether levels are binarised and inputs relative. The loss is the rate that is paid, in bits a
dimension, by the parametrisation that the program's kernels decode with. One image in fifty is kept apart to
validate; the mean of the last weights is written whenever it validates best.

Usage: train.py MODEL OUT --data FILE... [--seconds N] [--batch N] [--rate R] [--decay D] [--resume WEIGHTS]

MODEL is a folder with model.json; OUT gets weights.safetensors and curve.jsonl. FILEs are idx files of
images, or CIFAR-10's binary batches.
"""
import argparse
import json
import math
import os
import struct
import time

import numpy as np
import torch
import torch.nn.functional as F

DEVICE = 'cuda' if torch.cuda.is_available() else 'cpu'
SCALE = 4.0  # of what is relative, as src/train/relative.ts has it
ALIKE = 4  # sites whose nearest neighbours are all alike are drawn one time in so many
NEAR = 2  # how far the nearest are
LOOK = 131072  # sites to validate on
FRESH = 200  # steps between one draw of bits and the next
WARM = 300  # steps in which the rate rises
FEW = 10  # steps between one look at the weights and the next, for the mean of the last
KEEP = 0.995  # of that mean, at each look


# Files


def images_of(paths):
    """Levels [images, channels, height, width] of all files."""
    return np.concatenate([idx(p) if 'idx' in os.path.basename(p) else cifar(p) for p in paths])


def idx(path):
    raw = np.fromfile(path, np.uint8)
    count, height, width = (int.from_bytes(raw[i:i + 4].tobytes(), 'big') for i in (4, 8, 12))
    return raw[16:].reshape(count, 1, height, width)


def cifar(path):
    return np.fromfile(path, np.uint8).reshape(-1, 3073)[:, 1:].reshape(-1, 3, 32, 32)


def write_weights(path, tensors, steps):
    head, at = {'__metadata__': {'steps': str(steps)}}, 0
    for name, t in tensors.items():
        size = t.numel() * 4
        head[name] = {'dtype': 'F32', 'shape': list(t.shape), 'data_offsets': [at, at + size]}
        at += size
    text = json.dumps(head, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 8)
    with open(path + '.tmp', 'wb') as f:
        f.write(struct.pack('<Q', len(text)) + text)
        for t in tensors.values():
            f.write(t.detach().float().cpu().contiguous().numpy().astype('<f4').tobytes())
    os.replace(path + '.tmp', path)


# Sites: what a network sees


class Model:
    """What model.json says of a model of one pass."""

    def __init__(self, folder):
        spec = json.load(open(os.path.join(folder, 'model.json')))
        codec = spec['codec']
        (one,) = codec['passes']
        (box,) = one['window']
        self.height, self.width, self.channels = codec['height'], codec['width'], codec['channels']
        self.levels, self.edge = codec['levels'], codec['edge']
        self.taps = [
            (dy, dx, c)
            for dy in range(-box['up'], 1)
            for dx in range(-box['left'], box['right'] + 1)
            if dy < 0 or dx < 0
            for c in range(self.channels)
        ]
        self.up, self.side = box['up'], max(box['left'], box['right'])
        self.features = codec['features']
        self.position, self.tally = codec['position'], codec.get('tally', False)
        self.recall, self.zero = one.get('recall'), 'zero' in one
        self.type = one['codec']['type']
        self.components = one['codec'].get('components', 0)
        self.relative = spec['training'].get('relative', False)
        self.binarise = spec['training'].get('binarise', False)
        self.layers = [l for l in spec['networks']['site'] if l['name'] != 'origins']
        self.inputs = len(self.taps) * len(self.features)
        self.inputs += (self.height + self.width) * self.position + self.levels * self.tally
        self.is_left = torch.tensor([[t[:2] == (0, -1)] for t in self.taps[::self.channels]], device=DEVICE)
        self.rows = torch.arange(self.height, device=DEVICE)
        self.columns = torch.arange(self.width, device=DEVICE)
        self.left = [self.taps.index((0, -1, c)) for c in range(self.channels)]
        self.above = [self.taps.index((-1, 0, c)) for c in range(self.channels)]
        n = self.components
        self.heads = {
            'pixelMixture': {'logits': n, 'means': 3 * n, 'logScales': 3 * n, 'coefficients': 3 * n},
            'bernoulliLogits': {'logits': 1},
            'categoricalLogits': {'logits': self.levels - self.zero},
        }[self.type]
        if self.zero:
            self.heads['some'] = 1
        if self.recall:
            self.heads['gates'] = len(self.recall['counts']) + len(self.recall['neighbours'])

    def start(self):
        """Weights to begin with: rectified units by He et al. (2015), outputs small, scales at e^-3."""
        widths, out = {None: self.inputs}, {}
        before = None
        for layer in self.layers:
            source = layer.get('input', before)
            name, inputs = layer['name'], widths[source]
            head = name in self.heads
            width = self.heads[name] if head else layer['width']
            widths[name] = width
            gain = 0.1 if head else 1.0 if layer.get('add') else math.sqrt(2)
            if source is None:
                inputs = len(self.taps) * len(self.features) + 2 * self.position
            out[layer['weight']] = torch.randn(widths[source], width) * gain / math.sqrt(inputs)
            out[layer['bias']] = torch.full((width,), -3.0 if name == 'logScales' else 0.0)
            before = name
        return {k: v.to(DEVICE).requires_grad_() for k, v in out.items()}

    def outputs(self, w, x):
        values, before = {None: x}, None
        for layer in self.layers:
            v = torch.addmm(w[layer['bias']], values[layer.get('input', before)], w[layer['weight']])
            if layer.get('activation') == 'relu':
                v = F.relu(v)
            if 'add' in layer:
                v = v + values[layer['add']]
            before = layer['name']
            values[before] = v
        return values


class Sites:
    """Images whose sites are drawn at random, on the device."""

    def __init__(self, model, images):
        self.m, m = model, model
        self.count = len(images)
        self.high, self.wide = m.height + m.up, m.width + 2 * m.side
        self.images = torch.from_numpy(np.ascontiguousarray(images)).to(DEVICE)
        row = m.channels * self.high * self.wide
        self.row = row
        self.offsets = torch.tensor([c * self.high * self.wide + dy * self.wide + dx for dy, dx, c in m.taps], device=DEVICE)
        self.coded = torch.tensor([c * self.high * self.wide for c in range(m.channels)], device=DEVICE)
        self.fresh()

    def fresh(self):
        """Draws bits where levels are binarised, and lists sites by whether their nearest are alike."""
        m = self.m
        levels = self.images
        if m.binarise:
            levels = (torch.rand(levels.shape, device=DEVICE) * 255 < levels).to(torch.uint8)
        shape = (self.count, m.channels, self.high, self.wide)
        if not hasattr(self, 'flat'):
            self.flat = torch.full((math.prod(shape),), m.edge, dtype=torch.uint8, device=DEVICE)
        padded = self.flat.view(shape)
        padded[:, :, m.up:, m.side:m.side + m.width] = levels
        if m.relative:
            self.lists = None
        else:
            near = [(dy, dx) for dy, dx, _ in m.taps if abs(dy) <= NEAR and abs(dx) <= NEAR]
            views = [padded[:, 0, m.up + dy:m.up + dy + m.height, m.side + dx:m.side + dx + m.width] for dy, dx in near]
            alike = torch.ones_like(views[0], dtype=torch.bool)
            for view in views[1:]:
                alike &= view == views[0]
            alike = alike.reshape(-1)
            self.lists = [torch.nonzero(~alike)[:, 0], torch.nonzero(alike)[:, 0]]
        if m.tally and not hasattr(self, 'before'):
            counts = torch.zeros(self.count, m.height, m.levels, dtype=torch.int16, device=DEVICE)
            for y in range(1, m.height):
                counts[:, y] = counts[:, y - 1]
                row = levels[:, 0, y - 1].long()
                counts[:, y].scatter_add_(1, row, torch.ones_like(row, dtype=torch.int16))
            self.before = counts

    def draw(self, rows):
        """Numbers of sites, and how much each counts."""
        m = self.m
        all_sites = self.count * m.height * m.width
        if self.lists is None:
            return torch.randint(all_sites, (rows,), device=DEVICE), torch.ones(rows, device=DEVICE)
        seldom = [len(self.lists[0]), len(self.lists[1]) / ALIKE]
        first = round(rows * seldom[0] / sum(seldom))
        parts, weights = [], []
        for sites, n in zip(self.lists, (first, rows - first)):
            parts.append(sites[torch.randint(len(sites), (n,), device=DEVICE)])
            weights.append(torch.full((n,), rows * len(sites) / all_sites / n, device=DEVICE))
        return torch.cat(parts), torch.cat(weights)

    def any(self, rows):
        """Numbers of sites, all as likely."""
        return torch.randint(self.count * self.m.height * self.m.width, (rows,), device=DEVICE)

    def gather(self, site):
        """Levels of taps [rows, taps], coded levels [rows, channels], row, column, and the tally so far."""
        m = self.m
        area = m.height * m.width
        n, place = site // area, site % area
        y, x = place // m.width, place % m.width
        at = n * self.row + (y + m.up) * self.wide + x + m.side
        seen = self.flat[at[:, None] + self.offsets]
        coded = self.flat[at[:, None] + self.coded].long()
        counts = None
        if m.tally:
            counts = self.before[n, y].float()
            start = at - x
            row = self.flat[start[:, None] + m.columns].long()
            counts.scatter_add_(1, row, (m.columns < x[:, None]).float())
            counts[:, m.edge] = 0
            counts = counts * (seen != m.edge).any(1, keepdim=True)
        return seen, coded, y, x, counts


def bits(m, w, seen, coded, y, x, counts):
    """What sites cost, in bits a dimension. [rows]"""
    mean, parts = None, []
    if m.relative:
        (feature,) = m.features
        levels = ((seen.float() - feature['centre']) / feature['scale']).view(len(seen), -1, m.channels)
        mean = (levels[:, m.left[0] // m.channels] + levels[:, m.above[0] // m.channels]) / 2
        # The place of the left neighbour holds the mean.
        parts.append(torch.where(m.is_left, mean[:, None], SCALE * (levels - mean[:, None])).flatten(1))
    else:
        columns = []
        for feature in m.features:
            if 'from' in feature:
                columns.append((seen >= feature['from']).float())
            else:
                columns.append((seen.float() - feature['centre']) / feature['scale'])
        parts.append(torch.stack(columns, 2).flatten(1))
    if m.position:
        parts += [(y[:, None] == m.rows).float(), (x[:, None] == m.columns).float()]
    if m.tally:
        parts.append(counts / (counts + 1))
    out = m.outputs(w, torch.cat(parts, 1))
    if m.type == 'pixelMixture':
        nats = mixture(m, out, coded, mean)
    elif m.type == 'bernoulliLogits':
        nats = F.binary_cross_entropy_with_logits(out['logits'], coded.float(), reduction='none')[:, 0]
    else:
        nats = categorical(m, out, seen, coded[:, 0], counts)
    return nats / (m.channels * math.log(2))


def categorical(m, out, seen, level, counts):
    logits, least = out['logits'], int(m.zero)
    if m.recall:
        gates, reach = out['gates'], len(m.recall['counts'])
        for i, n in enumerate(m.recall['counts']):
            logits = logits + gates[:, i:i + 1] * (counts[:, least:] >= n)
        taps = [m.taps.index((dy, dx, 0)) for dy, dx in m.recall['neighbours']]
        near = seen[:, taps].long() - least
        logits = logits.scatter_add(1, near.clamp(min=0), gates[:, reach:] * (near >= 0))
    nats = F.cross_entropy(logits, (level - least).clamp(min=0), reduction='none')
    if m.zero:
        some = F.binary_cross_entropy_with_logits(out['some'][:, 0], (level > 0).float(), reduction='none')
        nats = some + nats * (level > 0)
    return nats


def mixture(m, out, levels, mean):
    """Salimans et al., "PixelCNN++" (2017), sections 2.1 and 2.2."""
    n = m.components
    means, s, k = (out[name].view(-1, 3, n) for name in ('means', 'logScales', 'coefficients'))
    e = levels.float() / 127.5 - 1 - mean
    r, g = e[:, 0:1], e[:, 1:2]
    means = torch.stack([means[:, 0], means[:, 1] + k[:, 0] * r, means[:, 2] + k[:, 1] * r + k[:, 2] * g], 1)
    inv = torch.exp(-s)
    d = (e[:, :, None] - means) * inv
    half = inv / 255
    first, last = (levels == 0)[:, :, None], (levels == 255)[:, :, None]
    log = torch.where(last, 0.0, F.logsigmoid(d + half))
    log = log + torch.where(first, 0.0, F.logsigmoid(half - d))
    log = log + torch.where(first | last, 0.0, torch.log(-torch.expm1(-2 * half)))
    return -torch.logsumexp(F.log_softmax(out['logits'], 1) + log.sum(1), 1)


# What is written


def folded(m, w):
    """Weights of the first layer that read levels, from those that read differences to the mean."""
    w = w.clone()
    for c in range(m.channels):
        rest = [k for k, t in enumerate(m.taps) if t[2] == c and k != m.left[c]]
        mean = w[m.left[c]] - SCALE * w[rest].sum(0)
        w[rest] *= SCALE
        w[m.left[c]] = mean / 2
        w[m.above[c]] += mean / 2
    return w


def unfolded(m, w):
    """What folded does, undone."""
    w = w.clone()
    for c in range(m.channels):
        own = [k for k, t in enumerate(m.taps) if t[2] == c]
        left, up = w[m.left[c]].clone(), w[m.above[c]].clone()
        w[own] /= SCALE
        w[m.above[c]] = (up - left) / SCALE
        rest = [k for k in own if k != m.left[c]]
        w[m.left[c]] = 2 * left + SCALE * w[rest].sum(0)
    return w


def resume(m, w, path):
    """Puts the weights of a file into w."""
    raw = open(path, 'rb').read()
    (n,) = struct.unpack('<Q', raw[:8])
    head = json.loads(raw[8:8 + n])
    with torch.no_grad():
        for name, t in w.items():
            a, b = head[name]['data_offsets']
            v = torch.from_numpy(np.frombuffer(raw[8 + n + a:8 + n + b], '<f4').reshape(head[name]['shape']).copy())
            t.copy_(unfolded(m, v) if m.relative and name == m.layers[0]['weight'] else v)


def tensors(m, w):
    out = {}
    for layer in m.layers:
        weight = w[layer['weight']].detach()
        if m.relative and layer is m.layers[0]:
            weight = folded(m, weight)
        out[layer['weight']] = weight
        out[layer['bias']] = w[layer['bias']]
    if m.relative:
        origins = torch.zeros(m.inputs, m.channels)
        for c in range(m.channels):
            origins[m.left[c], c] = origins[m.above[c], c] = 0.5
        out['origins.weight'] = origins
    return out


# A step


def loss(m, w, sites, site, weight):
    """What drawn sites cost, in bits a dimension."""
    return (bits(m, w, *sites.gather(site)) * weight).mean()


class Step:
    """One step of Adam (Kingma and Ba, 2015) on given sites.

    On a card it is recorded once as a CUDA graph and replayed, since its many small kernels run faster than they can
    be started one by one.
    """

    def __init__(self, m, sites, w, batch, rate, decay):
        self.m, self.sites, self.w = m, sites, w
        self.site = torch.zeros(batch, dtype=torch.long, device=DEVICE)
        self.weight = torch.ones(batch, device=DEVICE)
        self.total = torch.zeros((), device=DEVICE)
        card = DEVICE == 'cuda'
        self.loss = torch.compile(loss, dynamic=False) if card else loss
        groups = {}
        for n, t in w.items():
            peak, fall = rate * (0.25 if n == 'means.weight' else 1), decay * n.endswith('weight')
            groups.setdefault((peak, fall), []).append(t)
        groups = [{
            'params': params,
            'peak': peak,
            'lr': torch.tensor(0.0, device=DEVICE) if card else 0.0,
            'weight_decay': fall,
        } for (peak, fall), params in groups.items()]
        self.optimizer = torch.optim.AdamW(groups, **({'fused': True, 'capturable': True} if card else {}))
        self.graph = self.record() if card else None

    def record(self):
        """The graph. What the steps to warm up changed is put back."""
        before = {n: t.detach().clone() for n, t in self.w.items()}
        aside = torch.cuda.Stream()
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):
            for _ in range(3):
                self.all()
        torch.cuda.current_stream().wait_stream(aside)
        self.optimizer.zero_grad(set_to_none=True)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.all()
        with torch.no_grad():
            for n, t in self.w.items():
                t.copy_(before[n])
            for state in self.optimizer.state.values():
                for t in state.values():
                    t.zero_()
            self.total.zero_()
        return graph

    def all(self):
        """What a step does, on the sites that were put in place."""
        cost = self.loss(self.m, self.w, self.sites, self.site, self.weight)
        self.optimizer.zero_grad(set_to_none=True)
        cost.backward()
        torch.nn.utils.clip_grad_norm_(list(self.w.values()), 1.0)
        self.optimizer.step()
        self.total += cost.detach()

    def __call__(self, share, site, weight):
        """A step at a share of the highest rate."""
        for g in self.optimizer.param_groups:
            if self.graph:
                g['lr'].fill_(g['peak'] * share)
            else:
                g['lr'] = g['peak'] * share
        self.site.copy_(site)
        self.weight.copy_(weight)
        self.graph.replay() if self.graph else self.all()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('model')
    parser.add_argument('out')
    parser.add_argument('--data', nargs='+', required=True)
    parser.add_argument('--seconds', type=float, default=600)
    parser.add_argument('--batch', type=int, default=16384)
    parser.add_argument('--rate', type=float, default=0.002)
    parser.add_argument('--decay', type=float, default=0.0)
    parser.add_argument('--resume')
    options = parser.parse_args()
    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = True
    os.makedirs(options.out, exist_ok=True)
    m = Model(options.model)
    images = images_of(options.data)
    kept = np.arange(len(images)) % 50 == 49
    train, valid = Sites(m, images[~kept]), Sites(m, images[kept])
    w = m.start()
    if options.resume:
        resume(m, w, options.resume)
    looks = [valid.gather(valid.any(options.batch)) for _ in range(max(1, LOOK // options.batch))]
    curve = open(os.path.join(options.out, 'curve.jsonl'), 'w')
    step = Step(m, train, w, options.batch, options.rate, options.decay)
    started, steps, best, next_look, since = time.time(), 0, math.inf, 5.0, 0
    average = {n: t.detach().clone() for n, t in w.items()}

    def look():
        nonlocal best, since
        with torch.no_grad():
            rate = float(sum(bits(m, average, *sites).mean() for sites in looks)) / len(looks)
        point = {'step': steps, 'seconds': round(time.time() - started), 'training': float(step.total) / max(1, since)}
        line = json.dumps({**point, 'validation': rate})
        curve.write(line + '\n')
        curve.flush()
        print(line, flush=True)
        step.total.zero_()
        since = 0
        if rate < best:
            best = rate
            write_weights(os.path.join(options.out, 'weights.safetensors'), tensors(m, average), steps)

    while True:
        passed = time.time() - started
        done = passed / options.seconds
        if done >= 1:
            break
        if passed > next_look and steps % 20 == 0:
            look()
            next_look += options.seconds / 30
        if m.binarise and steps % FRESH == FRESH - 1:
            train.fresh()
        step(min(1, (steps + 1) / WARM) * 0.5 * (1 + math.cos(math.pi * done)), *train.draw(options.batch))
        steps += 1
        since += 1
        if steps % FEW == 0:
            with torch.no_grad():
                for n, t in w.items():
                    average[n].lerp_(t, max(1 - KEEP, 1 / (1 + steps / FEW)))
        if DEVICE == 'cuda' and steps % 50 == 0:
            torch.cuda.synchronize()  # or the clock runs ahead of the work
    look()


if __name__ == '__main__':
    main()
