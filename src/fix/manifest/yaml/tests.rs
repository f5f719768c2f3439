use crate::fix::manifest::Near;
use crate::fix::manifest::fixture::{after, after_near, refused};

fn named(text: &str) -> Near<'_> {
    Near { line: None, text: Some(text) }
}

const DEPLOYMENT: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2 # two\n  template:\n    spec:\n      containers:\n      - name: web\n        image: web:1\n        # how much it gets\n        resources:\n          limits:\n            memory: 256Mi # too little\n            cpu: \"1\"\n      - name: proxy\n        image: proxy:1\n";

#[test]
fn a_field_of_kubernetes_goes_to_what_it_belongs_to() {
    for (snippet, near, old, new) in [
        (
            "resources:\n  requests:\n    memory: 512Mi\n  limits:\n    memory: 1Gi",
            "container web of pod web-5d9c7-x2x",
            "            memory: 256Mi # too little\n            cpu: \"1\"\n",
            "            memory: 1Gi # too little\n            cpu: \"1\"\n          requests:\n            memory: 512Mi\n",
        ),
        (
            "startupProbe:\n  httpGet:\n    path: /healthz\n    port: 8080",
            "proxy",
            "        image: proxy:1\n",
            "        image: proxy:1\n        startupProbe:\n          httpGet:\n            path: /healthz\n            port: 8080\n",
        ),
        (
            "imagePullSecrets:\n  - name: regcred",
            "",
            "        image: proxy:1\n",
            "        image: proxy:1\n      imagePullSecrets:\n        - name: regcred\n",
        ),
        ("replicas: 3", "", "replicas: 2 # two", "replicas: 3 # two"),
    ] {
        let wanted = DEPLOYMENT.replacen(old, new, 1);
        let found = after_near("deployment.yaml", DEPLOYMENT, snippet, named(near));
        assert_eq!(found.as_deref(), Ok(wanted.as_str()), "{snippet}");
    }
    assert!(refused("deployment.yaml", DEPLOYMENT, "resources:\n  limits:\n    cpu: 1").contains("several containers"));
    assert!(refused("deployment.yaml", DEPLOYMENT, "optional: true").contains("where"));
    let ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n";
    let annotated = after("ingress.yaml", ingress, "metadata:\n  annotations:\n    a/b: 50m");
    assert_eq!(annotated, Ok(format!("{ingress}  annotations:\n    a/b: 50m\n")));
    let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: reader\nrules: []";
    assert_eq!(after("deployment.yaml", DEPLOYMENT, role), Ok(format!("{DEPLOYMENT}---\n{role}\n")));
}

#[test]
fn a_field_of_compose_goes_to_its_service() {
    let file = "# dev\r\nservices:\r\n  web:\r\n    image: web # w\r\n    environment:\r\n      - A=1\r\n    ports: [\"80:80\"]\r\n  kafka:\r\n    image: kafka\r\n    environment:\r\n      KAFKA_LISTENERS: PLAINTEXT://:9092\r\n\r\nvolumes:\r\n  data:\r\n";
    for (snippet, near, old, new) in [
        ("ports:\n  - \"8081:80\"", "service web", "[\"80:80\"]", "[\"80:80\", \"8081:80\"]"),
        ("environment:\n  A: 2\n  B: yes", "web", "      - A=1\r\n", "      - A=2\r\n      - B=yes\r\n"),
        ("environment:\n  KAFKA_LISTENERS: X://:1", "", "PLAINTEXT://:9092", "X://:1"),
        (
            "environment:\n  - KAFKA_X=true",
            "kafka",
            "      KAFKA_LISTENERS: PLAINTEXT://:9092\r\n",
            "      KAFKA_LISTENERS: PLAINTEXT://:9092\r\n      KAFKA_X: \"true\"\r\n",
        ),
        ("depends_on:\n  - kafka", "web", "[\"80:80\"]\r\n", "[\"80:80\"]\r\n    depends_on:\r\n      - kafka\r\n"),
        (
            "volumes:\n  data:\n    driver: local\n  more: {}",
            "",
            "  data:\r\n",
            "  data:\r\n    driver: local\r\n  more: {}\r\n",
        ),
        (
            "services:\n  web:\n    pull_policy: build",
            "",
            "[\"80:80\"]\r\n",
            "[\"80:80\"]\r\n    pull_policy: build\r\n",
        ),
    ] {
        let wanted = file.replacen(old, new, 1);
        assert_eq!(after_near("compose.yaml", file, snippet, named(near)).as_deref(), Ok(wanted.as_str()), "{snippet}");
    }
    assert!(refused("compose.yaml", file, "pull_policy: build").contains("several services"));
    let one = "services:\n  web:\n    image: web\n";
    assert!(refused("compose.yaml", one, "environment:\n  POSTGRES_DB: x").contains("would take this"));
    let shared = "x: &a\n  b: 1\nservices:\n  web:\n    environment: *a\n";
    assert!(refused("compose.yaml", shared, "environment:\n  B: 1").contains("anchor"));
}

const WORKFLOW: &str = "name: CI\non: [push]\n\n# what is done\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - name: Set up # node\n        uses: actions/setup-node@v3\n        with:\n          node-version: 20\n      - run: npm ci\n      - uses: actions/upload-artifact@v3 # old\n        with: { name: a, path: b }\n";

#[test]
fn workflows_get_steps_inputs_and_permissions() {
    for (snippet, near, old, new) in [
        ("- uses: actions/upload-artifact@v4", "", "upload-artifact@v3", "upload-artifact@v4"),
        (
            "- uses: actions/setup-node@v4\n  with:\n    cache: npm",
            "",
            "actions/setup-node@v3\n        with:\n          node-version: 20\n",
            "actions/setup-node@v3\n        with:\n          node-version: 20\n          cache: npm\n",
        ),
        (
            "- uses: pnpm/action-setup@v4",
            "",
            "      - name: Set",
            "      - uses: pnpm/action-setup@v4\n      - name: Set",
        ),
        (
            "- run: echo x\n- run: echo y",
            "Run npm ci",
            "      - run: npm ci",
            "      - run: echo x\n      - run: echo y\n      - run: npm ci",
        ),
        ("permissions:\n  contents: write", "", "on: [push]\n\n", "on: [push]\n\npermissions:\n  contents: write\n\n"),
        ("timeout-minutes: 30", "", "    steps:", "    timeout-minutes: 30\n    steps:"),
        (
            "- uses: actions/upload-artifact@v4\n  with:\n    overwrite: true",
            "",
            "@v3 # old\n        with: { name: a, path: b }",
            "@v3 # old\n        with: { name: a, path: b, overwrite: true }",
        ),
    ] {
        let wanted = WORKFLOW.replacen(old, new, 1);
        let found = after_near(".github/workflows/ci.yml", WORKFLOW, snippet, named(near));
        assert_eq!(found.as_deref(), Ok(wanted.as_str()), "{snippet}");
    }
    let refused = |text: &str, snippet| refused(".github/workflows/x.yml", text, snippet);
    assert!(
        refused(&WORKFLOW.replace("artifact@v3", "artifact@v5"), "- uses: actions/upload-artifact@v4")
            .contains("already")
    );
    assert!(
        refused("permissions: read-all\njobs:\n  a:\n    runs-on: x\n", "permissions:\n  contents: write")
            .contains("one word")
    );
    let two = "jobs:\n  a:\n    runs-on: x\n  b:\n    runs-on: x\n";
    assert!(refused(two, "timeout-minutes: 3").contains("several jobs"));
    assert!(refused("on: push\n", "timeout-minutes: 3").contains("no jobs"));
}

#[test]
fn other_files_are_merged_from_the_top() {
    for (file, before, snippet, wanted) in [
        ("elasticsearch.yml", "", "a.b.c: 30gb", "a.b.c: 30gb\n"),
        ("elasticsearch.yml", "# none yet\n", "a.b.c: 30gb", "# none yet\na.b.c: 30gb\n"),
        ("elasticsearch.yml", "a.b.c: 10gb # low", "a.b.c: 30gb\nd: 'x'", "a.b.c: 30gb # low\nd: 'x'"),
        (
            ".gitlab-ci.yml",
            "image: node:20\n\ntest:\n  script:\n    - npm ci\n",
            "variables:\n  GIT_DEPTH: \"0\"",
            "image: node:20\n\ntest:\n  script:\n    - npm ci\nvariables:\n  GIT_DEPTH: \"0\"\n",
        ),
        ("a.yaml", "list:\n- a\n- |\n  b\nz: 1\n", "list:\n  - c", "list:\n- a\n- |\n  b\n- c\nz: 1\n"),
        ("a.yaml", "\u{feff}a:\n    b: {}\n", "a:\n  b:\n    c: 1", "\u{feff}a:\n    b: {c: 1}\n"),
    ] {
        assert_eq!(after(file, before, snippet).as_deref(), Ok(wanted), "{file} {snippet}");
    }
    assert!(refused("a.yaml", "a: 1\na: 2\n", "b: 1").contains("twice"));
    assert!(refused("a.yaml", "a: 1\n---\nb: 2\n", "b: 1").contains("several documents"));
    assert!(refused("a.yaml", "a: [1\n", "b: 1").contains("not YAML"));
    assert!(refused("a.yaml", &"- ".repeat(50_000), "b: 1").contains("nested"));
    assert!(refused("a.yaml", &format!("a: {}\n", "[".repeat(90)), "b: 1").contains("YAML"));
}
