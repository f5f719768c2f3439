use super::{becomes, code, declines, query};

#[test]
fn rust() {
    let with = || code("rust", "call", "Vec::with_capacity(n, alloc)");
    becomes(
        "a.rs",
        "fn f(alloc: A) {\n    $0let v = Vec::<u8>::with_capacity(3);\n}\n",
        with(),
        "fn f(alloc: A) {\n    let v = Vec::<u8>::with_capacity(3, alloc);\n}\n",
    );
    becomes(
        "a.rs",
        "fn f(alloc: A) {\n    $0let v = Vec::with_capacity(\n        3, // three\n    );\n}\n",
        with(),
        "fn f(alloc: A) {\n    let v = Vec::with_capacity(\n        3, // three\n        alloc,\n    );\n}\n",
    );
    let import = || code("rust", "before", "use std::fmt::Write;");
    becomes(
        "a.rs",
        "//! Doc.\n\nuse std::fs;\n\nfn f() {\n    $0g();\n}\n",
        import(),
        "//! Doc.\n\nuse std::fs;\nuse std::fmt::Write;\n\nfn f() {\n    g();\n}\n",
    );
    becomes(
        "a.rs",
        "//! Doc.\nfn f() {\n    $0g();\n}\n",
        import(),
        "//! Doc.\nuse std::fmt::Write;\n\nfn f() {\n    g();\n}\n",
    );
    let before = code("rust", "before", "let copy = v.clone();");
    becomes(
        "a.rs",
        "fn f(v: V) {\n    $0g(v);\n}\n",
        before,
        "fn f(v: V) {\n    let copy = v.clone();\n    g(v);\n}\n",
    );
    let clone = query("rust", "replace", "(arguments (identifier) @target)", "{@target}.clone()");
    becomes("a.rs", "fn f(v: V) {\n    $0g(v);\n}\n", clone, "fn f(v: V) {\n    g(v.clone());\n}\n");
    declines("a.rs", "fn f() {\n    $0g();\n}\n", code("rust", "before", "lock.release();"), "a.rs has no `lock`");
}

#[test]
fn go() {
    let timeout = || code("go", "call", "http.NewRequest(method, url, nil)");
    becomes(
        "a.go",
        "package main\n\nfunc f() {\n\t$0r, err := http.NewRequest(\"GET\", u)\n}\n",
        timeout(),
        "package main\n\nfunc f() {\n\tr, err := http.NewRequest(\"GET\", u, nil)\n}\n",
    );
    let guard = || code("go", "before", "if m == nil {\n\tm = map[string]int{}\n}");
    becomes(
        "a.go",
        "package main\n\nfunc f(m M) {\n\tswitch {\n\tcase true:\n\t\t$0m[\"a\"] = 1\n\t}\n}\n",
        guard(),
        "package main\n\nfunc f(m M) {\n\tswitch {\n\tcase true:\n\t\tif m == nil {\n\t\t\tm = map[string]int{}\n\t\t}\n\t\tm[\"a\"] = 1\n\t}\n}\n",
    );
    let import = || code("go", "before", "import \"sync\"\n\nvar mu sync.Mutex\nmu.Lock()");
    becomes(
        "a.go",
        "package main\n\nimport (\n\t\"fmt\"\n)\n\nfunc f() {\n\t$0fmt.Println()\n}\n",
        import(),
        "package main\n\nimport (\n\t\"fmt\"\n\t\"sync\"\n)\n\nfunc f() {\n\tvar mu sync.Mutex\n\tmu.Lock()\n\tfmt.Println()\n}\n",
    );
    becomes(
        "a.go",
        "package main\n\nfunc f() {\n\t$0g()\n}\n",
        import(),
        "package main\n\nimport \"sync\"\n\nfunc f() {\n\tvar mu sync.Mutex\n\tmu.Lock()\n\tg()\n}\n",
    );
    let ignore = code("go", "before", "//go:build ignore");
    becomes(
        "a.go",
        "package main\n\nfunc f() {\n\t$0g()\n}\n",
        ignore,
        "//go:build ignore\n\npackage main\n\nfunc f() {\n\tg()\n}\n",
    );
    declines("a.go", "package main\n\nfunc f() {\n\t$0g()\n}\n", code("go", "before", "mu.Lock()"), "a.go has no `mu`");
}

#[test]
fn c_and_cpp() {
    let include = || code("c", "before", "#include <stdlib.h>");
    becomes(
        "a.c",
        "#include <stdio.h>\n\nint main(void) {\n  $0free(p);\n}\n",
        include(),
        "#include <stdio.h>\n#include <stdlib.h>\n\nint main(void) {\n  free(p);\n}\n",
    );
    becomes(
        "a.cpp",
        "#pragma once\nint f() {\r\n  $0g();\r\n}\n",
        include(),
        "#pragma once\n#include <stdlib.h>\n\nint f() {\r\n  g();\r\n}\n",
    );
    let check = code("c", "before", "if (p == NULL) {\n    abort();\n}");
    becomes(
        "a.c",
        "int f(char *p) {\n\tif (p)\n\t\t$0return *p;\n}\n",
        check,
        "int f(char *p) {\n\tif (p == NULL) {\n\t\tabort();\n\t}\n\tif (p)\n\t\treturn *p;\n}\n",
    );
    let more = code("cpp", "call", "std::getline(in, line, '\\n')");
    becomes(
        "a.cpp",
        "void f() {\n  $0std::getline(in, line);\n}\n",
        more,
        "void f() {\n  std::getline(in, line, '\\n');\n}\n",
    );
    let wrap = code(
        "cpp",
        "wrap",
        "try {\n    {@target}\n} catch (const std::exception& error) {\n    std::cerr << error.what();\n}",
    );
    becomes(
        "a.cpp",
        "void f() {\n  $0g();\n}\n",
        wrap,
        "void f() {\n  try {\n    g();\n  } catch (const std::exception& error) {\n    std::cerr << error.what();\n  }\n}\n",
    );
}
