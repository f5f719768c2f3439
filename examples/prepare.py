"""Make what train.py reads, without a download: a Qwen2 model of 1.5 billion random weights, a tokenizer, and data."""

import json
import random
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

WORDS = """the a of in to is was by from with river mountain city water animal plant year people north south large small
old new first second found made called known named grows lives flows stands century country island forest metal stone""".split()


def sentence(rng, words):
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize()


def main():
    rng = random.Random(17)
    data = Path("data")
    data.mkdir(exist_ok=True)
    text = []
    for part in range(12):
        with open(data / f"qa-{part:02}.jsonl", "w") as out:
            for _ in range(rng.randint(900, 1400)):
                row = {"question": sentence(rng, rng.randint(5, 14)) + "?", "answer": sentence(rng, rng.randint(2, 60)) + "."}
                text.append(row["question"] + "\n" + row["answer"])
                print(json.dumps(row), file=out)

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(text, trainers.BpeTrainer(vocab_size=600, special_tokens=["<|endoftext|>"], show_progress=False))
    model = Path("models/base-1.5b")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|endoftext|>", pad_token="<|endoftext|>").save_pretrained(model)

    torch.set_default_dtype(torch.bfloat16)
    config = Qwen2Config(
        vocab_size=151936, hidden_size=1536, intermediate_size=8960, num_hidden_layers=28, num_attention_heads=12,
        num_key_value_heads=2, tie_word_embeddings=True, torch_dtype="bfloat16",
    )
    Qwen2ForCausalLM(config).save_pretrained(model, max_shard_size="1GB")


if __name__ == "__main__":
    main()
