"""What the linker is to learn: for each attribution its claimant, its vias and kind."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from retrieval.attribution.reader.candidates import mentions_of, pairs_of
from retrieval.attribution.reader.decoding import Found
from retrieval.attribution.reader.layout import KINDS
from retrieval.attribution.reader.outlets import name_places, outlet_places, without_outlets
from retrieval.attribution.reader.spans import span_states, stitched
from training.linker import Linker
from training.targets import mentions as occurrences


@dataclass
class Case:
    query: torch.Tensor
    keys: torch.Tensor
    features: torch.Tensor
    positive: torch.Tensor
    source: torch.Tensor
    claimant: torch.Tensor
    kind: int


def gold_found(document):
    """The labels as if they had been found; those without a token are left out."""
    out = []
    for label in document.article.labels:
        content = tuple(p for p in map(document.place, label.content) if p)
        if content:
            out.append((Found(document.place(label.source), document.place(label.cue), content), label))
    out.sort(key=lambda pair: pair[0].content[0])
    return out


def matched(document, found):
    """Each found attribution with the label whose content it overlaps most, if at all."""
    gold = gold_found(document)
    out = []
    sets = [frozenset(t for a, b in g.content for t in range(a, b)) for g, _ in gold]
    for one in found:
        mine = frozenset(t for a, b in one.content for t in range(a, b))
        best = max(range(len(gold)), key=lambda i: len(mine & sets[i]) / len(mine | sets[i]), default=None)
        good = best is not None and len(mine & sets[best]) / len(mine | sets[best]) >= 0.3
        out.append((one, gold[best][1] if good else None))
    return out


def gold_names(document):
    names = {n for l in document.article.labels for n in (*l.names, *l.via)}
    return [p for p in map(document.place, occurrences(document.article.text, names)) if p]


def touches(place, spans):
    for a, b in spans:
        inter = min(place[1], b) - max(place[0], a)
        if inter > 0 and inter >= 0.5 * min(place[1] - place[0], b - a):
            return True
    return False


CORRUPTED = 0.15
rnd = random.Random(0)


def cases(document, pairs, names):
    """pairs: (Found, Label or None) in reading order."""
    text = document.article.text
    found = [f for f, _ in pairs]
    mentions = mentions_of(text, document.tokens, names, found)
    if not mentions:
        return []
    starts = np.array([m.place[0] for m in mentions], dtype=np.int32)
    states = stitched(document.windows, document.states, len(document.tokens))
    keys = np.stack([span_states(states, [m.place]) for m in mentions])
    where = {}

    def spans_of_names(names):
        key = tuple(names)
        if key not in where:
            where[key] = [p for p in map(document.place, occurrences(text, key)) if p]
        return where[key]

    targets, before = [], []
    for f, label in pairs:
        good = []
        if label is not None:
            spans = spans_of_names(label.names)
            good = [n for n, m in enumerate(mentions) if touches(m.place, spans)]
            src = document.place(label.source)
            if src and (label.kind == "unnamed" or not good):
                good += [n for n, m in enumerate(mentions) if touches(m.place, [src])]
        near = f.source or f.cue or f.content[0]
        targets.append(good)
        claimant = min(good, key=lambda n: abs(mentions[n].place[0] - near[0])) if good else None
        before.append(claimant)
    out = []
    for number, (f, label) in enumerate(pairs):
        good, claimant = targets[number], before[number]
        if label is None or not good:
            continue
        told = [rnd.randrange(len(mentions)) if rnd.random() < CORRUPTED else b for b in before[:number]]
        p = pairs_of(f, mentions, document.tokens, starts, told)
        positive = np.isin(p.numbers, good)
        if not positive.any():
            continue
        source = [f.source] if f.source else [f.cue or f.content[0]]
        query = np.concatenate([
            span_states(states, source),
            span_states(states, [f.cue] if f.cue else source),
            span_states(states, f.content),
        ])
        out.append(Case(
            torch.from_numpy(query), torch.from_numpy(keys[p.numbers]), torch.from_numpy(p.features),
            torch.from_numpy(positive), torch.from_numpy(span_states(states, source)),
            torch.from_numpy(keys[claimant]), KINDS.index(label.kind),
        ))
    return out


def cases_of(document, tagged):
    """What there is to learn from what a tagger found; from the labels themselves without one."""
    outlets = outlet_places(document.article.text, document.tokens)
    if tagged is None:
        return cases(document, gold_found(document), [*gold_names(document), *outlets])
    pairs = [(without_outlets(f, outlets), label) for f, label in matched(document, tagged.found)]
    return cases(document, pairs, [*tagged.names, *outlets])


def fit_linker(items, epochs=6, seed=0, rate=1e-3, log=False, **kw):
    torch.manual_seed(seed)
    rnd = random.Random(seed)
    net = Linker(**kw)
    opt = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.02)
    steps = epochs * ((len(items) + 15) // 16)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda i: min(1, (i + 1) / (0.1 * steps)) * max(0.02, 1 - i / steps))
    average = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    for epoch in range(epochs):
        rnd.shuffle(items)
        sums = [0.0, 0.0, 0.0]
        for i in range(0, len(items), 16):
            loss = torch.zeros(())
            part = items[i : i + 16]
            for c in part:
                s = net.claimant(c.query, c.keys, c.features)
                one = torch.logsumexp(s, 0) - torch.logsumexp(s[c.positive], 0)
                loss = loss + one
                sums[0] += one.item()
            k = net.kind(torch.stack([c.source for c in part]), torch.stack([c.claimant for c in part]))
            kl = functional.cross_entropy(k, torch.tensor([c.kind for c in part]), reduction="sum") * 0.5
            sums[2] += kl.item()
            loss = (loss + kl) / len(part)
            opt.zero_grad(); loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step(); sched.step()
            if epoch >= epochs // 3: average.update_parameters(net)
        if log: print("linker", epoch, [round(x / len(items), 3) for x in sums], flush=True)
    return average.module.eval()



def outlet_cases(document):
    """States of names in the article, and whether each is an outlet's."""
    text = document.article.text
    states = stitched(document.windows, document.states, len(document.tokens))
    people = {n for l in document.article.labels for n in l.names}
    through = {v for l in document.article.labels for v in l.via} - people
    outlets = set(outlet_places(text, document.tokens))
    outlets |= {p for p in map(document.place, occurrences(text, through)) if p}
    others = {p for p in map(document.place, occurrences(text, people)) if p}
    others |= set(name_places(text, document.tokens))
    others = {p for p in others if not any(p[0] < b and p[1] > a for a, b in outlets)}
    return [(span_states(states, [p]), 1.0) for p in sorted(outlets)] + [
        (span_states(states, [p]), 0.0) for p in sorted(others)
    ]


def fit_outlet(net, documents, steps=300, rate=3e-3, decay=0.3, drop=0.5):
    rows = [row for d in documents for row in outlet_cases(d)]
    x = torch.from_numpy(np.stack([r for r, _ in rows]))
    y = torch.tensor([t for _, t in rows])
    weight = (y == 0).sum() / (y == 1).sum()
    opt = torch.optim.AdamW(net.outlet.parameters(), lr=rate, weight_decay=decay)
    for _ in range(steps):
        scores = net.outlet(functional.dropout(x, drop)).squeeze(-1)
        loss = functional.binary_cross_entropy_with_logits(scores, y, pos_weight=weight)
        opt.zero_grad(); loss.backward(); opt.step()
