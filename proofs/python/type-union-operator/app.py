def port(text: str | None) -> int:
    return int(text or 80)


print(port(None))
