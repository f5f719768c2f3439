import os

from openai import OpenAI

client = OpenAI(base_url=os.environ['BASE_URL'], max_retries=0)
print(client.models.list().data[0].id)
