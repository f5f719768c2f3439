near: 3
FROM rust:1.85
WORKDIR /src
RUN cargo build --release --locked
