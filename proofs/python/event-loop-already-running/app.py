import asyncio


async def load():
    return 1


async def main():
    print(asyncio.run(load()))


asyncio.run(main())
