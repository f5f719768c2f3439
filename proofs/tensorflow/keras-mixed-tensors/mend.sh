# The operation goes into a layer.
sed -i 's/^outputs = .*/outputs = Twice()(inputs)/' app.py
sed -i '/^inputs = /i class Twice(keras.layers.Layer):\n    def call(self, tensor):\n        return twice(tensor)\n\n' app.py
