cp other/conftest.py tests/
