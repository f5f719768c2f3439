sed -i "s/execute('select 1')/execute(sa.text('select 1'))/" app.py
