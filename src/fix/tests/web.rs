use serde_json::Value;

use super::{becomes, case, code, declines, query};

fn fetch() -> Value {
    code("javascript", "call", "fetch(url, { cache: 'no-store', keepalive: true })")
}

#[test]
fn options_are_merged_into_the_object_that_a_call_has() {
    for (before, after) in [
        ("$0await fetch(u);\n", "await fetch(u, { cache: 'no-store', keepalive: true });\n"),
        ("$0fetch(u, {});\n", "fetch(u, { cache: 'no-store', keepalive: true });\n"),
        ("$0fetch(u, { method: 'POST' });\n", "fetch(u, { method: 'POST', cache: 'no-store', keepalive: true });\n"),
        (
            "$0fetch(u, {\n  method: \"POST\",\n  keepalive: true,\n});\n",
            "fetch(u, {\n  method: \"POST\",\n  keepalive: true,\n  cache: \"no-store\",\n});\n",
        ),
        (
            "$0fetch(u, {\n\tmethod: 'POST' // why\n})\n",
            "fetch(u, {\n\tmethod: 'POST', // why\n\tcache: 'no-store',\n\tkeepalive: true\n})\n",
        ),
        ("$0fetch(u, { ...more })\n", "fetch(u, { ...more, cache: 'no-store', keepalive: true })\n"),
    ] {
        for file in ["a.js", "a.ts", "a.tsx"] {
            becomes(file, before, fetch(), after);
        }
    }
    let variable = case("a.js", "$0fetch(u, options)\n", fetch());
    assert_eq!(variable.after(), ["fetch(u, { ...options, cache: 'no-store', keepalive: true })\n"]);
    assert_eq!(variable.offers().preferred(), None);
    let other = case("a.js", "$0fetch(u, { cache: 'default', keepalive: true })\n", fetch());
    assert_eq!(other.titles(), ["Change cache: 'default' to cache: 'no-store' in fetch(…) in a.js:1"]);
}

#[test]
fn arguments_behind_those_of_a_call_are_added() {
    let radix = code("javascript", "call", "parseInt(text, 10)");
    becomes("a.js", "$0const n = parseInt(s);\n", radix, "const n = parseInt(s, 10);\n");
    let pool = code("typescript", "call", "new Pool({ max: 5 })");
    becomes("a.ts", "$0const p: Pool = new Pool();\n", pool, "const p: Pool = new Pool({ max: 5 });\n");
}

#[test]
fn statements_imports_and_directives_have_their_places() {
    let guard = || code("javascript", "before", "if (!user) {\n  throw new Error('no user');\n}");
    becomes(
        "a.js",
        "function f(user) {\n    if (a) $0return user.name;\n}\n",
        guard(),
        "function f(user) {\n    if (!user) {\n        throw new Error('no user');\n    }\n    if (a) return user.name;\n}\n",
    );
    becomes(
        "a.tsx",
        "const f = (user: User) => {\n\t$0return <b>{user.name}</b>;\n};\n",
        guard(),
        "const f = (user: User) => {\n\tif (!user) {\n\t\tthrow new Error('no user');\n\t}\n\treturn <b>{user.name}</b>;\n};\n",
    );
    let client = || code("javascript", "before", "\"use client\";");
    becomes("a.tsx", "import x from 'x';\n\n$0x();\n", client(), "'use client';\n\nimport x from 'x';\n\nx();\n");
    declines("a.tsx", "'use client'\n$0x();\n", client(), "a.tsx has it already");
    let import = || code("javascript", "before", "import fs from 'node:fs';");
    becomes(
        "a.mjs",
        "#!/usr/bin/env node\n$0f();\n",
        import(),
        "#!/usr/bin/env node\nimport fs from 'node:fs';\n\nf();\n",
    );
    becomes(
        "a.mjs",
        "import a from 'a';\nimport {\n  b,\n} from 'b';\n\n$0f();\n",
        import(),
        "import a from 'a';\nimport {\n  b,\n} from 'b';\nimport fs from 'node:fs';\n\nf();\n",
    );
    declines("a.js", "$0f();\n", code("javascript", "before", "response.text();"), "a.js has no `response`");
}

#[test]
fn code_is_replaced_and_wrapped() {
    let optional = query(
        "javascript",
        "replace",
        "(member_expression object: (identifier) @o property: (property_identifier) @p) @target",
        "{@o}?.{@p}",
    );
    becomes("a.js", "$0const n = user.name;\n", optional, "const n = user?.name;\n");
    let wrap = code("javascript", "wrap", "try {\n  {@target}\n} catch (error) {\n  console.error(error);\n}");
    becomes(
        "a.ts",
        "function f() {\n  $0g(\n    1,\n  );\n}\n",
        wrap,
        "function f() {\n  try {\n    g(\n      1,\n    );\n  } catch (error) {\n    console.error(error);\n  }\n}\n",
    );
}

#[test]
fn a_type_is_no_name_that_has_to_be_there() {
    let report = code("typescript", "call", "run({ onError: (error: unknown) => console.error(error as Error) })");
    becomes(
        "a.ts",
        "$0run({ a });\n",
        report,
        "run({ a, onError: (error: unknown) => console.error(error as Error) });\n",
    );
    let guard = code("typescript", "before", "const list: Record<string, unknown> = {} as any;");
    becomes("a.tsx", "$0f();\n", guard, "const list: Record<string, unknown> = {} as any;\nf();\n");
}

#[test]
fn a_decorator_is_a_call_too() {
    let name = code("typescript", "call", "Component({ standalone: true })");
    becomes(
        "a.ts",
        "$0@Component({\n  selector: 'a', // its name\n})\nexport class A {}\n",
        name,
        "@Component({\n  selector: 'a', // its name\n  standalone: true,\n})\nexport class A {}\n",
    );
}

#[test]
fn a_name_is_known_where_it_is_used() {
    let guard = || code("javascript", "before", "if (!user) throw new Error('no user');");
    declines("a.js", "const f = (user) =>\n  $0user.name;\n", guard(), "a.js has no `user`");
    declines("a.js", "function g() {\n  const user = 1;\n}\n$0f();\n", guard(), "a.js has no `user`");
    for (source, after) in [
        (
            "const user = g();\nconst f = () => {\n  $0h();\n};\n",
            "const user = g();\nconst f = () => {\n  if (!user) throw new Error('no user');\n  h();\n};\n",
        ),
        (
            "function f(user) {\n  return all.map((x) => {\n    $0h(x);\n  });\n}\n",
            "function f(user) {\n  return all.map((x) => {\n    if (!user) throw new Error('no user');\n    h(x);\n  });\n}\n",
        ),
        ("$0f();\nfunction user() {}\n", "if (!user) throw new Error('no user');\nf();\nfunction user() {}\n"),
    ] {
        becomes("a.js", source, guard(), after);
    }
    let each = || code("python", "before", "assert row");
    declines("a.py", "$0names = [row.name for row in rows]\n", each(), "a.py has no `row`");
    becomes(
        "a.py",
        "for row in rows:\n    $0names = [x for x in row]\n",
        each(),
        "for row in rows:\n    assert row\n    names = [x for x in row]\n",
    );
    let elsewhere = "def g():\n    limit = 1\n\nclient = Api()\n\ndef f(limit):\n    $0client.get(limit)\n";
    declines("a.py", elsewhere, code("python", "call", "Api(retries=limit)"), "a.py has no `limit`");
}
