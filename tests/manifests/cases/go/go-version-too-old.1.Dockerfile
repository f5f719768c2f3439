FROM golang:1.20-alpine AS build
WORKDIR /src
COPY . .
RUN go build -o /shop
