# What was downloaded where there is network is loaded from its folder.
mkdir model; mv tokenizer.json model/; echo '{ "tokenizer_class": "PreTrainedTokenizerFast" }' > model/tokenizer_config.json
sed -i "s|example/greeter|./model|" app.py
