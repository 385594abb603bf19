FROM rust:1-slim AS build
WORKDIR /equilint
COPY . .
RUN cargo build --release --locked

FROM debian:stable-slim
COPY --from=build /equilint/target/release/equilint /usr/local/bin/equilint
# Nothing here needs to be root, to write or to reach a network.
USER nobody
WORKDIR /policies
ENTRYPOINT ["equilint"]
