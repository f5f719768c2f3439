//! Files that nobody would write: no editor may panic, hang, or make a change that does not fit.

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;

use super::{Near, edit_near};
use crate::fix::change::apply;
use crate::fix::tests::run_time;

/// A name of each kind of file, with a snippet that goes into it.
const KINDS: &[(&str, &str)] = &[
    ("requirements.txt", "opencv-python>=4"),
    ("pyproject.toml", "opencv-python>=4"),
    ("Cargo.toml", "openssl = { version = \"0.10\", features = [\"vendored\"] }"),
    (".cargo/config.toml", "[target.x]\nlinker = \"cc\""),
    ("package.json", "\"type\": \"module\""),
    ("tsconfig.json", "\"lib\": [\"ES2022\"]"),
    ("compose.yaml", "environment:\n  - A=1"),
    ("deployment.yaml", "resources:\n  limits:\n    memory: 1Gi"),
    (".github/workflows/ci.yml", "- uses: actions/setup-node@v4\n  with:\n    cache: npm"),
    (".gitlab-ci.yml", "variables:\n  A: \"1\""),
    ("Dockerfile", "RUN apt-get update && apt-get install -y git"),
    ("Dockerfile", "# or newer\nFROM node:22"),
    ("Dockerfile", "ENV A=1"),
    ("go.mod", "require example.com/a v1.0.0"),
    ("Gemfile", "gem 'pg', '~> 1.5'"),
    ("CMakeLists.txt", "set(CMAKE_CXX_STANDARD 17)"),
    ("pom.xml", "<maven.compiler.release>17</maven.compiler.release>"),
    ("app.csproj", "<PackageReference Include=\"A\" Version=\"1\" />"),
    ("build.gradle", "repositories {\n    google()\n}"),
    ("main.tf", "terraform {\n  required_version = \">= 1\"\n}"),
    ("main.tf", "sensitive = true"),
    ("nginx.conf", "client_max_body_size 20m;"),
    ("nginx.conf", "proxy_read_timeout 300s;"),
    (".env", "A=1"),
    ("php.ini", "memory_limit = 512M"),
    ("redis.conf", "maxmemory 1gb"),
    ("server.properties", "a.b=c"),
    (".gitattributes", "*.sh text eol=lf"),
    ("webpack.config.js", "resolve: { fallback: { fs: false } }"),
    ("settings.py", "ALLOWED_HOSTS = ['x']"),
];

/// Edits a file of each kind: what comes out fits, or is refused.
fn edit_all(text: &str, line: Option<u32>) {
    for (name, snippet) in KINDS {
        let near = Near { line, text: Some("web") };
        if let Ok(changes) = edit_near(name, Path::new(name), text, snippet, &near) {
            assert!(apply(text, &changes).is_ok(), "{name}: {changes:?} do not fit {text:?}");
        }
    }
}

/// Pieces of which files are made, and pieces that break them.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "  ",
    "\t",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "</",
    "/>",
    "\"",
    "'",
    "`",
    "\\",
    "#",
    "//",
    "/*",
    "*/",
    ":",
    ": ",
    "=",
    ",",
    ";",
    "- ",
    "-",
    "|",
    "&a ",
    "*a",
    "---\n",
    "${",
    "$x",
    "<<EOF\n",
    "EOF\n",
    "ä",
    "日本",
    "😀",
    "\u{feff}",
    "FROM node:20 AS b\n",
    "RUN apt-get install -y \\\n  curl\n",
    "USER app\n",
    "ENV A=",
    "ARG A",
    "COPY . .\n",
    "http {\n",
    "server {\n",
    "location / {\n",
    "proxy_pass http://a;\n",
    "jobs:\n",
    "  build:\n",
    "    steps:\n",
    "      - uses: actions/setup-node@v3\n",
    "services:\n",
    "  web:\n",
    "    environment:\n",
    "kind: Deployment\n",
    "apiVersion: v1\n",
    "spec:\n",
    "  containers:\n",
    "<project>",
    "</project>",
    "<properties>",
    "<Project>",
    "<ItemGroup>",
    "[project]\n",
    "dependencies = [",
    "[package]\n",
    "[dependencies]\n",
    "openssl = \"1\"\n",
    "opencv_python==1",
    "module x\n",
    "require (\n",
    "gem 'pg'",
    "project(x)\n",
    "set(CMAKE_CXX_STANDARD 11)",
    "terraform {\n",
    "repositories {\n",
    "module.exports = {",
    "export default ",
    "resolve: {",
    "a: 1,",
    "A=1",
    "memory_limit = 1 ; x\n",
    "ALLOWED_HOSTS = [",
    "\"lib\": [",
    "\"a\": {",
    "1",
    "x",
    "true",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_an_editor_panic(
        pieces in proptest::collection::vec(0..PIECES.len(), 0..40),
        line in proptest::option::of(0u32..12),
    ) {
        let text: String = pieces.into_iter().map(|at| PIECES[at]).collect();
        edit_all(&text, line);
    }
}

#[test]
fn large_and_deep_files_take_no_time_to_speak_of() {
    let mut texts: Vec<String> =
        ["{", "[", "(", "<a>", "- ", "a: ", "a {", "x(", "\"", "'", "\\\n", "# x\n", "a=1\n", "${", "<<A ", "/*"]
            .iter()
            .map(|piece| piece.repeat(4_000))
            .collect();
    texts.push("x".repeat(1 << 20));
    texts.push(format!("{{\"a\": \"{}\"}}", "x".repeat(1 << 20)));
    for text in &texts {
        let begun = run_time();
        edit_all(text, Some(1));
        let taken = run_time() - begun;
        // Some thirty edits of up to a megabyte each, in a debug build.
        assert!(taken < Duration::from_secs(60), "{:?}: {taken:?}", &text[..10]);
    }
}
