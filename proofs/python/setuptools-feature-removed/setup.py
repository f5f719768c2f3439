from setuptools import Feature, setup

setup(name="app", version="1.0", features={"fast": Feature("speed", standard=True, py_modules=["speed"])})
