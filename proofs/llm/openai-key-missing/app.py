from openai import OpenAI

print(OpenAI(base_url='http://127.0.0.1:1/v1').base_url)
