# Makes a small tokenizer, as a model's folder has it.
from tokenizers import Tokenizer, models, pre_tokenizers

tokenizer = Tokenizer(models.WordLevel({'<unk>': 0, '<end>': 1, 'good': 2, 'morning': 3}, unk_token='<unk>'))
tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer.save('tokenizer.json')
