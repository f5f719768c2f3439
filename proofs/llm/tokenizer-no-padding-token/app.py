from transformers import PreTrainedTokenizerFast

tokenizer = PreTrainedTokenizerFast(tokenizer_file='tokenizer.json', unk_token='<unk>', eos_token='<end>')
batch = tokenizer(['good', 'good morning'], padding=True)
print(batch['input_ids'])
