import openai

try:
    openai.ChatCompletion.create(model='m', messages=[])
except openai.OpenAIError as error:
    print(type(error).__name__)
    raise
