cp app/requirements.txt .
