sed -i -e '/^loop = /d' -e '/^future = /d' -e 's/^async def main():/async def main():\n    future = asyncio.get_running_loop().create_future()/' app.py
