FROM rust:1.65-slim AS build
WORKDIR /src
COPY . .
RUN cargo build --release
