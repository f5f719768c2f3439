near: 5
FROM python:3.12-slim
RUN useradd --create-home app
USER app
WORKDIR /home/app
RUN sudo make install
