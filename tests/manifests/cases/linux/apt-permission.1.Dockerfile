near: 3
FROM debian:bookworm-slim
USER app
RUN apt-get update
