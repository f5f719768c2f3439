printf '%s\n' 'import openai' '' "client = openai.OpenAI(api_key='none')" 'print(client.chat.completions.create.__name__)' > app.py
