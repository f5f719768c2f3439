from celery import Celery

app = Celery('app', broker='memory://')
print(app.tasks['tasks.add'].name)
