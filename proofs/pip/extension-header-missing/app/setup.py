from setuptools import Extension, setup

setup(name='queue-client', version='1.0', ext_modules=[Extension('queue_client', ['queue_client.c'])])
