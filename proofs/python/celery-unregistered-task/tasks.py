from celery import shared_task


@shared_task(name='tasks.add')
def add(a, b):
    return a + b
