near: 3
FROM ruby:3.3
WORKDIR /app
RUN bundle install
