//! The JVM: stacks, compilers, Gradle, Maven.

use super::check;
use crate::text::{RawLines, clean};
use crate::trace::{BlockKind, blocks};

#[test]
fn a_chain_with_a_suppressed_exception() {
    check(
        r#"
Exception in thread "main" java.lang.Exception: top
	at com.foo.A.main(A.java:5)
Caused by: java.lang.RuntimeException: mid
	at com.foo.A.b(A.java:4)
	at com.foo.A.main(A.java:5)
	at java.base/jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)
	at java.base/jdk.internal.reflect.NativeMethodAccessorImpl.invoke(NativeMethodAccessorImpl.java:77)
	at java.base/jdk.internal.reflect.DelegatingMethodAccessorImpl.invoke(DelegatingMethodAccessorImpl.java:43)
	at java.base/java.lang.reflect.Method.invoke(Method.java:569)
	at jdk.compiler/com.sun.tools.javac.launcher.Main.execute(Main.java:419)
	at jdk.compiler/com.sun.tools.javac.launcher.Main.run(Main.java:192)
	at jdk.compiler/com.sun.tools.javac.launcher.Main.main(Main.java:132)
	Suppressed: java.io.IOException: closing
		... 9 more
Caused by: java.lang.IllegalStateException: low
second
	at com.foo.A.c(A.java:3)
	... 9 more
"#,
        r#"
Java 1-18 open
  [0 <- 1] 1-2 1: Exception in thread "main" java.lang.Exception: top
      com/foo/A.java:5 com.foo.A.main
  [1 <- 3] 3-12 3: Caused by: java.lang.RuntimeException: mid
      - com/sun/tools/javac/launcher/Main.java:132 com.sun.tools.javac.launcher.Main.main
      - com/sun/tools/javac/launcher/Main.java:192 com.sun.tools.javac.launcher.Main.run
      - com/sun/tools/javac/launcher/Main.java:419 com.sun.tools.javac.launcher.Main.execute
      - java/lang/reflect/Method.java:569 java.lang.reflect.Method.invoke
      - jdk/internal/reflect/DelegatingMethodAccessorImpl.java:43 jdk.internal.reflect.DelegatingMethodAccessorImpl.invoke
      - jdk/internal/reflect/NativeMethodAccessorImpl.java:77 jdk.internal.reflect.NativeMethodAccessorImpl.invoke
      com/foo/A.java:5 com.foo.A.main
      com/foo/A.java:4 com.foo.A.b
  [2] 13-14 13: Suppressed: java.io.IOException: closing
  [3] 15-18 15: Caused by: java.lang.IllegalStateException: low
      com/foo/A.java:3 com.foo.A.c
"#,
    );
}

#[test]
fn a_log_record_that_states_the_exception_itself() {
    check(
        r#"
c.a.shop.Job - failed: com.acme.shop.JobException: no such job
	at com.acme.shop.Job.run(Job.scala:7)
	at scala.concurrent.impl.Future.run(Future.scala:12)
next
"#,
        r#"
Java 1-3
  [0] 1-3 1: c.a.shop.Job - failed: com.acme.shop.JobException: no such job
      - scala/concurrent/impl/Future.scala:12 scala.concurrent.impl.Future.run
      com/acme/shop/Job.scala:7 com.acme.shop.Job.run
"#,
    );
}

#[test]
fn a_logger_prints_jars_and_common_frames() {
    check(
        r#"
Application run failed

org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'db'
	at org.springframework.beans.factory.support.AbstractBeanFactory.doGetBean(AbstractBeanFactory.java:332) ~[spring-beans-6.1.jar:6.1]
	at com.acme.shop.App$Companion.main(App.kt:12) ~[classes/:na]
	at java.base/java.lang.Thread.run(Thread.java:840) ~[na:na]
Caused by: org.postgresql.util.PSQLException: Connection to localhost:5432 refused. Check that the hostname and port are correct
	at com.acme.shop.Db.open(Db.java:40) ~[classes/:na]
	... 2 common frames omitted
Wrapped by nothing
"#,
        r#"
Java 3-9
  [0 <- 1] 3-6 3: org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'db'
      - java/lang/Thread.java:840 java.lang.Thread.run
      com/acme/shop/App.kt:12 com.acme.shop.App$Companion.main
      - org/springframework/beans/factory/support/AbstractBeanFactory.java:332 org.springframework.beans.factory.support.AbstractBeanFactory.doGetBean
  [1] 7-9 7: Caused by: org.postgresql.util.PSQLException: Connection to localhost:5432 refused. Check that the hostname and port are correct
      com/acme/shop/Db.java:40 com.acme.shop.Db.open
"#,
    );
}

#[test]
fn gradle_leads_from_the_task_to_the_reason() {
    check(
        r#"
> Task :app:compileKotlin FAILED
e: file:///home/u/app/src/main/kotlin/App.kt:5:9 Unresolved reference: foo

FAILURE: Build failed with an exception.

* Where:
Build file '/home/u/app/build.gradle' line: 23

* What went wrong:
Execution failed for task ':app:compileKotlin'.
> A failure occurred while executing org.jetbrains.kotlin.compilerRunner.GradleCompilerRunnerWithWorkers$GradleKotlinCompilerWorkAction
   > Compilation error. See log for more details

* Try:
> Run with --stacktrace option to get the stack trace.
> Run with --scan to get full insights.

BUILD FAILED in 3s
1 actionable task: 1 executed
"#,
        r#"
Java 2
  [0] 2-2 2: e: file:///home/u/app/src/main/kotlin/App.kt:5:9 Unresolved reference: foo
      /home/u/app/src/main/kotlin/App.kt:5:9
Gradle 4-18
  [0 <- 1] 4-10 10: Execution failed for task ':app:compileKotlin'.
      /home/u/app/build.gradle:23
  [1 <- 2] 11-11 11: > A failure occurred while executing org.jetbrains.kotlin.compilerRunner.GradleCompilerRunnerWithWorkers$GradleKotlinCompilerWorkAction
      /home/u/app/build.gradle:23
  [2] 12-12 12: > Compilation error. See log for more details
      /home/u/app/build.gradle:23
"#,
    );
}

#[test]
fn gradle_with_two_failures() {
    check(
        r#"
FAILURE: Build completed with 2 failures.

1: Task failed with an exception.
-----------
* What went wrong:
Execution failed for task ':a:test'.
> There were failing tests. See the report at: file:///app/a/index.html

* Try:
> Run with --scan to get full insights.
==============================================================================

2: Task failed with an exception.
-----------
* What went wrong:
Execution failed for task ':b:compileJava'.
> Compilation failed; see the compiler error output for details.

* Try:
> Run with --info option to get more log output.
==============================================================================

BUILD FAILED in 4s
12 actionable tasks: 3 executed
"#,
        r#"
Gradle 1-23
  [0 <- 1] 1-6 6: Execution failed for task ':a:test'.
  [1] 7-7 7: > There were failing tests. See the report at: file:///app/a/index.html
  [2 <- 3] 16-16 16: Execution failed for task ':b:compileJava'.
  [3] 17-17 17: > Compilation failed; see the compiler error output for details.
"#,
    );
}

#[test]
fn javac() {
    check(
        r#"
B.java:1: error: incompatible types: String cannot be converted to int
public class B { void f(){ int x = "s"; undefined(); String s = g(1); } }
                                   ^
B.java:1: error: cannot find symbol
public class B { void f(){ int x = "s"; undefined(); String s = g(1); } }
                                        ^
  symbol:   method undefined()
  location: class B
B.java:1: error: cannot find symbol
public class B { void f(){ int x = "s"; undefined(); String s = g(1); } }
                                                                ^
  symbol:   method g(int)
  location: class B
3 errors
"#,
        r#"
Java 1-3
  [0] 1-3 1: B.java:1: error: incompatible types: String cannot be converted to int
      B.java:1
Java 4-8
  [0] 4-8 4: B.java:1: error: cannot find symbol
      B.java:1
Java 9-13
  [0] 9-13 9: B.java:1: error: cannot find symbol
      B.java:1
"#,
    );
}

#[test]
fn kotlin_and_scala_frames_of_the_user() {
    check(
        r#"
Exception in thread "main" java.util.NoSuchElementException: None.get
	at scala.None$.get(Option.scala:627)
	at com.acme.Main$.$anonfun$main$1(Main.scala:5)
	at com.acme.util.StringsKt.parse(Strings.kt:9)
	at app//com.acme.Main.main(Main.scala)
"#,
        r#"
Java 1-5 open
  [0] 1-5 1: Exception in thread "main" java.util.NoSuchElementException: None.get
      com/acme/Main.scala com.acme.Main.main
      com/acme/util/Strings.kt:9 com.acme.util.StringsKt.parse
      com/acme/Main.scala:5 com.acme.Main$.$anonfun$main$1
      - scala/Option.scala:627 scala.None$.get
"#,
    );
}

#[test]
fn maven_compiles_in_vain() {
    check(
        r#"
[INFO] -------------------------------------------------------------
[ERROR] COMPILATION ERROR : 
[INFO] -------------------------------------------------------------
[ERROR] /home/u/app/src/main/java/com/acme/App.java:[12,5] cannot find symbol
[ERROR]   symbol:   class Foo
[ERROR]   location: class com.acme.App
[INFO] 1 error
[INFO] BUILD FAILURE
[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.11.0:compile (default-compile) on project app: Compilation failure
[ERROR] /home/u/app/src/main/java/com/acme/App.java:[12,5] cannot find symbol
[ERROR] 
[ERROR] -> [Help 1]
[ERROR] 
[ERROR] For more information about the errors and possible solutions, please read the following articles:
[ERROR] [Help 1] http://cwiki.apache.org/confluence/display/MAVEN/MojoFailureException
"#,
        r#"
Java 4-6
  [0] 4-6 4: [ERROR] /home/u/app/src/main/java/com/acme/App.java:[12,5] cannot find symbol
      /home/u/app/src/main/java/com/acme/App.java:12:5
Maven 9-15 open
  [0] 9-15 9: [ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.11.0:compile (default-compile) on project app: Compilation failure
"#,
    );
}

#[test]
fn sbt() {
    check(
        r#"
[info] compiling 1 Scala source
[error] /home/u/app/src/main/scala/App.scala:3:11: not found: value foo
[error]   println(foo)
[error]           ^
[error] one error found
"#,
        r#"
Java 2-4
  [0] 2-4 2: [error] /home/u/app/src/main/scala/App.scala:3:11: not found: value foo
      /home/u/app/src/main/scala/App.scala:3:11
"#,
    );
}

#[test]
fn surefire_prints_the_stack_below_the_test() {
    check(
        r#"
[ERROR] com.acme.AppTest.adds  Time elapsed: 0.01 s  <<< FAILURE!
java.lang.AssertionError: expected:<4> but was:<3>
	at org.junit.Assert.fail(Assert.java:89)
	at com.acme.AppTest.adds(AppTest.java:9)

[INFO] Results:
"#,
        r#"
Maven 1-4
  [0 <- 1] 1-4 1: [ERROR] com.acme.AppTest.adds  Time elapsed: 0.01 s  <<< FAILURE!
  [1] 2-4 2: java.lang.AssertionError: expected:<4> but was:<3>
      com/acme/AppTest.java:9 com.acme.AppTest.adds
      - org/junit/Assert.java:89 org.junit.Assert.fail
"#,
    );
}

#[test]
fn a_crash_of_an_app_in_the_logs_of_android() {
    let stacks = [
        "01-02 15:04:05.678  1234  1240 E AndroidRuntime: java.lang.IllegalStateException: no cart
01-02 15:04:05.679  1301  1302 I ActivityManager: Start proc
01-02 15:04:05.678  1234  1240 E AndroidRuntime: 	at com.shop.Cart.size(Cart.kt:12)",
        "E/AndroidRuntime( 1234): java.lang.IllegalStateException: no cart
I/ActivityManager( 1301): Start proc
E/AndroidRuntime( 1234): 	at com.shop.Cart.size(Cart.kt:12)",
    ];
    for stack in stacks {
        let lines = clean(&RawLines::document(stack.as_bytes()), 0..3);
        let java = blocks(&lines).into_iter().find(|block| block.kind == BlockKind::Java).expect("a stack");
        let frame = &java.sections[0].frames[0];
        assert_eq!((&*java.lines, &*frame.path, frame.line), (&[0, 2][..], "com/shop/Cart.kt", Some(12)), "{stack}");
    }
}
