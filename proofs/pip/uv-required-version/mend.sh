#!/bin/sh
# The project takes the uv that runs here.
sed -i "s/>=99.1/>=0.13.9/" pyproject.toml
