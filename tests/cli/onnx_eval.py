#!/usr/bin/env python3
"""onnx_eval.py - runs an ONNX graph with NumPy, and compares its queries.

    onnx_eval.py [--runtime=numpy|onnxruntime|node] [--length=N] [--pad=ID]
        MODEL.onnx MODEL EXAMPLES QUERIES

The contexts and fields of EXAMPLES (a TSV) become ids by the vocabulary and the
lists in the directory MODEL, filled up with the pad to one length, N if that is
greater; QUERIES are what seq-embed makes of them.  Prints the greatest
difference, and ends with 1 if it is beyond 1e-5 of the greatest number.

The reader of protocol buffers is this file's own, so that what is compared does
not stand on what wrote it.
"""
# SPDX-License-Identifier: MIT
import json
import math
import os
import re
import struct
import subprocess
import sys

import numpy as np

TYPES = {1: '<f4', 7: '<i8', 11: '<f8', 9: '?'}


def fields(b):
    """Yields (number, value) of a message: an int or bytes."""
    at = 0

    def varint():
        nonlocal at
        x = shift = 0
        while True:
            x |= (b[at] & 0x7f) << shift
            shift += 7
            at += 1
            if b[at - 1] < 0x80:
                return x

    while at < len(b):
        tag = varint()
        kind = tag & 7
        if kind == 0:
            yield tag >> 3, varint()
        else:
            n = {1: 8, 5: 4}.get(kind)
            if n is None:
                assert kind == 2, kind
                n = varint()
            assert at + n <= len(b)
            yield tag >> 3, b[at:at + n]
            at += n


def only(b, number, default=None):
    return next((v for k, v in fields(b) if k == number), default)


def texts(b, number):
    return [v.decode() for k, v in fields(b) if k == number]


def signed(x):
    return x - (1 << 64) if x >> 63 else x


def attribute(b):
    kind = only(b, 20)
    if kind == 1:
        return struct.unpack('<f', only(b, 2))[0]
    if kind == 2:
        return signed(only(b, 3))
    assert kind == 7, kind
    return [signed(v) for k, v in fields(b) if k == 8]


class Graph:
    def __init__(self, path):
        model = open(path, 'rb').read()
        graph = only(model, 7)
        assert only(model, 1) == 8
        assert only(only(model, 8), 2) == 17
        self.notes = {only(v, 1).decode(): only(v, 2).decode()
                      for k, v in fields(model) if k == 14}
        self.constants, self.nodes, self.inputs = {}, [], {}
        for k, v in fields(graph):
            if k == 5:
                dims = [d for n, d in fields(v) if n == 1]
                x = np.frombuffer(only(v, 9), TYPES[only(v, 2)])
                self.constants[only(v, 8).decode()] = x.reshape(dims)
            elif k == 1:
                self.nodes.append((only(v, 4).decode(), texts(v, 1),
                                   texts(v, 2), {
                    only(a, 1).decode(): attribute(a)
                    for n, a in fields(v) if n == 5}))
            elif k == 11:
                tensor = only(only(v, 2), 1)
                rank = sum(n == 1 for n, _ in fields(only(tensor, 2)))
                self.inputs[only(v, 1).decode()] = (
                    TYPES[only(tensor, 1)], rank)
            elif k == 12:
                self.output = only(v, 1).decode()

    def run(self, feeds):
        v = dict(self.constants)
        for name, (dtype, rank) in self.inputs.items():
            v[name] = np.asarray(feeds[name], dtype)
            assert v[name].ndim == rank, name
        for op, ins, outs, attrs in self.nodes:
            y = OPS[op](*[v[i] for i in ins], **attrs)
            v[outs[0]] = np.asarray(y)
        return v[self.output]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def pad(x, pads, value=0):
    n = len(pads) // 2
    return np.pad(x, list(zip(pads[:n], pads[n:])), constant_values=value)


def slices(x, starts, ends, axes=None):
    at = [slice(None)] * x.ndim
    for i, (a, b) in enumerate(zip(starts, ends)):
        at[i if axes is None else axes[i]] = slice(a, b)
    return x[tuple(at)]


def gather_nd(x, at, batch_dims=0):
    assert batch_dims == 1 and at.shape[-1] == 1
    at = at[..., 0]
    assert (0 <= at).all() and (at < x.shape[1]).all()
    return np.stack([row[i] for row, i in zip(x, at)]) if at.ndim == 2 \
        else x[np.arange(len(x)), at]


def gather(x, at, axis=0):
    assert (0 <= at).all() and (at < x.shape[axis]).all()
    return np.take(x, at, axis)


def norm(x, gamma, beta, axis=-1, epsilon=1e-5):
    x = x - x.mean(axis, keepdims=True)
    return x / np.sqrt((x * x).mean(axis, keepdims=True)
                       + np.float32(epsilon)) * gamma + beta


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def gru(x, w, r, b, hidden_size, linear_before_reset=0):
    """x [T,B,in], w [1,3H,in], r [1,3H,H], b [1,6H]: [T,1,B,H]"""
    H, (w, r, b) = hidden_size, (w[0], r[0], b[0])
    wb, rb = b[:3 * H], b[3 * H:]
    h, out = np.zeros((x.shape[1], H), x.dtype), []
    for t in x:
        a = t @ w.T + wb
        z, reset = (sigmoid(a[:, i * H:i * H + H] + h @ r[i * H:i * H + H].T
                            + rb[i * H:i * H + H]) for i in (0, 1))
        u, c = r[2 * H:], rb[2 * H:]
        if linear_before_reset:
            n = np.tanh(a[:, 2 * H:] + reset * (h @ u.T + c))
        else:
            n = np.tanh(a[:, 2 * H:] + (reset * h) @ u.T + c)
        h = (1 - z) * n + z * h
        out.append(h[None])
    return np.stack(out)


def lstm(x, w, r, b, hidden_size):
    """Gates i, o, f, c."""
    H = hidden_size
    h = c = np.zeros((x.shape[1], H), x.dtype)
    out = []
    for t in x:
        a = t @ w[0].T + h @ r[0].T + b[0, :4 * H] + b[0, 4 * H:]
        i, o, f = (sigmoid(a[:, k * H:k * H + H]) for k in range(3))
        c = f * c + i * np.tanh(a[:, 3 * H:])
        h = o * np.tanh(c)
        out.append(h[None])
    return np.stack(out)


OPS = {
    'Add': np.add,
    'Cast': lambda x, to: x.astype(TYPES[to]),
    'Concat': lambda *x, axis: np.concatenate(x, axis),
    'CumSum': lambda x, axis: np.cumsum(x, int(axis), dtype=x.dtype),
    'Div': np.divide,
    'Equal': np.equal,
    'Expand': lambda x, shape: np.broadcast_to(
        x, np.broadcast_shapes(x.shape, tuple(shape))),
    'GRU': gru,
    'Gather': gather,
    'GatherND': gather_nd,
    'Greater': np.greater,
    'GreaterOrEqual': np.greater_equal,
    'Identity': lambda x: x,
    'LSTM': lstm,
    'LayerNormalization': norm,
    'LessOrEqual': np.less_equal,
    'MatMul': np.matmul,
    'Max': np.maximum,
    'Min': np.minimum,
    'Mul': np.multiply,
    'Pad': pad,
    'Range': np.arange,
    'ReduceL2': lambda x, axes: np.sqrt((x * x).sum(tuple(axes),
                                                    keepdims=True)),
    'ReduceMax': lambda x, axes, keepdims: x.max(tuple(axes),
                                                 keepdims=bool(keepdims)),
    'ReduceSum': lambda x, axes, keepdims=1: x.sum(
        tuple(axes), keepdims=bool(keepdims), dtype=x.dtype),
    'Relu': lambda x: np.maximum(x, 0),
    'Reshape': lambda x, shape: x.reshape(
        [x.shape[i] if n == 0 else n for i, n in enumerate(shape)]),
    'Shape': lambda x, start=0, end=None: np.array(x.shape[start:end],
                                                   np.int64),
    'Sigmoid': sigmoid,
    'Slice': slices,
    'Softmax': softmax,
    'Squeeze': lambda x, axes=None: np.squeeze(
        x, None if axes is None else tuple(axes)),
    'Sub': np.subtract,
    'Transpose': lambda x, perm: np.transpose(x, perm),
    'Unsqueeze': lambda x, axes: np.expand_dims(x, tuple(axes)),
    'Where': np.where,
}


def split(cell):
    return [] if cell == '\\E' else cell.split(',')


def tokens(path):
    """A vocabulary: the tokens and their ids, from 1."""
    return {line.split('\t')[0]: i + 1
            for i, line in enumerate(open(path, encoding='utf-8'))}


def filled(rows, length, pad, dtype):
    out = np.full([len(rows), length], pad, dtype)
    for i, row in enumerate(rows):
        out[i, :len(row)] = row
    return out


def feeds_of(graph, directory, examples, least, pad):
    rows = [line.rstrip('\n').split('\t')
            for line in open(examples, encoding='utf-8')]
    column = {name: [r[i] for r in rows[1:]] for i, name in enumerate(rows[0])}
    items = tokens(directory + '/vocab.tsv')
    row0 = graph.notes.get('unknown') == 'row0'
    cells = [split(c) for c in column['context']]
    kept = [[i for i, t in enumerate(c) if row0 or t in items] for c in cells]
    length = max([least, 1] + [len(k) for k in kept])
    feeds = {'context': filled(
        [[items.get(c[i], 0) for i in k] for c, k in zip(cells, kept)],
        length, pad, np.int64)}
    for called, words in graph.notes.items():
        place, _, number = called.partition('_field')
        if not number.isdigit() or place == 'item':
            continue
        name, kind = re.match(
            r'(.*):(number|id|bag|words|bucket|time|item)[:\d]*$',
            words).groups()
        value = value_of(kind, directory + '/' + called + '.tsv', items)
        if place == 'query':
            values = [value(c) for c in column[name]]
        else:
            values = [[value(split(c)[i]) for i in k]
                      for c, k in zip(column[name], kept)]
        feeds[name] = array(values, place != 'query', length)
    return {name: feeds[name] for name in graph.inputs}


def value_of(kind, path, items):
    """What makes of a text the number that the graph wants, or the list."""
    if kind in ('number', 'bucket', 'time'):
        return lambda t: float(t) if t else math.nan
    ids = items if kind == 'item' else tokens(path)
    if kind in ('id', 'item'):
        return lambda t: ids.get(t, 0)
    if kind == 'bag':
        return lambda t: [ids[w] for w in re.split('[,|]', t) if w in ids]
    none = str.maketrans('', '', '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\'')
    return lambda t: [ids[w] for w in t.translate(none).lower().split()
                      if w in ids]


def array(values, of_events, length):
    """Numbers and ids, or lists of ids, filled up."""
    flat = [v for row in values for v in row] if of_events else values
    if any(isinstance(v, list) for v in flat):
        most = max(1, *(len(v) for v in flat))
        fill = [0] * most
        full = (lambda v: (v + fill)[:most])
    else:
        fill = math.nan if any(isinstance(v, float) for v in flat) else 0
        full = (lambda v: v)
    if of_events:
        return np.array([[full(v) for v in row]
                         + [fill] * (length - len(row)) for row in values])
    return np.array([full(v) for v in values])


def node(path, feeds):
    names = {'i': 'int64', 'f': 'float64'}
    inputs = {k: {'type': names[v.dtype.kind], 'dims': v.shape,
                  'data': [None if x != x else x for x in v.ravel().tolist()]}
              for k, v in feeds.items()}
    script = os.path.join(os.path.dirname(__file__), 'onnx_node.js')
    out = json.loads(subprocess.run(
        ['node', script, path], input=json.dumps(inputs), check=True,
        stdout=subprocess.PIPE, text=True).stdout)
    return np.array(out['data'], '<f4').reshape(out['dims'])


def run(graph, path, feeds, runtime):
    if runtime == 'numpy':
        with np.errstate(over='ignore'):
            return graph.run(feeds)
    if runtime == 'node':
        return node(path, feeds)
    import onnxruntime
    session = onnxruntime.InferenceSession(
        path, providers=['CPUExecutionProvider'])
    return session.run(None, {k: v.astype(graph.inputs[k][0])
                              for k, v in feeds.items()})[0]


def main():
    options = dict(a[2:].split('=', 1) for a in sys.argv[1:]
                   if a.startswith('--'))
    path, directory, examples, queries = (
        a for a in sys.argv[1:] if not a.startswith('--'))
    graph = Graph(path)
    feeds = feeds_of(graph, directory, examples,
                     int(options.get('length', 0)), int(options.get('pad', 0)))
    got = run(graph, path, feeds, options.get('runtime', 'numpy'))
    want = np.fromfile(queries, '<f4')
    assert got.dtype == np.float32, got.dtype
    assert want.size == got.size and want.size, (want.size, got.shape)
    want = want.reshape(got.shape)
    difference = np.abs(got - want).max() / np.abs(want).max()
    print('%d queries of %d columns differ by %.2g'
          % (*got.shape, difference))
    return not difference <= 1e-5


if __name__ == '__main__':
    sys.exit(main())
