from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained('example/greeter')
print(tokenizer('good morning')['input_ids'])
