# The layer without cuDNN in its name.
sed -i 's/tf\.compat\.v1\.keras\.layers\.CuDNNLSTM/tf.keras.layers.LSTM/' app.py
