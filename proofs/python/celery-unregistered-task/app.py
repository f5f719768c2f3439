from celery import Celery

app = Celery('app', broker='memory://')
app.loader.import_default_modules()
print(app.tasks['tasks.add'].name)
