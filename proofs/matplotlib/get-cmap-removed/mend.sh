sed -i "s/matplotlib.cm.get_cmap('viridis')/matplotlib.colormaps['viridis']/" app.py
