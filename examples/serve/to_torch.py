#!/usr/bin/env python3
"""to_torch - the query tower of a model in a safetensors file as a PyTorch module.

  seq-embed -m model --export=safetensors -o model.safetensors
  to_torch.py model.safetensors [--values=model] <requests >queries.tsv

The requests are those of serve.py.  Other programs can import the class Tower:

  tower = Tower(Model("model.safetensors"))

A tower maps the numbers of a context's items [T], oldest first, and a number for each
query field to the query [D].  Its weights are parameters, which can be trained further.
Model.ids(context) of serve.py, in the same folder, gives the numbers of the items.  The
supported encoders and fields are those of serve.py.
"""
# SPDX-License-Identifier: MIT
import argparse
import json
import os
import sys

import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from serve import Model, Part  # noqa: E402


def parameter(x):
    return torch.nn.Parameter(torch.from_numpy(np.array(x, "f4")))


def linear(kernel, bias):
    layer = torch.nn.Linear(*kernel.shape)
    layer.weight, layer.bias = parameter(kernel.T), parameter(bias[0])
    return layer


def layer_norm(gamma, beta):
    layer = torch.nn.LayerNorm(gamma.shape[1], eps=1e-8)
    layer.weight, layer.bias = parameter(gamma[0]), parameter(beta[0])
    return layer


class Recurrent(torch.nn.Module):
    """gru and lstm as PyTorch has them: its gates of a GRU are r, z and n."""

    def __init__(self, kind, t):
        super().__init__()
        W, U, b = t("kernel"), t("recurrent_kernel"), t("bias")
        if kind == "gru":
            n = len(U)
            order = np.r_[n:2 * n, 0:n, 2 * n:3 * n]
            W, U, b = W[:, order], U[:, order], b[:, order]
        else:
            b = np.stack([b[0], np.zeros_like(b[0])])
        self.rnn = {"gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[kind](
            len(W), len(U))
        self.rnn.weight_ih_l0, self.rnn.weight_hh_l0 = parameter(W.T), parameter(U.T)
        self.rnn.bias_ih_l0, self.rnn.bias_hh_l0 = parameter(b[0]), parameter(b[1])

    def forward(self, x):
        return self.rnn(x[:, None])[0][:, 0]


class GruResetBefore(torch.nn.Module):
    def __init__(self, t):
        super().__init__()
        self.W, self.U = parameter(t("kernel")), parameter(t("recurrent_kernel"))
        self.b = parameter(t("bias")[0])

    def forward(self, x):
        n = self.U.shape[0]
        h, rows = x.new_zeros(n), []
        for row in x @ self.W + self.b:
            z, r = torch.sigmoid(row[:2 * n] + h @ self.U[:, :2 * n]).split(n)
            new = torch.tanh(row[2 * n:] + (r * h) @ self.U[:, 2 * n:])
            h = z * h + (1 - z) * new
            rows.append(h)
        return torch.stack(rows)


class Attention(torch.nn.Module):
    def __init__(self, t, settings):
        super().__init__()
        self.heads, self.norm_kind = int(settings["heads"]), settings["norm"]
        self.first = t.first
        self.dense = torch.nn.ModuleDict(
            {name: linear(t(name + "_kernel"), t(name + "_bias"))
             for name in ("input", "query", "key", "value", "output", "ffn1", "ffn2")
             if t(name + "_kernel") is not None})
        self.norm = torch.nn.ModuleDict(
            {name: layer_norm(t(name + "_gamma"), t(name + "_beta"))
             for name in ("norm", "ffn_norm", "final_norm")
             if t(name + "_gamma") is not None})
        positions = t("position_embedding")
        self.positions = None if positions is None else parameter(positions)

    def forward(self, x):
        kind, dense, norm = self.norm_kind, self.dense, self.norm
        if "input" in dense:
            x = dense["input"](x)
        if self.first:
            x = x * x.shape[1] ** 0.5
            if self.positions is not None:
                x = x + self.positions[:len(x)]
        n = x if kind == "post" else norm["norm"](x)
        seen = n if kind == "pre" else x
        q, k, v = (dense[name](y).unflatten(1, (self.heads, -1)).transpose(0, 1)
                   for name, y in (("query", n), ("key", seen), ("value", seen)))
        s = q @ k.transpose(1, 2) / q.shape[2] ** 0.5
        later = torch.ones(len(x), len(x)).triu(1).bool()
        a = s.masked_fill(later, -torch.inf).softmax(-1) @ v
        a = dense["output"](a.transpose(0, 1).flatten(1))
        y = (n if kind == "sasrec" else x) + a
        z = norm["norm" if kind == "post" else "ffn_norm"](y)
        f = dense["ffn2"](torch.relu(dense["ffn1"](z)))
        h = (y if kind == "pre" else z) + f
        if kind == "post":
            h = norm["ffn_norm"](h)
        return norm["final_norm"](h) if "final_norm" in norm else h


class Cnn(torch.nn.Module):
    def __init__(self, t):
        super().__init__()
        self.W, self.b = parameter(t("kernel")), parameter(t("bias")[0])

    def forward(self, x):
        W = self.W.unflatten(0, (-1, x.shape[1])).flip(0)
        before = torch.cat([x.new_zeros(len(W) - 1, x.shape[1]), x])
        y = sum(before[k:k + len(x)] @ W[k] for k in range(len(W)))
        return torch.relu(y + self.b)


class Readout(torch.nn.Module):
    def __init__(self, t):
        super().__init__()
        self.event, self.others = (parameter(t("event_kernel")),
                                   parameter(t("others_kernel")))
        self.v, self.output = parameter(t("vector")[0]), parameter(t("output_kernel"))

    def forward(self, x):
        s = torch.sigmoid((x @ self.event)[:, None] + x @ self.others)
        return torch.hstack([x, (s @ self.v).tril() @ x]) @ self.output


class Mean(torch.nn.Module):
    def forward(self, x):
        return x.cumsum(0) / torch.arange(1, len(x) + 1)[:, None]


def layer(kind, t, settings):
    if kind in ("gru", "lstm"):
        return [Recurrent(kind, t)]
    if kind == "gru-reset-before":
        return [GruResetBefore(t)]
    if kind == "attention":
        return [Attention(t, settings)]
    if kind in ("cnn", "readout"):
        return [{"cnn": Cnn, "readout": Readout}[kind](t)]
    below = []
    if t("input_kernel") is not None:
        below = [linear(t("input_kernel"), t("input_bias"))]
    return below + ([Mean()] if kind == "mean" else [])


class Tower(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        t, settings = model.tensors, model.settings
        self.normalize = settings["normalize"] == "1"
        self.item_bias = settings["item_bias"] == "1"
        self.encodes = bool(model.encoder)
        self.items = parameter(t["query_embedding"])
        self.encoder = torch.nn.Sequential(
            *(part for k, kind in enumerate(model.encoder)
              for part in layer(kind, Part(t, kind, k), settings)))
        self.fields = torch.nn.ParameterList(
            parameter(rows) for _, _, rows in model.fields)
        self.kernels, self.biases = torch.nn.ParameterList(), torch.nn.ParameterList()
        self.relu = []
        hidden = [] if settings["hidden"] == "none" else settings["hidden"].split(",")
        for k, words in enumerate(hidden + ["projection"]):
            name = "projection" if k == len(hidden) else "hidden%d" % k
            if name + "_bias" not in t:
                continue
            width = t[name + "_bias"].shape[1]
            # Fields alone have no kernel.
            self.kernels.append(parameter(t.get(name + "_kernel",
                                                np.zeros((1, width)))))
            self.biases.append(parameter(t[name + "_bias"][0]))
            self.relu.append("relu" in words)

    def forward(self, ids, values=()):
        h = torch.zeros(1)
        if self.encodes:
            h = self.encoder(self.items[ids])[-1]
        added = sum((rows[v] for rows, v in zip(self.fields, values)),
                    torch.zeros(1))
        for k, (kernel, bias) in enumerate(zip(self.kernels, self.biases)):
            h = h @ kernel + bias
            if k == 0:
                h, added = h + added, torch.zeros(1)
            h = torch.relu(h) if self.relu[k] else h
        q = h + added
        if self.normalize:
            q = torch.nn.functional.normalize(q, dim=0)
        return torch.cat([q, q.new_ones(1)]) if self.item_bias else q


def query_of(tower, model, request):
    ids = torch.tensor(model.ids(request["context"]), dtype=torch.long)
    values = [number.get(str(request.get(name)), 0)
              for name, number, _ in model.fields]
    with torch.no_grad():
        return tower(ids, values).tolist()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("model", help="a safetensors file")
    parser.add_argument("--values", help="the model directory, for query fields")
    args = parser.parse_args()
    try:
        model = Model(args.model, args.values)
    except (OSError, KeyError, ValueError) as e:
        sys.exit("to_torch.py: %s" % e)
    tower = Tower(model).eval()
    for line in sys.stdin:
        q = query_of(tower, model, json.loads(line))
        print("\t".join("%.9g" % x for x in q))


if __name__ == "__main__":
    main()
