//! Where imports go, and when they are there already.

use super::{becomes, code, declines, query};

#[test]
fn what_runs_at_the_top_of_a_file_gets_its_imports_above_it() {
    let set = || code("python", "before", "import os\n\nos.environ['K'] = '1'");
    for (source, after) in [
        ("$0import torch\n", "import os\nos.environ['K'] = '1'\nimport torch\n"),
        (
            "import sys\n$0import torch\nimport os\n",
            "import sys\nimport os\nos.environ['K'] = '1'\nimport torch\nimport os\n",
        ),
        (
            "\"\"\"Doc.\"\"\"\r\n\r\n$0from torch import nn\r\n",
            "\"\"\"Doc.\"\"\"\r\nimport os\r\n\r\nos.environ['K'] = '1'\r\nfrom torch import nn\r\n",
        ),
        (
            "import sys\nif sys.argv:\n    $0import torch\nimport os\n",
            "import sys\nimport os\nif sys.argv:\n    os.environ['K'] = '1'\n    import torch\nimport os\n",
        ),
        // In a function all imports of the file are known.
        ("def f():\n    $0g()\n\nimport os\n", "def f():\n    os.environ['K'] = '1'\n    g()\n\nimport os\n"),
    ] {
        becomes("a.py", source, set(), after);
    }
    let import = code("python", "before", "import os");
    becomes("a.py", "$0import torch\n", import, "import os\nimport torch\n");
    let call = code("python", "call", "import os\n\nload(path, workers=os.cpu_count())");
    becomes(
        "a.py",
        "import sys\n$0load(p)\nimport late\n",
        call,
        "import sys\nimport os\nload(p, workers=os.cpu_count())\nimport late\n",
    );
    let include = code("c", "before", "#include <stddef.h>");
    becomes(
        "a.c",
        "#include <stdio.h>\n$0#include \"x.h\"\n#include <math.h>\n",
        include,
        "#include <stdio.h>\n#include <stddef.h>\n#include \"x.h\"\n#include <math.h>\n",
    );
}

#[test]
fn an_import_that_is_not_known_there_is_none() {
    let dump = || code("python", "call", "import json\n\nload(path, default=json.dumps)");
    for (source, after) in [
        (
            "def g():\n    import json\n\ndef f(p):\n    $0load(p)\n",
            "import json\n\ndef g():\n    import json\n\ndef f(p):\n    load(p, default=json.dumps)\n",
        ),
        (
            "def f(p):\n    import json\n    $0load(p)\n",
            "def f(p):\n    import json\n    load(p, default=json.dumps)\n",
        ),
        (
            "try:\n    import json\nexcept ImportError:\n    json = None\n$0load(p)\n",
            "try:\n    import json\nexcept ImportError:\n    json = None\nload(p, default=json.dumps)\n",
        ),
        (
            "import a\nif TYPE_CHECKING:\n    import json\ndef f(p):\n    $0load(p)\n",
            "import a\nimport json\nif TYPE_CHECKING:\n    import json\ndef f(p):\n    load(p, default=json.dumps)\n",
        ),
    ] {
        becomes("a.py", source, dump(), after);
    }
}

#[test]
fn an_import_that_is_there_in_other_words_is_not_added() {
    for (file, source, import) in [
        ("a.py", "import os, json\n$0f()\n", code("python", "before", "import json")),
        ("a.py", "from a import (\n    b,  # it\n    c,\n)\n$0f()\n", code("python", "before", "from a import c, b")),
        ("a.mjs", "import x, { a, b } from \"m\";\n$0f();\n", code("javascript", "before", "import { b } from 'm';")),
        ("a.mjs", "import fs from 'fs'\n$0f()\n", code("javascript", "before", "import fs from 'node:fs';")),
        (
            "a.go",
            "package a\n\nimport (\n\t\"fmt\"\n\t\"sync\"\n)\n\nfunc f() {\n\t$0g()\n}\n",
            code("go", "before", "import \"sync\""),
        ),
        (
            "Main.java",
            "import java.util.*;\n\nclass Main {\n  void f() {\n    $0g();\n  }\n}\n",
            code("java", "before", "import java.util.List;"),
        ),
        (
            "a.rs",
            "use std::io::{Read, Write};\n\nfn f() {\n    $0g();\n}\n",
            code("rust", "before", "use std::io::Write;"),
        ),
        ("a.php", "<?php\nuse A\\{B, C};\n$0f();\n", code("php", "before", "use A\\C;")),
        ("P.cs", "using System ;\n$0F();\n", code("csharp", "before", "using System;")),
    ] {
        declines(file, source, import, &format!("{file} has it already"));
    }
    // The default of a module is not what it calls by that name.
    becomes(
        "a.mjs",
        "import { a } from 'm';\n$0f();\n",
        code("javascript", "before", "import a from 'm';"),
        "import { a } from 'm';\nimport a from 'm';\nf();\n",
    );
}

#[test]
fn what_a_template_imports_goes_to_the_top_and_its_captures_stay() {
    let python = query(
        "python",
        "replace",
        "(call function: (identifier) @f arguments: (argument_list (_) @a)) @target",
        "from m import h\nh({@a}, {@f})",
    );
    becomes("a.py", "import os\n\n\n$0x = g(u)\n", python, "import os\nfrom m import h\n\n\nx = h(u, g)\n");
    let script = query(
        "javascript",
        "replace",
        "(call_expression function: (identifier) @f arguments: (arguments (_) @a)) @target",
        "import { h } from 'm';\n\nh({@a}, {@f})",
    );
    becomes("a.mjs", "$0g(u);\n", script, "import { h } from 'm';\n\nh(u, g);\n");
    let java = query(
        "java",
        "replace",
        "(method_invocation name: (identifier) @f arguments: (argument_list (_) @a)) @target",
        "import java.util.Objects;\n\nObjects.requireNonNull({@a})",
    );
    becomes(
        "Main.java",
        "package a;\n\nimport a.B;\n\nclass Main {\n  void f(B b) {\n    $0g(b);\n  }\n}\n",
        java,
        "package a;\n\nimport a.B;\nimport java.util.Objects;\n\nclass Main {\n  void f(B b) {\n    Objects.requireNonNull(b);\n  }\n}\n",
    );
}

#[test]
fn a_file_that_requires_its_modules_gets_no_import() {
    let named = || code("javascript", "before", "import { readFile as read } from 'node:fs';");
    for (file, source, after) in [
        (
            "a.js",
            "'use strict';\nconst path = require('path');\n\n$0f();\n",
            "'use strict';\nconst path = require('path');\nconst { readFile: read } = require('node:fs');\n\nf();\n",
        ),
        (
            "a.js",
            "const {\n  a,\n} = require(\"a\");\nconst app = require(\"express\")();\n\n$0f();\n",
            "const {\n  a,\n} = require(\"a\");\nconst { readFile: read } = require(\"node:fs\");\nconst app = require(\"express\")();\n\nf();\n",
        ),
        ("a.cjs", "$0f();\n", "const { readFile: read } = require('node:fs');\n\nf();\n"),
        (
            "b.js",
            "import path from 'path';\n$0require(path);\n",
            "import path from 'path';\nimport { readFile as read } from 'node:fs';\nrequire(path);\n",
        ),
    ] {
        becomes(file, source, named(), after);
    }
    let source = "const {readFile:read} = require(\"node:fs\")\n$0f();\n";
    declines("a.js", source, named(), "a.js has it already");
    let whole = code("javascript", "before", "import * as fs from 'fs'");
    becomes(
        "a.js",
        "const a = require('a')\n$0f()\n",
        whole,
        "const a = require('a')\nconst fs = require('fs')\nf()\n",
    );
}
