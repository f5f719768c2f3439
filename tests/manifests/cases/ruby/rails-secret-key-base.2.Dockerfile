near: 4
FROM ruby:3.3
WORKDIR /app
COPY . .
RUN ./bin/rails assets:precompile
