sed -i 's/^    save()/    await save()/' app.py
