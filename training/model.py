"""The reader: MiniLM-L6-H384 (Wang et al. 2020) with every head on one pass over a window of words.

Input of a window: [CLS], the word pieces of its tokens, [SEP]; positions from 0; a learned vector for the letter case of the token is added to the
embedding (the encoder is uncased). A token's vector is the mean of its first and last piece's top hidden state; the root of every sentence is [CLS].

Heads: sentence end (2), universal tag, Penn tag, lemma script, BIO tags of each entity scheme: linear. Tree: biaffine (Dozat and Manning 2017), arcs within
the sentence or from the root. Sayings: for each cue and each word of its window whether the word is of the source, of the content or neither, from both
vectors and the distance between them (`says`).
"""

import torch
from torch import nn
from torch.nn import functional as F

CASES = 5
ARC, LABEL = 256, 128
SAYS = 128
# Distances from a cue to a word, in words: the least of each bucket; a word of the cue itself has distance 0.
STEPS = (-64, -32, -16, -8, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 9, 17, 33, 65)


def distance(cue, word):
    """The bucket of a word's distance to a cue (start, end)."""
    d = word - cue[0] if word < cue[0] else max(word - cue[1] + 1, 0)
    return sum(d >= s for s in STEPS)


class Layer(nn.Module):
    def __init__(self, d, heads, inner, drop):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)
        self.norm1 = nn.LayerNorm(d, eps=1e-12)
        self.up = nn.Linear(d, inner)
        self.down = nn.Linear(inner, d)
        self.norm2 = nn.LayerNorm(d, eps=1e-12)
        self.drop = drop

    def forward(self, x, mask):
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=self.drop if self.training else 0.0)
        a = F.dropout(self.out(a.transpose(1, 2).reshape(b, t, d)), self.drop, self.training)
        x = self.norm1(x + a)
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.drop, self.training))


class Encoder(nn.Module):
    def __init__(self, vocab=30522, d=384, layers=6, heads=12, inner=1536, positions=512, drop=0.1):
        super().__init__()
        self.word = nn.Embedding(vocab, d)
        self.position = nn.Embedding(positions, d)
        self.case = nn.Embedding(CASES, d)
        nn.init.zeros_(self.case.weight)
        self.norm = nn.LayerNorm(d, eps=1e-12)
        self.layers = nn.ModuleList(Layer(d, heads, inner, drop) for _ in range(layers))
        self.drop = drop

    def forward(self, ids, cases, mask):
        x = self.word(ids) + self.position.weight[: ids.shape[1]] + self.case(cases)
        x = F.dropout(self.norm(x), self.drop, self.training)
        mask = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_minilm(self, t):
        """Takes the published weights; the token type embedding (always 0) is folded into the positions."""
        g = lambda k: t["embeddings." + k]
        self.word.weight.data.copy_(g("word_embeddings.weight"))
        self.position.weight.data.copy_(g("position_embeddings.weight") + g("token_type_embeddings.weight")[0])
        self.norm.weight.data.copy_(g("LayerNorm.weight"))
        self.norm.bias.data.copy_(g("LayerNorm.bias"))
        for i, layer in enumerate(self.layers):
            p = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                layer.qkv.get_parameter(part).data.copy_(torch.cat([t[p + f"attention.self.{n}.{part}"] for n in ("query", "key", "value")]))
                layer.out.get_parameter(part).data.copy_(t[p + f"attention.output.dense.{part}"])
                layer.norm1.get_parameter(part).data.copy_(t[p + f"attention.output.LayerNorm.{part}"])
                layer.up.get_parameter(part).data.copy_(t[p + f"intermediate.dense.{part}"])
                layer.down.get_parameter(part).data.copy_(t[p + f"output.dense.{part}"])
                layer.norm2.get_parameter(part).data.copy_(t[p + f"output.LayerNorm.{part}"])


class Reader(nn.Module):
    def __init__(self, labels, d=384, drop=0.1, head_drop=0.33):
        super().__init__()
        self.labels = labels
        self.encoder = Encoder(d=d, drop=drop)
        self.tags = nn.ModuleDict({k: nn.Linear(d, len(v)) for k, v in labels.items() if k != "deprel"})
        n = len(labels["deprel"])
        self.arc_dep, self.arc_head = nn.Linear(d, ARC), nn.Linear(d, ARC)
        self.arc = nn.Linear(ARC, ARC, bias=False)  # score(i, j) = arc(dep_i) . head_j + arc_bias . head_j
        self.arc_bias = nn.Linear(ARC, 1, bias=False)
        self.label_dep, self.label_head = nn.Linear(d, LABEL), nn.Linear(d, LABEL)
        self.label = nn.Linear(LABEL, n * LABEL, bias=False)  # score_l(i, j) = label(dep_i)_l . head_j + the two linear terms
        self.label_dep_out, self.label_head_out = nn.Linear(LABEL, n), nn.Linear(LABEL, n, bias=False)
        self.says_cue, self.says_word = nn.Linear(d, SAYS), nn.Linear(d, SAYS)
        self.says_step = nn.Embedding(len(STEPS) + 1, SAYS)
        self.says_out = nn.Linear(SAYS, 3)
        self.says_both, self.says_other = nn.Linear(d, 3 * SAYS), nn.Linear(d, SAYS)
        nn.init.normal_(self.says_step.weight, std=0.1)
        self.head_drop = head_drop

    def words(self, ids, cases, mask, first, last):
        h = self.encoder(ids, cases, mask)
        g = lambda at: torch.gather(h, 1, at[:, :, None].expand(-1, -1, h.shape[2]))
        return F.dropout((g(first) + g(last)) / 2, self.head_drop / 2, self.training), h[:, :1]

    def arcs(self, w, root):
        """(batch, words, 1 + words): scores of heads, the root first."""
        act = lambda lin, x: F.dropout(F.gelu(lin(x)), self.head_drop, self.training)
        heads = act(self.arc_head, torch.cat([root, w], 1))
        deps = act(self.arc_dep, w)
        return self.arc(deps) @ heads.transpose(1, 2) + self.arc_bias(heads).transpose(1, 2)

    def relations(self, w, root, head):
        """(batch, words, labels) for the heads given (0 = root)."""
        act = lambda lin, x: F.dropout(F.gelu(lin(x)), self.head_drop, self.training)
        heads = act(self.label_head, torch.cat([root, w], 1))
        heads = torch.gather(heads, 1, head[:, :, None].expand(-1, -1, heads.shape[2]))
        deps = act(self.label_dep, w)
        b, t, _ = deps.shape
        bil = (self.label(deps).view(b, t, -1, LABEL) * heads[:, :, None, :]).sum(-1)
        return bil + self.label_dep_out(deps) + self.label_head_out(heads)

    def says(self, cues, words, steps):
        """(cues, words, 3): scores of none, source, content; `cues` (cues, d) the mean of each cue's words, `words` (cues, words, d), `steps` buckets."""
        drop = lambda x: F.dropout(x, self.head_drop, self.training)
        hidden = drop(F.gelu(self.says_cue(cues)[:, None] + self.says_word(words) + self.says_step(steps)))
        both = self.says_both(cues).view(len(cues), 3, SAYS) @ drop(F.gelu(self.says_other(words))).transpose(1, 2)
        return self.says_out(hidden) + both.transpose(1, 2)
