import matplotlib

matplotlib.use('Agg')
import matplotlib.pyplot as plt

plt.style.use('seaborn-whitegrid')
