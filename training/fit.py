"""Fitting the tagger."""

from __future__ import annotations

import math
import random
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from training.tagger import Tagger
from training.targets import cue_targets, flat_targets

BATCH = 8
CUES = 3
CONDITIONED_WEIGHTS = torch.tensor([1.0, 4.0, 4.0, 2.0, 1.0, 3.0, 3.0])


class Example:
    def __init__(self, document, number):
        self.states = document.states[number]
        a, b = document.windows.spans[number]
        self.a, self.b = a, b
        self.flags = document.tokens.flags[a:b]


def examples(documents):
    out = []
    for document in documents:
        flat, cues = flat_targets(document), cue_targets(document)
        for number, (a, b) in enumerate(document.windows.spans):
            e = Example(document, number)
            e.flat = flat[:, a:b].T
            e.cues = [
                (c.start - a, c.end - a, c.tags[a:b], c.stance)
                for c in cues
                if c.start >= a and c.end <= b and np.isin(c.tags[a:b], (3, 4)).sum() >= 0.9 * np.isin(c.tags, (3, 4)).sum()
            ]
            out.append(e)
    return out


def batch(items, rnd, most=CUES):
    lengths = torch.tensor([e.b - e.a for e in items])
    T = int(lengths.max())
    states = torch.zeros(len(items), 2, T, 384)
    flags = torch.zeros(len(items), T, items[0].flags.shape[1])
    flat = torch.full((len(items), T, 4), -1)
    cues, tags, window, stance = [], [], [], []
    for j, e in enumerate(items):
        n = e.b - e.a
        states[j, :, :n] = torch.from_numpy(e.states.astype(np.float32))
        flags[j, :n] = torch.from_numpy(e.flags)
        flat[j, :n] = torch.from_numpy(e.flat)
        chosen = e.cues if len(e.cues) <= most else rnd.sample(e.cues, most)
        for s, t, y, k in chosen:
            cues.append((s, t)); tags.append(y); window.append(j); stance.append(k)
    return lengths, states, flags, flat, cues, tags, window, stance


def fit(documents, variants=(), epochs=12, seed=0, rate=2e-3, log=False, ema=0.97, stance_weight=0.5, original=0.4, hidden=128, inner=64, dropout=0.35):
    torch.manual_seed(seed)
    rnd = random.Random(seed)
    net = Tagger(hidden, inner, dropout)
    pools = [[examples([d]) for d in docs] for docs in (documents, *variants)]
    items = [e for p in pools[0] for e in p]
    opt = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01)
    steps = math.ceil(len(items) / BATCH) * epochs
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda i: min(1, (i + 1) / (0.1 * steps)) * max(0.02, 1 - i / steps))
    average = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(ema)) if ema else None
    t0 = time.time()
    for epoch in range(epochs):
        items = []
        for place in range(len(documents)):
            pool = pools[0] if len(pools) == 1 or rnd.random() < original else rnd.choice(pools[1:])
            items += pool[place]
        rnd.shuffle(items)
        total = 0.0
        chunks = [sorted(items[i : i + BATCH * 8], key=lambda e: e.b - e.a) for i in range(0, len(items), BATCH * 8)]
        for chunk in chunks:
            for i in range(0, len(chunk), BATCH):
                L, S, Fl, flat, cues, tags, window, stance = batch(chunk[i : i + BATCH], rnd)
                base = net.base(S, Fl, L)
                logits = net.flat(base).view(*base.shape[:2], 4, 3)
                loss = functional.cross_entropy(logits[:, :, :3].reshape(-1, 3), flat[:, :, :3].reshape(-1), ignore_index=-1) * 3
                loss = loss + functional.cross_entropy(logits[:, :, 3].reshape(-1, 3), flat[:, :, 3].reshape(-1), ignore_index=-1)
                if cues:
                    w = torch.tensor(window)
                    lc, first, x, cue = net.about(base, Fl, L, w, torch.tensor(cues))
                    y = torch.full(lc.shape[:2], -1)
                    for q, (t, o) in enumerate(zip(tags, first.tolist())):
                        z = t[o : o + lc.shape[1]]
                        y[q, : len(z)] = torch.from_numpy(z)
                    loss = loss + functional.cross_entropy(lc.reshape(-1, 7), y.reshape(-1), ignore_index=-1, weight=CONDITIONED_WEIGHTS) * 2
                    st = net.stances(cue, x, (y == 3) | (y == 4))
                    loss = loss + stance_weight * functional.cross_entropy(st, torch.tensor(stance))
                opt.zero_grad(); loss.backward()
                nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                opt.step(); sched.step()
                if average is not None and epoch >= epochs // 3: average.update_parameters(net)
                total += loss.item()
        if log: print("epoch", epoch, round(total, 2), round(time.time() - t0), "s", flush=True)
    out = average.module if average is not None else net
    out.eval()
    return out
