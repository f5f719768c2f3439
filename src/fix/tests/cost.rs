//! What a fix costs grows as the file does.

use std::time::Duration;

use super::{case, code, run_time};

/// A source of about so many lines.
type Shape = fn(usize) -> String;

#[test]
fn a_longer_file_costs_as_much_more_as_it_is_longer() {
    const SHORT: usize = 2_000;
    const TIMES: usize = 4;
    let snippet = || code("python", "call", "import json\n\ntorch.load(path, default=json.dumps)");
    let shapes: [(&str, Shape); 5] = [
        ("comments", |n| format!("{}import torch\n$0torch.load(p)\n", "# x\n\n".repeat(n))),
        ("imports", |n| {
            let imports: String = (0..n).map(|i| format!("import m{i}\n")).collect();
            format!("import torch\n{imports}$0torch.load(p)\n")
        }),
        ("statements", |n| format!("import torch\n{}$0torch.load(p)\n", "x = 1\n".repeat(n))),
        ("functions", |n| format!("import torch\n{}$0torch.load(p)\n", "def f():\n    x\n".repeat(n))),
        ("calls", |n| {
            let calls: String = (0..n).map(|i| format!("m{i}.load(p)\n")).collect();
            format!("import torch\n{calls}def f(p):\n    $0torch.load(p)\n")
        }),
    ];
    for (what, shape) in shapes {
        let cost = |n: usize| {
            let source = shape(n);
            let once = || {
                let before = run_time();
                let made = case("a.py", &source, snippet()).offers().fixes.len();
                assert_eq!(made, 1, "{what}");
                run_time() - before
            };
            (0..3).map(|_| once()).min().unwrap_or(Duration::ZERO)
        };
        let (short, long) = (cost(SHORT), cost(SHORT * TIMES));
        // In the square it would be sixteen times as much.
        assert!(long < short * 2 * TIMES as u32, "{what}: {short:?}, and {long:?} for {TIMES} times as many");
    }
}
