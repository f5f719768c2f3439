import tensorflow as tf

layer = tf.compat.v1.keras.layers.CuDNNLSTM(4)
print(layer(tf.zeros([2, 3, 5])).shape)
