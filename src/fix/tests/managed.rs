use super::{becomes, code, query};

#[test]
fn java() {
    let charset = || {
        code("java", "call", "import java.nio.charset.StandardCharsets;\n\nnew String(bytes, StandardCharsets.UTF_8)")
    };
    becomes(
        "Main.java",
        "package a;\n\nimport java.io.File;\n\nclass Main {\n    void f(byte[] b) {\n        $0String s = new String(b);\n    }\n}\n",
        charset(),
        "package a;\n\nimport java.io.File;\nimport java.nio.charset.StandardCharsets;\n\nclass Main {\n    void f(byte[] b) {\n        String s = new String(b, StandardCharsets.UTF_8);\n    }\n}\n",
    );
    becomes(
        "Main.java",
        "package a;\n\nclass Main {\n    void f(byte[] b) {\n        $0String s = new String(b);\n    }\n}\n",
        charset(),
        "package a;\nimport java.nio.charset.StandardCharsets;\n\nclass Main {\n    void f(byte[] b) {\n        String s = new String(b, StandardCharsets.UTF_8);\n    }\n}\n",
    );
    let guard = code("java", "before", "if (name == null) {\n    return;\n}");
    becomes(
        "Main.java",
        "class Main {\n  @Override\n  void f(String name) {\n    $0name.length();\n  }\n}\n",
        guard,
        "class Main {\n  @Override\n  void f(String name) {\n    if (name == null) {\n      return;\n    }\n    name.length();\n  }\n}\n",
    );
    let method = code("java", "call", "list.subList(from, 10)");
    becomes(
        "Main.java",
        "class Main { void f() {\n  $0a.b().subList(0);\n} }\n",
        method,
        "class Main { void f() {\n  a.b().subList(0, 10);\n} }\n",
    );
}

#[test]
fn csharp() {
    let named = || code("csharp", "call", "client.Get(url, timeout: 30)");
    for (before, after) in [
        ("client.Get(u);", "client.Get(u, timeout: 30);"),
        (
            "client.Get(\n            u,\n            // what\n            retry: true);",
            "client.Get(\n            u,\n            // what\n            retry: true,\n            timeout: 30);",
        ),
        ("client.Get(u, timeout: 5);", "client.Get(u, timeout: 30);"),
    ] {
        let source = |line: &str, mark: &str| {
            format!("using System;\n\nclass P {{\n    void F() {{\n        {mark}{line}\n    }}\n}}\n")
        };
        becomes("P.cs", &source(before, "$0"), named(), &source(after, ""));
    }
    let using = code("csharp", "before", "using System.Linq;");
    becomes(
        "P.cs",
        "using System;\n\n$0Console.WriteLine(1);\n",
        using,
        "using System;\nusing System.Linq;\n\nConsole.WriteLine(1);\n",
    );
    let guard = query(
        "csharp",
        "replace",
        "(member_access_expression expression: (identifier) @o name: (identifier) @n) @target",
        "{@o}?.{@n}",
    );
    becomes(
        "P.cs",
        "class P {\n  void F(string s) {\n    $0var n = s.Length;\n  }\n}\n",
        guard,
        "class P {\n  void F(string s) {\n    var n = s?.Length;\n  }\n}\n",
    );
}
