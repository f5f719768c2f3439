use super::{becomes, case, code, declines};

#[test]
fn ruby() {
    let connect = || code("ruby", "call", "Http.get(url, timeout: 30)");
    for (before, after) in [
        ("$0Http.get(u)\n", "Http.get(u, timeout: 30)\n"),
        ("$0Http.get u\n", "Http.get u, timeout: 30\n"),
        ("$0Http.get(u, retry: 1) do |r|\n  r\nend\n", "Http.get(u, retry: 1, timeout: 30) do |r|\n  r\nend\n"),
        ("$0Http.get(u, **more)\n", "Http.get(u, timeout: 30, **more)\n"),
        ("$0Http.get(\n  u,\n)\n", "Http.get(\n  u,\n  timeout: 30,\n)\n"),
        ("$0Http.get(u, :timeout => 5)\n", "Http.get(u, :timeout => 30)\n"),
    ] {
        becomes("a.rb", before, connect(), after);
    }
    let require = || code("ruby", "before", "require 'json'\n");
    becomes(
        "a.rb",
        "# frozen_string_literal: true\n\nrequire 'set'\n\ndef f\n  $0JSON.parse('')\nend\n",
        require(),
        "# frozen_string_literal: true\n\nrequire 'set'\nrequire 'json'\n\ndef f\n  JSON.parse('')\nend\n",
    );
    declines("a.rb", "require \"json\"\n$0f\n", require(), "a.rb has it already");
    let guard = code("ruby", "before", "return if user.nil?");
    becomes(
        "a.rb",
        "def f(user)\n  if true\n    $0user.name\n  end\nend\n",
        guard,
        "def f(user)\n  if true\n    return if user.nil?\n    user.name\n  end\nend\n",
    );
}

#[test]
fn php() {
    let decode = || code("php", "call", "json_decode($text, flags: JSON_THROW_ON_ERROR)");
    becomes(
        "a.php",
        "<?php\n$0$x = json_decode($s);\n",
        decode(),
        "<?php\n$x = json_decode($s, flags: JSON_THROW_ON_ERROR);\n",
    );
    becomes(
        "a.php",
        "<?php\nclass A {\n    function f($s) {\n        $0return json_decode(\n            $s, // it\n        );\n    }\n}\n",
        decode(),
        "<?php\nclass A {\n    function f($s) {\n        return json_decode(\n            $s, // it\n            flags: JSON_THROW_ON_ERROR,\n        );\n    }\n}\n",
    );
    let r#use = code("php", "before", "use App\\Model;");
    becomes(
        "a.php",
        "<?php\n\nnamespace A;\n\nuse App\\Other;\n\n$0new Model();\n",
        r#use,
        "<?php\n\nnamespace A;\n\nuse App\\Other;\nuse App\\Model;\n\nnew Model();\n",
    );
    let limit = code("php", "before", "set_time_limit(300);");
    becomes(
        "a.php",
        "<?php\nif (true) {\n  $0run();\n}\n",
        limit,
        "<?php\nif (true) {\n  set_time_limit(300);\n  run();\n}\n",
    );
    declines("a.php", "<?php\n$0run();\n", code("php", "before", "$x = $data['k'] ?? null;"), "a.php has no `$data`");
}

#[test]
fn bash() {
    let strict = code("bash", "before", "#!/bin/bash");
    let case = case("a.sh", "#!/bin/sh\n$0run\n", strict);
    assert_eq!(case.after(), ["#!/bin/bash\nrun\n"]);
    let guard = code("bash", "before", "mkdir -p out");
    becomes("a.sh", "if true; then\n\t$0cp a out/\nfi\n", guard, "if true; then\n\tmkdir -p out\n\tcp a out/\nfi\n");
}

#[test]
fn bash_commands_get_the_options_that_they_lack() {
    let retry = || code("bash", "call", "curl --retry 3 URL");
    for (before, after) in [
        ("$0curl https://x.org/y\n", "curl --retry 3 https://x.org/y\n"),
        ("$0curl -fsSL \"$url\" | tar xz # größer\n", "curl --retry 3 -fsSL \"$url\" | tar xz # größer\n"),
        ("if ok; then\n\t$0sudo curl -o a x.org\nfi\n", "if ok; then\n\tsudo curl --retry 3 -o a x.org\nfi\n"),
        ("f() {\r\n  $0x=$(/usr/bin/curl x.org)\r\n}\r\n", "f() {\r\n  x=$(/usr/bin/curl --retry 3 x.org)\r\n}\r\n"),
        ("$0curl \\\n  --fail \\\n  x.org\n", "curl --retry 3 \\\n  --fail \\\n  x.org\n"),
        ("$0curl --retry 1 x.org\n", "curl --retry 3 x.org\n"),
        ("$0curl --retry=1 x.org\n", "curl --retry=3 x.org\n"),
    ] {
        becomes("a.sh", before, retry(), after);
    }
    for (before, after) in [
        ("$0if curl x.org; then\n\techo ok\nfi\n", "if curl --retry 3 x.org; then\n\techo ok\nfi\n"),
        (
            "if a; then\n\tb\n$0elif curl x.org; then\n\tc\nfi\n",
            "if a; then\n\tb\nelif curl --retry 3 x.org; then\n\tc\nfi\n",
        ),
        ("$0( curl x.org )\n", "( curl --retry 3 x.org )\n"),
    ] {
        becomes("a.sh", before, retry(), after);
    }
    let make = || code("bash", "before", "mkdir -p out");
    for (before, after) in [
        (
            "f() {\n\t$0if cp a out/; then\n\t\ttrue\n\tfi\n}\n",
            "f() {\n\tmkdir -p out\n\tif cp a out/; then\n\t\ttrue\n\tfi\n}\n",
        ),
        (
            "if a; then\n\tb\n$0elif cp a out/; then\n\tc\nfi\n",
            "mkdir -p out\nif a; then\n\tb\nelif cp a out/; then\n\tc\nfi\n",
        ),
        ("true\n$0{ cp a out/; }\n", "true\nmkdir -p out\n{ cp a out/; }\n"),
    ] {
        becomes("a.sh", before, make(), after);
    }
    declines("a.sh", "$0curl --retry 3 x.org\n", retry(), "curl has it already");
    declines("a.sh", "$0wget x.org\n", retry(), "curl is not called at a.sh:1");
    let quiet = || code("bash", "call", "apt-get install -y --no-install-recommends PACKAGE");
    becomes("a.sh", "$0apt-get -q install -qy git\n", quiet(), "apt-get -q install --no-install-recommends -qy git\n");
    let case = case("a.sh", "$0curl --retry 1 x.org\n", code("bash", "call", "curl --fail --retry 3 URL"));
    assert_eq!(case.titles(), ["Add --fail and change --retry 1 to --retry 3 in curl in a.sh:1"]);
}
