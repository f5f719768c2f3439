sed -i '/^addopts/d' pytest.ini
