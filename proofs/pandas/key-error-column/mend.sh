sed -i 's/^print/df.columns = df.columns.str.strip()\nprint/' app.py
