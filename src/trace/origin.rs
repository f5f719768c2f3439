//! Whose code a frame names: the user's own, or an installed package's, the language's, the toolchain's.

/// Parts of a path that only foreign code has; `\` is read as `/`.
const FOREIGN: &[&str] = &[
    // Python
    "site-packages/",
    "dist-packages/",
    "/lib/python",
    "/lib64/python",
    "/lib/pypy",
    "/.pyenv/versions/",
    "<frozen ",
    "/importlib/_bootstrap",
    ".egg/",
    // JavaScript
    "node_modules/",
    "/.yarn/",
    "/.pnp.",
    "webpack/bootstrap",
    "webpack/runtime",
    "bootstrap_node.js",
    "/.deno/",
    "/.npm/",
    "/.nvm/",
    // Rust
    "/rustc/",
    "/.cargo/registry/",
    "/cargo/registry/",
    "/.cargo/git/",
    "/cargo/git/",
    "library/std/",
    "library/core/",
    "library/alloc/",
    "library/test/",
    "/.rustup/",
    "/src/libstd/",
    "/src/libcore/",
    // Go
    "/go/src/runtime/",
    "/usr/local/go/",
    "/usr/lib/go",
    "/libexec/src/",
    "/pkg/mod/",
    "/go/src/testing/",
    "_cgo_gotypes.go",
    "_testmain.go",
    "/vendor/",
    "Program Files/Go/",
    // C and C++
    "/usr/include/",
    "/usr/lib/",
    "/usr/local/include/",
    "/usr/lib64/",
    "/usr/share/",
    "/usr/local/lib/",
    "/build/glibc",
    "sysdeps/",
    "/libsanitizer/",
    "compiler-rt/",
    "/csu/",
    "/opt/cuda/",
    "/usr/local/cuda",
    "libstdc++-v3/",
    "/Applications/Xcode",
    "/nix/store/",
    "/_deps/",
    "Program Files",
    // Ruby, PHP
    "/gems/",
    "/lib/ruby/",
    "<internal:",
    "/bundler/",
    "/.rbenv/",
    "/.rvm/",
    "phar://",
    "/opt/hostedtoolcache/",
    // .NET
    "/_/src/",
    "/dotnet/sdk/",
    ".nuget/packages/",
];

/// What foreign paths start with.
const FOREIGN_START: &[&str] =
    &["vendor/", "node:", "ext:", "src/libstd/", "src/libcore/", "<", "native ", "[", "index "];

/// The packages of the JVM's own libraries and of well-known frameworks.
const JVM: &[&str] = &[
    "java.",
    "javax.",
    "jakarta.",
    "jdk.",
    "sun.",
    "com.sun.",
    "kotlin.",
    "kotlinx.",
    "scala.",
    "groovy.",
    "clojure.",
    "akka.",
    "zio.",
    "cats.",
    "org.springframework.",
    "org.apache.",
    "org.hibernate.",
    "org.junit.",
    "junit.",
    "org.gradle.",
    "org.codehaus.",
    "org.eclipse.",
    "org.jboss.",
    "org.wildfly.",
    "org.mockito.",
    "org.testng.",
    "org.slf4j.",
    "org.postgresql.",
    "org.h2.",
    "org.jetbrains.",
    "org.scalatest.",
    "org.scalajs.",
    "org.aspectj.",
    "org.bouncycastle.",
    "org.mongodb.",
    "org.elasticsearch.",
    "org.flywaydb.",
    "org.quartz.",
    "org.xml.",
    "org.w3c.",
    "ch.qos.logback.",
    "com.fasterxml.",
    "com.google.",
    "com.mysql.",
    "com.mongodb.",
    "com.zaxxer.",
    "com.intellij.",
    "com.netflix.",
    "com.android.",
    "android.",
    "androidx.",
    "dalvik.",
    "io.netty.",
    "io.grpc.",
    "io.ktor.",
    "io.vertx.",
    "io.micronaut.",
    "io.quarkus.",
    "io.undertow.",
    "io.reactivex.",
    "io.lettuce.",
    "io.micrometer.",
    "io.opentelemetry.",
    "io.restassured.",
    "okhttp3.",
    "okio.",
    "retrofit2.",
    "reactor.",
    "redis.clients.",
    "rx.",
    "net.bytebuddy.",
    "net.sf.",
    "oracle.",
    "liquibase.",
    "feign.",
    "freemarker.",
    "ognl.",
    "worker.org.gradle.",
    "org.yaml.",
    "org.openqa.",
    "org.jooq.",
    "org.thymeleaf.",
    "org.redisson.",
    "org.osgi.",
    "org.glassfish.",
];

/// The namespaces of .NET's own libraries and of its well-known test runners.
const DOTNET: &[&str] = &[
    "System.",
    "Microsoft.",
    "MS.",
    "Internal.",
    "Xunit.",
    "NUnit.",
    "Newtonsoft.",
    "Npgsql.",
    "Mono.",
    "Moq.",
    "lambda_method",
];

/// Whether a path is the user's own code.
pub(super) fn is_user_path(path: &str) -> bool {
    let path = path.replace('\\', "/");
    let path = path.as_str();
    if path.is_empty() || path == "native" || path == "index" {
        return false;
    }
    // A notebook's cell is the user's, whatever the name that the kernel gave it.
    if path.contains("ipykernel_") || path.starts_with("<ipython-input") || path.starts_with("<ipykernel") {
        return true;
    }
    // A command of an environment: `/venv/bin/torchrun`.
    if path.rsplit_once("/bin/").is_some_and(|(_, command)| !command.contains(['.', '/'])) {
        return false;
    }
    !FOREIGN_START.iter().any(|start| path.starts_with(start)) && !FOREIGN.iter().any(|part| path.contains(part))
}

/// Whether a JVM class (`com.foo.Bar`) is the user's own code.
pub(super) fn is_user_class(class: &str) -> bool {
    !JVM.iter().any(|package| class.starts_with(package)) && !class.contains("$$Lambda") && !class.contains("$Proxy")
}

/// Whether a .NET method (`Foo.Bar.Run(String x)`) is the user's own code.
pub(super) fn is_user_method(method: &str) -> bool {
    !DOTNET.iter().any(|namespace| method.starts_with(namespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn installed_and_built_in_code_is_not_the_users() {
        for path in [
            "/venv/lib/python3.11/site-packages/torch/nn/modules/module.py",
            "/usr/lib/python3/dist-packages/apt.py",
            "/usr/lib/python3.11/json/decoder.py",
            "/venv/bin/torchrun",
            "<frozen importlib._bootstrap>",
            "/app/node_modules/express/lib/router/index.js",
            "node:internal/modules/cjs/loader",
            "/rustc/5980761/library/core/src/option.rs",
            "library/std/src/panicking.rs",
            r"C:\Users\u\.cargo\registry\src\index\serde-1.0\src\lib.rs",
            "/usr/local/go/src/runtime/panic.go",
            "/go/pkg/mod/github.com/x/y@v1.0.0/z.go",
            "/usr/include/c++/12/vector",
            "vendor/laravel/framework/src/Foo.php",
            "/usr/local/bundle/gems/rake-13.1.0/lib/rake.rb",
        ] {
            assert!(!is_user_path(path), "{path}");
        }
        assert!(!is_user_class("org.springframework.boot.SpringApplication"));
        assert!(!is_user_method("System.IO.File.Open(String path)"));
    }

    #[test]
    fn code_of_the_workspace_is_the_users() {
        for path in [
            "/app/train.py",
            "/tmp/ipykernel_12/345.py",
            "<ipython-input-3-5d1f2a3b4c5d>",
            "Cell In[8]",
            r"C:\src\Acme\Program.cs",
            "./src/main.rs",
            "internal/server/server.go",
            "library/Zend/Acl.php",
            "/home/u/textures/a.js",
            "http://localhost:8080/src/app.js",
        ] {
            assert!(is_user_path(path), "{path}");
        }
        assert!(is_user_class("com.acme.shop.App"));
        assert!(is_user_method("Acme.Program.Main(String[] args)"));
    }
}
