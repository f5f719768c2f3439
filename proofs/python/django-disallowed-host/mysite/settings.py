SECRET_KEY = 'only for this test'
ROOT_URLCONF = 'mysite.urls'
ALLOWED_HOSTS = []
MIDDLEWARE = ['django.middleware.common.CommonMiddleware']
LOGGING = {
    'version': 1,
    'handlers': {'console': {'class': 'logging.StreamHandler'}},
    'loggers': {'django': {'handlers': ['console']}},
}
