//! Files that are no programs, changed for what failed at one of their lines.

use serde_json::{Value, json};

use super::{becomes, declines};

fn file(name: &str, language: &str, text: &str) -> Value {
    json!({ "place": format!("file:{name}"), "snippet": { "language": language, "text": text } })
}

#[test]
fn dockerfile() {
    let install = || file("Dockerfile", "dockerfile", "RUN apt-get update && apt-get install -y libgl1");
    for (before, after) in [
        (
            "FROM python:3.12\n# größer\n$0RUN python -c 'import cv2'\n",
            "FROM python:3.12\n# größer\nRUN apt-get update && apt-get install -y libgl1\nRUN python -c 'import cv2'\n",
        ),
        (
            "from   python\r\n$0run x\r\n",
            "from   python\r\nRUN apt-get update && apt-get install -y libgl1\r\nrun x\r\n",
        ),
        (
            "FROM debian\nRUN apt-get update && apt-get install -y \\\n\tcurl \\\n\t# what it needs\n\tgit\n$0RUN make\n",
            "FROM debian\nRUN apt-get update && apt-get install -y \\\n\tcurl \\\n\t# what it needs\n\tgit \\\n\tlibgl1\nRUN make\n",
        ),
    ] {
        becomes("Dockerfile", before, install(), after);
    }
    let image = file("Dockerfile", "dockerfile", "FROM python:3.13");
    declines("Dockerfile", "$0FROM python:3.13-slim\n", image, "Dockerfile has it already");
}

#[test]
fn yaml() {
    let sized = || file("compose.yaml", "yaml", "shm_size: 1gb");
    for (before, after) in [
        (
            "services:\n  wéb:\n    $0image: web # the image\n",
            "services:\n  wéb:\n    image: web # the image\n    shm_size: 1gb\n",
        ),
        (
            "services:\r\n    web:\r\n        $0image:   web\r\n        shm_size: 64m # too little\r\n",
            "services:\r\n    web:\r\n        image:   web\r\n        shm_size: 1gb # too little\r\n",
        ),
    ] {
        becomes("compose.yaml", before, sized(), after);
    }
    declines("compose.yaml", "services:\n  web:\n    $0shm_size: 1gb\n", sized(), "compose.yaml has it already");
}

#[test]
fn toml() {
    let features = || file("Cargo.toml", "toml", "[dependencies]\ntokio = { version = \"1\", features = [\"full\"] }");
    for (before, after) in [
        (
            "[package]\nname = \"größer\"\n\n[dependencies]\nserde = '1' # s\n$0tokio = \"1\"\n",
            "[package]\nname = \"größer\"\n\n[dependencies]\nserde = '1' # s\ntokio = { version = \"1\", features = [\"full\"] }\n",
        ),
        (
            "[package]\r\nname='x'\r\n$0[dependencies]\r\ntokio={version=\"1\",features=[\"rt\"]}\r\n",
            "[package]\r\nname='x'\r\n[dependencies]\r\ntokio={version=\"1\",features=[\"rt\", \"full\"]}\r\n",
        ),
    ] {
        becomes("Cargo.toml", before, features(), after);
    }
}

#[test]
fn json() {
    let interop = || file("tsconfig.json", "json", "{ \"compilerOptions\": { \"esModuleInterop\": true } }");
    for (before, after) in [
        (
            "{\n  // größer\n  $0\"compilerOptions\": {\n    \"strict\": true, /* s */\n  },\n}\n",
            "{\n  // größer\n  \"compilerOptions\": {\n    \"strict\": true, /* s */\n    \"esModuleInterop\": true,\n  },\n}\n",
        ),
        (
            "$0{\r\n\t\"compilerOptions\": {\r\n\t\t\"esModuleInterop\": false\r\n\t}\r\n}\r\n",
            "{\r\n\t\"compilerOptions\": {\r\n\t\t\"esModuleInterop\": true\r\n\t}\r\n}\r\n",
        ),
        (
            "$0{\"compilerOptions\":{\"strict\":true}}",
            "{\"compilerOptions\":{\"strict\":true,\"esModuleInterop\":true}}",
        ),
        (
            "$0{ \"a\": [], \"compilerOptions\": { \"strict\": true } }\r\n",
            "{ \"a\": [], \"compilerOptions\": { \"strict\": true, \"esModuleInterop\": true } }\r\n",
        ),
        (
            "$0{\"compilerOptions\": {\"outDir\": \"a, {b\\\"}\"}}\n",
            "{\"compilerOptions\": {\"outDir\": \"a, {b\\\"}\", \"esModuleInterop\": true}}\n",
        ),
    ] {
        becomes("tsconfig.json", before, interop(), after);
    }
}
