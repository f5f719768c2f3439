sed -i "s/df.pivot(index='i', columns='c', values='v')/df.pivot_table(index='i', columns='c', values='v', aggfunc='sum')/" app.py
