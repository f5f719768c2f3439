"""Fine-tune a causal language model on question and answer pairs (JSON lines)."""

import argparse
import logging
import os
import platform
from pathlib import Path

import torch
import transformers
from datasets import concatenate_datasets, load_dataset
from torch.utils.data import DataLoader
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, set_seed

log = logging.getLogger("train")


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="models/base-1.5b")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--output", type=Path, default=Path("runs/qa"))
    parser.add_argument("--max-length", type=int, default=512)
    parser.add_argument("--batch-size", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--lr", type=float, default=2e-5)
    parser.add_argument("--seed", type=int, default=17)
    return parser.parse_args()


def describe_machine():
    log.info("Python %s, torch %s, transformers %s", platform.python_version(), torch.__version__, transformers.__version__)
    if not torch.cuda.is_available():
        log.warning("No GPU: training on the CPU will be slow")
        return torch.device("cpu")
    free, total = torch.cuda.mem_get_info()
    name = torch.cuda.get_device_name(0)
    log.info("GPU 0: %s, %.2f GiB, %.2f GiB free", name, total / 2**30, free / 2**30)
    return torch.device("cuda")


def load_data(args, tokenizer):
    files = sorted(args.data.glob("*.jsonl"))
    log.info("Found %d data files in %s", len(files), args.data)
    parts = []
    for file in files:
        part = load_dataset("json", data_files=str(file), split="train")
        kept = part.filter(lambda row: len(row["answer"].split()) >= 4)
        log.info("%s: %d records, %d too short", file.name, len(part), len(part) - len(kept))
        parts.append(kept)
    dataset = concatenate_datasets(parts)

    def encode(rows):
        text = [f"Question: {q}\nAnswer: {a}" for q, a in zip(rows["question"], rows["answer"])]
        return tokenizer(text, truncation=True, max_length=args.max_length)

    encoded = dataset.map(encode, batched=True, remove_columns=dataset.column_names, desc="Tokenizing")
    lengths = torch.tensor([len(ids) for ids in encoded["input_ids"]], dtype=torch.float)
    log.info("%d records, %d tokens", len(encoded), int(lengths.sum()))
    log.info("Length in tokens: mean %.1f, 95th percentile %d, longest %d",
             lengths.mean(), lengths.quantile(0.95), lengths.max())
    return encoded.train_test_split(test_size=0.05, seed=args.seed)


def train(model, loader, args, device):
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr)
    model.train()
    for epoch in range(args.epochs):
        for step, batch in enumerate(loader):
            loss = model(**batch.to(device)).loss
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if step % 50 == 0:
                log.info("epoch %d step %d loss %.4f", epoch, step, loss.item())


def main():
    args = parse_args()
    logging.basicConfig(format="%(asctime)s %(levelname)-7s %(name)s: %(message)s", level=logging.INFO)
    set_seed(args.seed)
    device = describe_machine()
    log.info("Arguments: %s", vars(args))
    os.makedirs(args.output, exist_ok=True)

    tokenizer = AutoTokenizer.from_pretrained(args.model)
    log.info("Tokenizer: %d tokens, padding with %r", len(tokenizer), tokenizer.pad_token)
    data = load_data(args, tokenizer)
    log.info("Split: %d to train on, %d to evaluate", len(data["train"]), len(data["test"]))
    collate = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    loader = DataLoader(data["train"], batch_size=args.batch_size, shuffle=True, collate_fn=collate)
    log.info("%d batches of %d an epoch, %d epochs", len(loader), args.batch_size, args.epochs)

    config = AutoConfig.from_pretrained(args.model)
    log.info("Model: %s, %d layers, hidden size %d", config.model_type, config.num_hidden_layers, config.hidden_size)
    torch.set_default_device(device)
    model = AutoModelForCausalLM.from_pretrained(args.model)
    log.info("Loaded %.2f billion parameters", model.num_parameters() / 1e9)

    train(model, loader, args, device)
    model.save_pretrained(args.output)
    log.info("Saved to %s", args.output)


if __name__ == "__main__":
    main()
