import matplotlib
import matplotlib.cm

print(matplotlib.cm.get_cmap('viridis').name)
