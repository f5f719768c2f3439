use crate::fix::manifest::Near;
use crate::fix::manifest::fixture::{after, after_near, refused};

const NODE: &str = "# syntax=docker/dockerfile:1\nFROM node:20-slim AS build\nWORKDIR /app\nCOPY package.json ./\n# what it needs\nRUN npm ci \\\n  --omit=dev\nCOPY . .\n\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\n";

fn at(line: u32) -> Near<'static> {
    Near { line: Some(line), text: None }
}

#[test]
fn packages_are_installed_before_what_failed() {
    let install = "RUN apt-get update && apt-get install -y python3";
    for (before, near, wanted) in [
        (NODE, at(6), NODE.replacen("RUN npm", "RUN apt-get update && apt-get install -y python3\nRUN npm", 1)),
        (NODE, at(7), NODE.replacen("RUN npm", "RUN apt-get update && apt-get install -y python3\nRUN npm", 1)),
        (
            NODE,
            Near { line: None, text: Some("/bin/sh -c npm ci   --omit=dev") },
            NODE.replacen("RUN npm", "RUN apt-get update && apt-get install -y python3\nRUN npm", 1),
        ),
        (NODE, Near::default(), NODE.replacen("nginx:1.27\n", "nginx:1.27\nRUN apt-get update && apt-get install -y python3\n", 1)),
        (
            "FROM debian\r\nRUN apt-get update && apt-get install -y \\\r\n    curl \\\r\n    git=1:2.3 \\\r\n && rm -rf /var/lib/apt/lists/*\r\nRUN make\r\n",
            at(6),
            "FROM debian\r\nRUN apt-get update && apt-get install -y \\\r\n    curl \\\r\n    git=1:2.3 \\\r\n    python3 \\\r\n && rm -rf /var/lib/apt/lists/*\r\nRUN make\r\n".to_owned(),
        ),
        (
            "FROM debian\nRUN apt-get install -y curl && make\n",
            at(2),
            "FROM debian\nRUN apt-get update && apt-get install -y curl python3 && make\n".to_owned(),
        ),
        (
            "FROM node\nUSER node\nRUN <<EOF\nFROM x\nEOF\nRUN make\n",
            at(6),
            "FROM node\nRUN apt-get update && apt-get install -y python3\nUSER node\nRUN <<EOF\nFROM x\nEOF\nRUN make\n".to_owned(),
        ),
    ] {
        assert_eq!(after_near("Dockerfile", before, install, near).as_deref(), Ok(wanted.as_str()), "{before}");
    }
    // What is listed but could not be found lacks the lists themselves.
    let listed = "FROM debian\nRUN apt-get install -y python3\n";
    let wanted = "FROM debian\nRUN apt-get update && apt-get install -y python3\n";
    assert_eq!(after("Dockerfile", listed, install).as_deref(), Ok(wanted));
    assert!(refused("Dockerfile", "FROM node:20-alpine\nRUN x\n", install).contains("Alpine"));
    assert!(refused("Dockerfile", "FROM gcr.io/distroless/base\n", install).contains("no package manager"));
    assert!(refused("Dockerfile", "RUN x\n", install).contains("no FROM"));
}

#[test]
fn an_image_gets_another_version_and_keeps_its_variant() {
    for (before, snippet, wanted) in [
        (
            "FROM golang:1.20-alpine3.18 AS b\nFROM scratch\n",
            "FROM golang:1.24",
            "FROM golang:1.24-alpine AS b\nFROM scratch\n",
        ),
        (
            "FROM --platform=$BUILDPLATFORM docker.io/library/golang\n",
            "FROM golang:1.24",
            "FROM --platform=$BUILDPLATFORM docker.io/library/golang:1.24\n",
        ),
        (
            "ARG GO_VERSION=1.20\nFROM golang:${GO_VERSION} AS b\n",
            "FROM golang:1.24",
            "ARG GO_VERSION=1.24\nFROM golang:${GO_VERSION} AS b\n",
        ),
        ("FROM php:7.2-apache\n", "FROM php:7.3-fpm", "FROM php:7.3-apache\n"),
        (
            "from mcr.microsoft.com/dotnet/sdk:6.0\n",
            "FROM mcr.microsoft.com/dotnet/sdk:8.0",
            "from mcr.microsoft.com/dotnet/sdk:8.0\n",
        ),
    ] {
        assert_eq!(after("Dockerfile", before, snippet).as_deref(), Ok(wanted), "{before}");
    }
    let rocky = after("Dockerfile", "FROM centos:8 AS b\n", "FROM rockylinux:9");
    assert_eq!(rocky.as_deref(), Ok("FROM rockylinux:9 AS b\n"));
    assert!(refused("Dockerfile", "FROM node:24-slim\n", "# or newer\nFROM node:22").contains("already"));
    assert!(refused("Dockerfile", "FROM golang:1\n", "# or newer\nFROM golang:1.24").contains("already"));
    assert_eq!(after("Dockerfile", "FROM python:3.12\n", "FROM python:3.11-slim").as_deref(), Ok("FROM python:3.11\n"));
    let bookworm = after("Dockerfile", "FROM python:3.12-slim-bullseye\n", "FROM python:3.12-slim-bookworm");
    assert_eq!(bookworm.as_deref(), Ok("FROM python:3.12-slim-bookworm\n"));
    assert!(refused("Dockerfile", "FROM node:20\n", "FROM golang:1.24").contains("no stage"));
    assert!(refused("Dockerfile", "FROM golang@sha256:00\n", "FROM golang:1.24").contains("digest"));
}

#[test]
fn instructions_go_before_what_needs_them() {
    for (before, snippet, near, wanted) in [
        (
            "FROM golang\nCOPY . .\nRUN go mod download\n",
            "COPY go.mod go.sum ./\nRUN go mod download",
            Near::default(),
            "FROM golang\nCOPY . .\nCOPY go.mod go.sum ./\nRUN go mod download\n",
        ),
        ("FROM x\nRUN a\nCMD a b\n", "CMD [\"/app\"]", Near::default(), "FROM x\nRUN a\nCMD [\"/app\"]\n"),
        ("FROM x\nRUN a", "CMD [\"/app\"]", Near::default(), "FROM x\nRUN a\nCMD [\"/app\"]\n"),
        ("FROM x\nUSER app\nRUN a\n", "USER root", at(3), "FROM x\nUSER app\nUSER root\nRUN a\n"),
        (
            "FROM x\nENV A=1 B=\"2 3\" \\\n  C=4\nRUN a\n",
            "ENV B=5",
            Near::default(),
            "FROM x\nENV A=1 B=5 \\\n  C=4\nRUN a\n",
        ),
        (
            "FROM x\nENV A 1\nRUN a\n",
            "ENV PIP_BREAK_SYSTEM_PACKAGES=1",
            at(3),
            "FROM x\nENV A 1\nENV PIP_BREAK_SYSTEM_PACKAGES=1\nRUN a\n",
        ),
        (
            "FROM x\nARG VERSION\nADD a-${VERSION} /\n",
            "ARG VERSION=1.2.3",
            at(3),
            "FROM x\nARG VERSION=1.2.3\nADD a-${VERSION} /\n",
        ),
    ] {
        assert_eq!(after_near("Dockerfile", before, snippet, near).as_deref(), Ok(wanted), "{before}");
    }
    for (before, snippet, wanted) in [
        (
            "FROM x\nCOPY . .\nUSER app\nCMD a\n",
            "RUN chmod +x /a",
            "FROM x\nCOPY . .\nRUN chmod +x /a\nUSER app\nCMD a\n",
        ),
        (
            "FROM x\nRUN b\nCMD a\n",
            "SHELL [\"/bin/bash\", \"-c\"]",
            "FROM x\nSHELL [\"/bin/bash\", \"-c\"]\nRUN b\nCMD a\n",
        ),
        ("FROM x\n", "# syntax=docker/dockerfile:1", "# syntax=docker/dockerfile:1\nFROM x\n"),
    ] {
        assert_eq!(after("Dockerfile", before, snippet).as_deref(), Ok(wanted), "{before}");
    }
    assert!(refused("Dockerfile", "FROM x\nUSER a\nCOPY . .\n", "RUN chmod +x /a").contains("which instruction"));
    assert!(refused("Dockerfile", "FROM x\nRUN a\n", "COPY . .").contains("which instruction"));
    assert!(refused("Dockerfile", "FROM x\n", "FROM a\nFROM b").contains("whole"));
}
