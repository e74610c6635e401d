#!/usr/bin/env python3
"""serve - recommendations from a model in a safetensors file, with NumPy only.

  seq-embed -m model --export=safetensors -o model.safetensors
  serve.py model.safetensors [--values=model] [--top=10] <requests

A request is a line {"user":"u1","context":["i1","i2"]}, oldest item first, as in
answer.sh.  If the model has query fields, a request has their values by name, as in
{"age":"25"}; --values is the model directory, whose files number these values.  The
answer is a line {"user":"u1","items":[{"id":"i7","score":0.9}, ...]} without the items
of the context, or a line with "error".  --queries writes query vectors instead.

Other programs can import the class Model, the query tower of seq-model(5).  The class
supports all encoders, and query fields of the kind id; other fields are an error.
"""
# SPDX-License-Identifier: MIT
import argparse
import json
import os
import re
import struct
import sys

import numpy as np


ESCAPED = re.compile(r"\\(x..|.)")
ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "E": ""}


def token(line):
    """The token of a line of vocab-tsv(5), without escapes."""
    def plain(m):
        c = m.group(1)
        return chr(int(c[1:], 16)) if c[0] == "x" else ESCAPES.get(c, c)
    return ESCAPED.sub(plain, line.split("\t")[0])


def read_safetensors(path):
    """The settings, the tensors by name, and the items of the vocabulary."""
    with open(path, "rb") as f:
        size = struct.unpack("<Q", f.read(8))[0]
        if size > os.path.getsize(path):
            raise ValueError(path + ": is not a safetensors file")
        header = json.loads(f.read(size))
        data = f.read()
    settings = header.pop("__metadata__")
    tensors = {}
    for name, t in header.items():
        a, b = t["data_offsets"]
        kind = {"F32": "<f4", "U8": "u1"}[t["dtype"]]
        tensors[name] = np.frombuffer(data[a:b], kind).reshape(t["shape"])
    lines = tensors.pop("vocab.tsv").tobytes().decode().split("\n")[:-1]
    return settings, tensors, [token(line) for line in lines]


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def norm(v, gamma, beta):
    away = v - v.mean(-1, keepdims=True)
    return away / np.sqrt((away**2).mean(-1, keepdims=True) + 1e-8) * gamma + beta


# A layer maps the rows x [T,D] of the events to rows [T,H]; t(part) is its tensor.
def gru(x, t, model):
    W, U, b = t("kernel"), t("recurrent_kernel"), t("bias")
    h, rows = np.zeros(len(U), "f4"), []
    for row in x @ W + b[0]:
        xz, xr, xn = np.split(row, 3)
        hz, hr, hn = np.split(h @ U + b[1], 3)
        z, r = sigmoid(xz + hz), sigmoid(xr + hr)
        h = z * h + (1 - z) * np.tanh(xn + r * hn)
        rows.append(h)
    return np.array(rows)


def gru_reset_before(x, t, model):
    W, U, b = t("kernel"), t("recurrent_kernel"), t("bias")
    n = len(U)
    h, rows = np.zeros(n, "f4"), []
    for row in x @ W + b[0]:
        z, r = np.split(sigmoid(row[:2 * n] + h @ U[:, :2 * n]), 2)
        h = z * h + (1 - z) * np.tanh(row[2 * n:] + (r * h) @ U[:, 2 * n:])
        rows.append(h)
    return np.array(rows)


def lstm(x, t, model):
    W, U, b = t("kernel"), t("recurrent_kernel"), t("bias")
    h = c = np.zeros(len(U), "f4")
    rows = []
    for row in x @ W + b[0]:
        i, f, g, o = np.split(row + h @ U, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        rows.append(h)
    return np.array(rows)


def dense_below(x, t, model):
    if t("input_kernel") is not None:
        x = x @ t("input_kernel") + t("input_bias")[0]
    return x


def attention(x, t, model):
    heads, kind = int(model.settings["heads"]), model.settings["norm"]
    x = dense_below(x, t, model)
    if t.first:
        x = x * np.sqrt(x.shape[1])
        if t("position_embedding") is not None:
            x = x + t("position_embedding")[:len(x)]

    def dense(v, name):
        return v @ t(name + "_kernel") + t(name + "_bias")[0]

    def normed(v, name):
        return norm(v, t(name + "_gamma")[0], t(name + "_beta")[0])

    def cut(v):
        return v.reshape(len(v), heads, -1).swapaxes(0, 1)

    n = x if kind == "post" else normed(x, "norm")
    q = cut(dense(n, "query"))
    seen = n if kind == "pre" else x
    k, v = cut(dense(seen, "key")), cut(dense(seen, "value"))
    s = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2])
    s = np.where(np.tri(len(x)) > 0, s, -np.inf)
    e = np.exp(s - s.max(-1, keepdims=True))
    a = (e / e.sum(-1, keepdims=True)) @ v
    a = dense(a.swapaxes(0, 1).reshape(x.shape), "output")
    y = (n if kind == "sasrec" else x) + a
    z = normed(y, "norm" if kind == "post" else "ffn_norm")
    f = dense(np.maximum(dense(z, "ffn1"), 0), "ffn2")
    h = (y if kind == "pre" else z) + f
    if kind == "post":
        h = normed(h, "ffn_norm")
    return normed(h, "final_norm") if t("final_norm_gamma") is not None else h


def mean(x, t, model):
    x = dense_below(x, t, model)
    return np.cumsum(x, 0) / np.arange(1, len(x) + 1)[:, None]


def last(x, t, model):
    return dense_below(x, t, model)


def cnn(x, t, model):
    n, W = len(x), t("kernel").reshape(-1, x.shape[1], t("kernel").shape[1])
    before = np.vstack([np.zeros((len(W) - 1, x.shape[1]), "f4"), x])
    shifts = enumerate(range(len(W) - 1, -1, -1))
    return np.maximum(sum(before[k:k + n] @ W[j] for j, k in shifts)
                      + t("bias")[0], 0)


def readout(x, t, model):
    s = sigmoid((x @ t("event_kernel"))[:, None] + x @ t("others_kernel"))
    weights = np.tril(s @ t("vector")[0])
    return np.hstack([x, weights @ x]) @ t("output_kernel")


LAYERS = {"gru": gru, "gru-reset-before": gru_reset_before, "lstm": lstm,
          "attention": attention, "mean": mean, "last": last, "cnn": cnn,
          "readout": readout}
PREFIX = {"gru-reset-before": "gru"}


class Part:
    """The tensors of layer k, by the rest of their names; None: there is none."""

    def __init__(self, tensors, kind, k):
        self.tensors, self.first = tensors, k == 0
        self.prefix = "%s%d_" % (PREFIX.get(kind, kind), k)

    def __call__(self, name):
        return self.tensors.get(self.prefix + name)


class Model:
    def __init__(self, path, values=None):
        self.settings, self.tensors, self.items = read_safetensors(path)
        if "encoder" not in self.settings:
            raise ValueError(path + ": is no model of seq-train")
        self.number = {item: i + 1 for i, item in enumerate(self.items)}
        self.encoder = [kind.split(":")[0] for kind in
                        self.settings["encoder"].split(",")]
        if self.encoder == ["none"]:
            self.encoder = []
        for kind in self.encoder:
            if kind not in LAYERS:
                raise ValueError("%s: the encoder %s is not known here"
                                 % (path, kind))
        if any(name.startswith("event_field") for name in self.settings):
            raise ValueError(path + ": fields of events are not known here")
        self.fields = []  # the name, its rows by value, and what they add
        k = 0
        while "query_field%d" % k in self.settings:
            self.add_field(path, "query_field%d" % k, values)
            k += 1

    def add_field(self, path, key, values):
        words = self.settings[key].rsplit(":")
        if "id" not in words[1:]:
            raise ValueError("%s: a field of the kind %s is not known here"
                             % (path, self.settings[key]))
        if values is None:
            raise ValueError(path + ": has fields; --values=DIR names the model "
                             "directory that has their values")
        with open(os.path.join(values, key + ".tsv"), encoding="utf-8") as f:
            texts = [token(line.rstrip("\n")) for line in f]
        rows = self.tensors[key + "_embedding"]
        if key + "_kernel" in self.tensors:
            rows = rows @ self.tensors[key + "_kernel"]
        name = ":".join(words[:len(words) - words[::-1].index("id") - 1])
        self.fields.append((name, {s: i + 1 for i, s in enumerate(texts)}, rows))

    def ids(self, context):
        """The numbers of a context's items, as many as the model looks at."""
        if not self.encoder:
            return []
        row0 = self.settings["unknown"] == "row0"
        ids = [self.number.get(item, 0) for item in context]
        ids = [i for i in ids if i or row0]
        most = int(self.settings["context_length"])
        if most and self.settings["layout"] == "windows":
            ids = ids[-most:]
            if self.settings["fill_context"] == "1":
                ids += [0] * (most - len(ids))
        if "attention" in self.encoder:
            ids = ids[-int(self.settings["positions"]):]
        return ids

    def encode(self, ids):
        x = self.tensors["query_embedding"][ids]
        for k, kind in enumerate(self.encoder):
            x = LAYERS[kind](x, Part(self.tensors, kind, k), self)
        return x[-1]

    def query(self, context, values={}):
        """The query vector of items, oldest first, and of values by field."""
        t, ids = self.tensors, self.ids(context)
        if self.encoder and not ids:
            raise ValueError("no item of the context is known")
        h = self.encode(ids) if self.encoder else 0
        added = sum((rows[number.get(str(values.get(name)), 0)]
                     for name, number, rows in self.fields), np.float32(0))
        widths = self.settings["hidden"].split(",")
        names = ["hidden%d" % k for k in range(len(widths)) if widths != ["none"]]
        for k, name in enumerate(names + ["projection"]):
            if name + "_bias" not in t:
                continue
            if name + "_kernel" in t:
                h = h @ t[name + "_kernel"]
            h = h + t[name + "_bias"][0]
            if k == 0:
                h, added = h + added, np.float32(0)
            if name != "projection" and ("relu" in widths[k]):
                h = np.maximum(h, 0)
        q = np.asarray(h + added, "f4")
        if self.settings["normalize"] == "1" and np.any(q):
            q = q / np.sqrt((q * q).sum())
        if self.settings["item_bias"] == "1":
            q = np.append(q, np.float32(1))
        return q

    def best(self, context, top, values={}):
        """The best items that the context does not have, and their scores."""
        scores = self.tensors["candidate_embedding"] @ self.query(context, values)
        scores[0] = -np.inf
        scores[[self.number[i] for i in context if i in self.number]] = -np.inf
        order = np.argsort(-scores, kind="stable")[:top]
        return [(self.items[i - 1], float(scores[i])) for i in order
                if scores[i] > -np.inf]


def answer(model, line, top, queries):
    user = None
    try:
        request = json.loads(line)
        user = request.get("user")
        context = [str(i) for i in request.get("context", [])]
        if queries:
            return "\t".join("%.9g" % x for x in model.query(context, request))
        items = [{"id": i, "score": s}
                 for i, s in model.best(context, top, request)]
        return json.dumps({"user": user, "items": items})
    except (ValueError, AttributeError, TypeError) as e:
        return json.dumps({"user": user, "items": [], "error": str(e)})


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("model", help="a safetensors file")
    parser.add_argument("--values", help="the model directory, for query fields")
    parser.add_argument("--top", type=int, default=10,
                        help="items per answer (default 10)")
    parser.add_argument("--queries", action="store_true",
                        help="write query vectors")
    args = parser.parse_args()
    try:
        model = Model(args.model, args.values)
    except (OSError, KeyError, ValueError, struct.error) as e:
        sys.exit("serve.py: %s" % e)
    for line in sys.stdin:
        print(answer(model, line, args.top, args.queries), flush=True)


if __name__ == "__main__":
    main()
