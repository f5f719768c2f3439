FROM debian:bookworm-slim
COPY . .
