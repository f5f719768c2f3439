from shop import NAME


def test_name():
    assert NAME == 1
