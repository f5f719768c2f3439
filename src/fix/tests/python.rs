use serde_json::{Value, json};

use super::{becomes, case, code, declines, query};

fn call(text: &str) -> Value {
    code("python", "call", text)
}

fn load() -> Value {
    call("Model.load(path, device='auto')")
}

#[test]
fn a_call_gets_the_arguments_that_it_lacks() {
    for (before, after) in [
        ("$0x = Model.load(p)\n", "x = Model.load(p, device='auto')\n"),
        ("$0Model.load()\n", "Model.load(device='auto')\n"),
        ("$0Model.load(p, a=1)\n", "Model.load(p, a=1, device='auto')\n"),
        ("$0Model.load(p, )\n", "Model.load(p, device='auto', )\n"),
        ("$0x = f(Model.load(p)).g(Model.other(q))\n", "x = f(Model.load(p, device='auto')).g(Model.other(q))\n"),
        ("$0x = Model.load(p)  # why\n", "x = Model.load(p, device='auto')  # why\n"),
        ("if 1:\n\t$0x = Model.load(p)\n", "if 1:\n\tx = Model.load(p, device='auto')\n"),
        ("$0é = Model.load('日本😀')\r\ny = 1\r\n", "é = Model.load('日本😀', device='auto')\r\ny = 1\r\n"),
        ("$0x = Model.load(*args)\n", "x = Model.load(*args, device='auto')\n"),
        ("$0x = await Model.load(p)\n", "x = await Model.load(p, device='auto')\n"),
        ("$0x = [Model.load(p) for p in ps]\n", "x = [Model.load(p, device='auto') for p in ps]\n"),
    ] {
        becomes("a.py", before, load(), after);
    }
}

#[test]
fn an_argument_goes_where_the_others_are_written() {
    for (before, after) in [
        ("$0x = Model.load(\n    p,\n)\n", "x = Model.load(\n    p,\n    device='auto',\n)\n"),
        ("$0x = Model.load(\n    p\n)\n", "x = Model.load(\n    p,\n    device='auto'\n)\n"),
        (
            "$0x = Model.load(\n    p,  # the path\n    q,  # more\n)\n",
            "x = Model.load(\n    p,  # the path\n    q,  # more\n    device='auto',\n)\n",
        ),
        ("$0x = Model.load(\n    p  # the path\n)\n", "x = Model.load(\n    p,  # the path\n    device='auto'\n)\n"),
        (
            "$0x = Model.load(p,\n               q)\n",
            "x = Model.load(p,\n               q,\n               device='auto')\n",
        ),
        ("$0x = Model.load(\n    p, q,\n    r, s\n)\n", "x = Model.load(\n    p, q,\n    r, s, device='auto'\n)\n"),
        ("$0x = Model.load(\r\n\tp,\r\n)\r\n", "x = Model.load(\r\n\tp,\r\n\tdevice='auto',\r\n)\r\n"),
        ("$0x = Model.load(\n    # nothing yet\n)\n", "x = Model.load(device='auto'\n    # nothing yet\n)\n"),
        ("$0x = Model.load(p, **kwargs)\n", "x = Model.load(p, device='auto', **kwargs)\n"),
        (
            "$0x = Model.load(\n    p,\n    **kwargs,\n)\n",
            "x = Model.load(\n    p,\n    device='auto',\n    **kwargs,\n)\n",
        ),
        (
            "$0x = Model.load(\n    {\n        'a': 1,\n    },\n)\n",
            "x = Model.load(\n    {\n        'a': 1,\n    },\n    device='auto',\n)\n",
        ),
    ] {
        becomes("a.py", before, load(), after);
    }
}

#[test]
fn strings_are_quoted_as_the_file_quotes_them() {
    becomes(
        "a.py",
        "y = \"a\"\n$0x = Model.load(\"b\")\n",
        load(),
        "y = \"a\"\nx = Model.load(\"b\", device=\"auto\")\n",
    );
    becomes("a.py", "y = 'a'\n$0x = Model.load(\"b'\")\n", load(), "y = 'a'\nx = Model.load(\"b'\", device='auto')\n");
    let special = call("Model.load(path, how='\"')");
    becomes("a.py", "$0x = Model.load(\"b\")\n", special, "x = Model.load(\"b\", how='\"')\n");
}

#[test]
fn another_value_is_offered_as_a_change_and_never_preferred() {
    let case = case("a.py", "$0x = Model.load(p, device='cpu')\n", call("Model.load(p, device='auto', other=1)"));
    assert_eq!(case.after(), ["x = Model.load(p, device='auto', other=1)\n"]);
    assert_eq!(case.titles(), ["Add other=1 and change device='cpu' to device='auto' in load(…) in a.py:1"]);
    assert_eq!(case.offers().preferred(), None);
    let spread = super::case("a.py", "$0x = Model.load(p, **kw)\n", load());
    assert_eq!(spread.offers().preferred(), None);
    declines("a.py", "$0x = Model.load(p, device=\"auto\")\n", load(), "load(…) has it already");
}

#[test]
fn several_calls_are_several_fixes() {
    let case = case("a.py", "$0x = Model.load(p) or Model.load(q)\n", load());
    assert_eq!(
        case.after(),
        ["x = Model.load(p, device='auto') or Model.load(q)\n", "x = Model.load(p) or Model.load(q, device='auto')\n"]
    );
    assert_eq!(
        case.titles(),
        ["Add device='auto' to load(p) in a.py:1", "Add device='auto' to load(q) in a.py:1"],
        "a user can tell them apart"
    );
    // The one that is called as the entry calls it is meant.
    becomes("a.py", "$0x = Other.load(Model.load(p))\n", load(), "x = Other.load(Model.load(p, device='auto'))\n");
}

#[test]
fn the_call_is_found_in_the_heads_around_the_line_and_where_its_value_was_made() {
    let open = || call("open(path, encoding='utf-8')");
    for (before, after) in [
        (
            "with open(p) as f:\n    for line in f:\n        $0print(f.read())\n",
            "with open(p, encoding='utf-8') as f:\n    for line in f:\n        print(f.read())\n",
        ),
        (
            "def g():\n    f = open(p)\n    other = open(q)\n    $0x = f.read()\n",
            "def g():\n    f = open(p, encoding='utf-8')\n    other = open(q)\n    x = f.read()\n",
        ),
        (
            "class A:\n    @wraps(g)\n    def f(self):\n        $0return open(p).read()\n",
            "class A:\n    @wraps(g)\n    def f(self):\n        return open(p, encoding='utf-8').read()\n",
        ),
    ] {
        becomes("a.py", before, open(), after);
    }
    let client = || call("OpenAI(max_retries=5)");
    for (before, after) in [
        (
            "import openai\nclient = openai.OpenAI()\ndef f():\n    $0client.create(1)\n",
            "import openai\nclient = openai.OpenAI(max_retries=5)\ndef f():\n    client.create(1)\n",
        ),
        (
            "class A:\n    def __init__(self):\n        self.api = OpenAI()\n    def f(self):\n        $0self.api.create(1)\n",
            "class A:\n    def __init__(self):\n        self.api = OpenAI(max_retries=5)\n    def f(self):\n        self.api.create(1)\n",
        ),
        (
            "def f(data):\n    api = OpenAI()\n    for x in api:\n        $0g(x)\n",
            "def f(data):\n    api = OpenAI(max_retries=5)\n    for x in api:\n        g(x)\n",
        ),
    ] {
        becomes("a.py", before, client(), after);
    }
    let local = "def g():\n    api = OpenAI()\ndef f(api):\n    $0api.create(1)\n";
    declines("a.py", local, client(), "OpenAI(…) is not called at a.py:4");
    declines("a.py", "import os\n$0os.open(p)\n", open(), "open(…) is not called at a.py:2");
    declines("a.py", "def f():\n    open(p)\n\n$0g()\n", open(), "open(…) is not called at a.py:4");
}

#[test]
fn whose_call_it_is_counts() {
    let torch = || call("torch.load(path, map_location='cpu')");
    becomes(
        "a.py",
        "import torch as th\n$0th.load(p)\n",
        torch(),
        "import torch as th\nth.load(p, map_location='cpu')\n",
    );
    becomes(
        "a.py",
        "from torch import load\n$0load(p)\n",
        torch(),
        "from torch import load\nload(p, map_location='cpu')\n",
    );
    let read = || call("pd.read_csv(path, low_memory=False)");
    let pandas = "import pandas\n$0pandas.read_csv(p)\n";
    becomes("a.py", pandas, read(), "import pandas\npandas.read_csv(p, low_memory=False)\n");
    let polars = "import pandas as pd, polars as pl\n$0pl.read_csv(p)\n";
    declines("a.py", polars, read(), "read_csv(…) is not called at a.py:2");
    declines("a.py", "import torch, json\n$0json.load(f)\n", torch(), "load(…) is not called at a.py:2");
    declines("a.py", "$0load(f)\n", torch(), "load(…) is not called at a.py:1");
}

#[test]
fn what_an_argument_names_is_there_or_imported() {
    declines("a.py", "$0Model.load(p)\n", call("Model.load(p, config=Config(bits=4))"), "a.py has no `Config`");
    let imported = || call("from models import Config\n\nModel.load(p, config=Config(bits=4))");
    for (before, after) in [
        (
            "import os\n\n$0Model.load(p)\n",
            "import os\nfrom models import Config\n\nModel.load(p, config=Config(bits=4))\n",
        ),
        (
            "from models import (\n    Model,\n    Config,\n)\n$0Model.load(p)\n",
            "from models import (\n    Model,\n    Config,\n)\nModel.load(p, config=Config(bits=4))\n",
        ),
        (
            "\"\"\"Doc.\"\"\"\n$0Model.load(p)\n",
            "\"\"\"Doc.\"\"\"\nfrom models import Config\n\nModel.load(p, config=Config(bits=4))\n",
        ),
        (
            "#!/usr/bin/env python3\n# A licence.\n\nfrom models import Model\nimport sys\n$0Model.load(p)\n",
            "#!/usr/bin/env python3\n# A licence.\n\nfrom models import Model\nfrom models import Config\nimport sys\nModel.load(p, config=Config(bits=4))\n",
        ),
    ] {
        becomes("a.py", before, imported(), after);
    }
}

#[test]
fn statements_go_beside_the_failing_one_indented_like_it() {
    let before = || code("python", "before", "if not p:\n    p = 'x'");
    for (source, after) in [
        ("p = 1\ndef f():\n    $0g(p)\n", "p = 1\ndef f():\n    if not p:\n        p = 'x'\n    g(p)\n"),
        ("p = 1\ndef f():\n\t$0g(p)\n", "p = 1\ndef f():\n\tif not p:\n\t\tp = 'x'\n\tg(p)\n"),
        ("p = 1\n$0if p: g(p)\n", "p = 1\nif not p:\n    p = 'x'\nif p: g(p)\n"),
        ("p = 1\r\n$0g(p)\r\n", "p = 1\r\nif not p:\r\n    p = 'x'\r\ng(p)\r\n"),
        ("p = 1\nx = g(\n  $0p,\n)\n", "p = 1\nif not p:\n  p = 'x'\nx = g(\n  p,\n)\n"),
        ("p = 1\n@g(p)\n$0def f():\n    pass\n", "p = 1\nif not p:\n    p = 'x'\n@g(p)\ndef f():\n    pass\n"),
        ("p = 1\nif a:\n  pass\n$0elif p:\n  pass\n", "p = 1\nif not p:\n  p = 'x'\nif a:\n  pass\nelif p:\n  pass\n"),
    ] {
        becomes("a.py", source, before(), after);
    }
    let after = || code("python", "after", "print(p)");
    becomes("a.py", "$0p = 1", after(), "p = 1\nprint(p)");
    becomes(
        "a.py",
        "with a as p:\n    $0x = (\n      1)\n\ny = p\n",
        after(),
        "with a as p:\n    x = (\n      1)\n    print(p)\n\ny = p\n",
    );
    declines("a.py", "def f(p):\n    $0return p\n", after(), "nothing behind a.py:2 is reached");
    declines("a.py", "$0p = 1\nprint(p)\n", after(), "a.py:1 has it already");
    declines("a.py", "$0g(q)\n", before(), "a.py has no `p`");
}

#[test]
fn imports_alone_go_to_the_imports() {
    let future = code("python", "before", "from __future__ import annotations");
    becomes(
        "a.py",
        "\"\"\"Doc.\"\"\"\n\nimport os\n$0x: int | None = 1\n",
        future,
        "\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport os\nx: int | None = 1\n",
    );
    declines("a.py", "import os, sys\n$0x()\n", code("python", "before", "import sys"), "a.py has it already");
}

#[test]
fn code_is_replaced_and_wrapped_by_a_query_and_a_template() {
    let alias = query(
        "python",
        "replace",
        "(attribute object: (identifier) @np attribute: (identifier) @name (#eq? @name \"float_\")) @target",
        "{@np}.float64",
    );
    becomes(
        "a.py",
        "import numpy as np\n$0x = f(np.float_(1), np.int_)\n",
        alias,
        "import numpy as np\nx = f(np.float64(1), np.int_)\n",
    );
    let wrap = || {
        code(
            "python",
            "wrap",
            "import logging\ntry:\n    {@target}\nexcept OSError as error:\n    logging.warning(error)",
        )
    };
    becomes(
        "a.py",
        "import os\n\ndef f():\n\t$0x = g(\n\t\t1,\n\t)\n\treturn x\n",
        wrap(),
        "import os\nimport logging\n\ndef f():\n\ttry:\n\t\tx = g(\n\t\t\t1,\n\t\t)\n\texcept OSError as error:\n\t\tlogging.warning(error)\n\treturn x\n",
    );
    let with = query(
        "python",
        "wrap",
        "(expression_statement (call function: (identifier) @name (#eq? @name \"g\"))) @target",
        "with lock:\n    {@target}",
    );
    becomes("a.py", "lock = 1\nif lock:\n    $0g()\n", with, "lock = 1\nif lock:\n    with lock:\n        g()\n");
    let checked = query(
        "python",
        "wrap",
        "(expression_statement (assignment right: (subscript value: (_) @map subscript: (_) @key))) @target",
        "if {@key} in {@map}:\n    {@target}",
    );
    becomes("a.py", "d = {}\n$0x = d['k']\n", checked, "d = {}\nif 'k' in d:\n    x = d['k']\n");
    let nothing = query("python", "replace", "(string) @target", "1");
    declines("a.py", "$0x = 1\n", nothing, "what is to be changed does not stand at a.py:1");
}

#[test]
fn a_record_without_a_snippet_shows_its_code_in_its_text() {
    let how = json!({ "how": "Pass `device='auto'` to `load`, or see `Model.load(path, fast=True)`." });
    let case = case("a.py", "$0x = Model.load(p)\n", how);
    assert_eq!(case.titles(), ["Add fast=True to load(…) in a.py:1", "Add device='auto' to load(…) in a.py:1"]);
    let how = json!({ "how": "Pass `device='auto'` to `Model.load`." });
    becomes("a.py", "$0x = Model.load(p)\n", how, "x = Model.load(p, device='auto')\n");
}

#[test]
fn a_file_that_does_not_parse_is_mended_if_it_gets_no_worse() {
    becomes(
        "a.py",
        "def f(:\n    pass\n\n$0y = Model.load(p)\n",
        load(),
        "def f(:\n    pass\n\ny = Model.load(p, device='auto')\n",
    );
}

#[test]
fn what_would_not_parse_any_more_is_refused() {
    let broken = query("python", "replace", "(string) @target", "('");
    declines("a.py", "$0x = f('a')\n", broken, "a.py would not parse any more");
}
