sed -i 's/asyncio.run(load())/await load()/' app.py
