import asyncio


def load():
    return {'a': 1}


async def main():
    print(await load())


asyncio.run(main())
