//! Which line of which file is meant: frames from the innermost to the outermost, paths of other machines.

use super::{SAYS, code};

/// Files with their texts, and the frames of a traceback, outermost first: path, line, source.
fn after(files: &[(&str, &str)], frames: &[(&str, usize, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let frames: String =
        frames.iter().map(|(path, line, text)| format!("  File \"{path}\", line {line}, in f\n    {text}\n")).collect();
    let case = super::Case {
        file: "",
        source: "",
        snippet: code("python", "call", "Model.load(path, size=10)"),
        log: format!("Traceback (most recent call last):\n{frames}ValueError: {SAYS}\n"),
    };
    let offers = case.offers_in(folder.path());
    let title = |title: &str| title.replace(" (entry of a folder)", "");
    let declined = offers.declined.iter().map(|declined| declined.reason.clone());
    offers.fixes.iter().map(|fix| title(&fix.title)).chain(declined).collect()
}

#[test]
fn where_the_innermost_frame_has_no_such_call_its_callers_are_asked() {
    let files = [
        ("main.py", "import lib\nlib.run(Model.load(1))\n"),
        ("lib.py", "def run(m):\n    check(m)\n"),
        ("venv/lib/python3.11/site-packages/pkg/core.py", "def check(m):\n    Model.load(m)\n"),
    ];
    let frames = [
        ("/app/main.py", 2, "lib.run(Model.load(1))"),
        ("/app/lib.py", 2, "check(m)"),
        ("/usr/lib/python3.11/site-packages/pkg/core.py", 2, "Model.load(m)"),
    ];
    assert_eq!(after(&files, &frames), ["Add size=10 to load(…) in main.py:2"]);
    // Of several the innermost is meant.
    let inner = [files[0], ("lib.py", "def run(m):\n    Model.load(m)\n"), files[2]];
    let frames = [frames[0], ("/app/lib.py", 2, "Model.load(m)"), frames[2]];
    assert_eq!(after(&inner, &frames), ["Add size=10 to load(…) in lib.py:2"]);
}

#[test]
fn paths_of_containers_ci_and_windows_mean_the_files_here() {
    let files = [("src/shop/cart.py", "import a\nModel.load(1)\n")];
    for path in [
        "/app/src/shop/cart.py",
        "/home/runner/work/shop/shop/src/shop/cart.py",
        "/builds/group/project/src/shop/cart.py",
        "C:\\Users\\x\\project\\src\\shop\\cart.py",
        "src/shop/cart.py",
        "./src/shop/cart.py",
    ] {
        let found = after(&files, &[(path, 2, "Model.load(1)")]);
        assert_eq!(found, ["Add size=10 to load(…) in src/shop/cart.py:2"], "{path}");
    }
}
