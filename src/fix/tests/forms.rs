//! One call in every way that people write it, in every language: indented by blanks and by tabs, with both line ends.

use super::{becomes, code};

/// A language, with a call that lacks its last argument.
struct Form {
    file: &'static str,
    language: &'static str,
    /// What stands around the statement; `{}` is one step of indentation.
    head: &'static str,
    tail: &'static str,
    /// How deep the statement stands.
    depth: usize,
    /// The statement around the call.
    before: &'static str,
    after: &'static str,
    /// What is called, up to the bracket, and in the words of the entry.
    call: &'static str,
    snippet: &'static str,
    /// The argument that is there, and the one that comes.
    has: &'static str,
    lacks: &'static str,
    comment: &'static str,
    /// Whether a list may end with a comma, and has to where it has several lines.
    comma: bool,
}

const FORMS: &[Form] = &[
    Form {
        file: "a.py",
        language: "python",
        head: "@cache\ndef f(p):\n",
        tail: "",
        depth: 1,
        before: "x = ",
        after: "",
        call: "Model.load(",
        snippet: "Model.load(path, size=10)",
        has: "p",
        lacks: "size=10",
        comment: "#",
        comma: true,
    },
    Form {
        file: "a.js",
        language: "javascript",
        head: "function f(p) {\n",
        tail: "}\n",
        depth: 1,
        before: "const x = ",
        after: ";",
        call: "Model.load(",
        snippet: "Model.load(path, 10)",
        has: "p",
        lacks: "10",
        comment: "//",
        comma: true,
    },
    Form {
        file: "a.ts",
        language: "typescript",
        head: "class A {\n{}@Input() p: string;\n{}f(): void {\n",
        tail: "{}}\n}\n",
        depth: 2,
        before: "const x: X = ",
        after: ";",
        call: "Model.load<X>(",
        snippet: "Model.load(path, { size: 10 })",
        has: "this.p",
        lacks: "{ size: 10 }",
        comment: "//",
        comma: true,
    },
    Form {
        file: "a.tsx",
        language: "tsx",
        head: "const f = (p: string) => {\n",
        tail: "{}return <b>{x}</b>;\n};\n",
        depth: 1,
        before: "const x = await ",
        after: ";",
        call: "Model.load(",
        snippet: "Model.load(path, 10)",
        has: "p",
        lacks: "10",
        comment: "//",
        comma: true,
    },
    Form {
        file: "a.rs",
        language: "rust",
        head: "#[inline]\nfn f(p: P) {\n",
        tail: "}\n",
        depth: 1,
        before: "let x = ",
        after: "?;",
        call: "Model::load(",
        snippet: "Model::load(path, 10)",
        has: "&p",
        lacks: "10",
        comment: "//",
        comma: true,
    },
    Form {
        file: "a.go",
        language: "go",
        head: "package main\n\nfunc f(p P) {\n",
        tail: "}\n",
        depth: 1,
        before: "x, err := ",
        after: "",
        call: "model.Load(",
        snippet: "model.Load(path, 10)",
        has: "p",
        lacks: "10",
        comment: "//",
        comma: true,
    },
    Form {
        file: "Main.java",
        language: "java",
        head: "class Main {\n{}@Override\n{}void f(P p) {\n",
        tail: "{}}\n}\n",
        depth: 2,
        before: "X x = ",
        after: ";",
        call: "Model.load(",
        snippet: "Model.load(path, 10)",
        has: "p",
        lacks: "10",
        comment: "//",
        comma: false,
    },
    Form {
        file: "a.c",
        language: "c",
        head: "void f(char *p) {\n",
        tail: "}\n",
        depth: 1,
        before: "int x = ",
        after: ";",
        call: "load(",
        snippet: "load(path, 10)",
        has: "*p",
        lacks: "10",
        comment: "//",
        comma: false,
    },
    Form {
        file: "a.cpp",
        language: "cpp",
        head: "void f(P p) {\n",
        tail: "}\n",
        depth: 1,
        before: "auto x = ",
        after: ";",
        call: "Model::load<int>(",
        snippet: "Model::load(path, 10)",
        has: "p",
        lacks: "10",
        comment: "//",
        comma: false,
    },
    Form {
        file: "P.cs",
        language: "csharp",
        head: "class P {\n{}[Test]\n{}void F(string p) {\n",
        tail: "{}}\n}\n",
        depth: 2,
        before: "var x = ",
        after: ";",
        call: "Model.Load(",
        snippet: "Model.Load(path, size: 10)",
        has: "p",
        lacks: "size: 10",
        comment: "//",
        comma: false,
    },
    Form {
        file: "a.rb",
        language: "ruby",
        head: "def f(p)\n",
        tail: "end\n",
        depth: 1,
        before: "x = ",
        after: "",
        call: "Model.load(",
        snippet: "Model.load(path, size: 10)",
        has: "p",
        lacks: "size: 10",
        comment: "#",
        comma: true,
    },
    Form {
        file: "a.php",
        language: "php",
        head: "<?php\n#[Pure]\nfunction f($p) {\n",
        tail: "}\n",
        depth: 1,
        before: "$x = ",
        after: ";",
        call: "Model::load(",
        snippet: "Model::load($path, size: 10)",
        has: "$p",
        lacks: "size: 10",
        comment: "//",
        comma: true,
    },
];

impl Form {
    /// Each way to write the call, before and after; lines after the first with one step of indentation.
    fn ways(&self) -> Vec<(String, String)> {
        let Self { call, has, lacks, comment, .. } = self;
        let last = if self.comma { "," } else { "" };
        let mut ways: Vec<(String, String)> = [
            ("{c}{a})", "{c}{a}, {b})"),
            // Written by nobody's formatter.
            ("{c} {a} )", "{c} {a}, {b} )"),
            ("{c}\"日本😀é\")", "{c}\"日本😀é\", {b})"),
            ("g({c}{a}), h(1))", "g({c}{a}, {b}), h(1))"),
            ("{c}g({a}, h(1)))", "{c}g({a}, h(1)), {b})"),
            ("g(\n{}h(1), {c}{a}))", "g(\n{}h(1), {c}{a}, {b}))"),
            ("{c}\n{}{a}{,}\n)", "{c}\n{}{a},\n{}{b}{,}\n)"),
            ("{c}\n{}{a}{,} {#} why\n)", "{c}\n{}{a}, {#} why\n{}{b}{,}\n)"),
            ("{c}\n{}{#} größer\n{}{a}{,}\n)", "{c}\n{}{#} größer\n{}{a},\n{}{b}{,}\n)"),
        ]
        .map(|(before, after)| (before.to_owned(), after.to_owned()))
        .into();
        for way in &mut ways {
            for text in [&mut way.0, &mut way.1] {
                *text = text.replace("{c}", call).replace("{a}", has).replace("{b}", lacks);
                *text = text.replace("{,}", last).replace("{#}", comment);
            }
        }
        ways
    }

    fn file(&self, call: &str, mark: &str, indent: &str, end: &str) -> String {
        let own = indent.repeat(self.depth);
        let call = call.replace('\n', &format!("\n{own}"));
        let text = format!("{}{own}{mark}{}{call}{}\n{}", self.head, self.before, self.after, self.tail);
        text.replace("{}", indent).replace('\n', end)
    }
}

#[test]
fn a_call_gets_what_it_lacks_however_it_is_written() {
    for form in FORMS {
        for (before, after) in form.ways() {
            for (indent, end) in [("    ", "\n"), ("\t", "\r\n"), ("  ", "\r\n"), ("\t", "\n")] {
                // What is in braces in a file of React is code.
                let (before, after) = (form.file(&before, "$0", indent, end), form.file(&after, "", indent, end));
                becomes(form.file, &before, code(form.language, "call", form.snippet), &after);
            }
        }
    }
}

#[test]
fn arguments_that_come_from_elsewhere_are_not_counted() {
    for (file, source, snippet) in [
        ("a.js", "$0load(...all);\n", code("javascript", "call", "load(path, 10)")),
        ("a.py", "$0load(*all)\n", code("python", "call", "load(path, 10)")),
        ("a.go", "package main\n\nfunc f(all []P) {\n\t$0load(all...)\n}\n", code("go", "call", "load(path, 10)")),
        ("a.php", "<?php\n$0load(...$all);\n", code("php", "call", "load($path, 10)")),
    ] {
        super::declines(file, source, snippet, "load(…) takes its arguments from elsewhere");
    }
}
