FROM golang:1.24
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
RUN go build -o /shop
