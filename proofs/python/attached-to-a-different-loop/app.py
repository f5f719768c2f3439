import asyncio

loop = asyncio.new_event_loop()
future = loop.create_future()


async def main():
    asyncio.get_running_loop().call_soon(lambda: future.done() or future.set_result(1))
    await future


asyncio.run(main())
