FROM python:3.5-slim
WORKDIR /app
COPY . .
RUN pip install .
