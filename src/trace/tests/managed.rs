//! .NET, PHP, Ruby.

use super::check;

#[test]
fn dotnet_before_5_on_one_row() {
    check(
        r#"
Unhandled Exception: System.AggregateException: One or more errors occurred. ---> Acme.DbException: refused
   at Acme.Db.Open() in /src/Acme/Db.cs:line 4
   --- End of inner exception stack trace ---
   at System.Threading.Tasks.Task.Wait()
   at Acme.Program.Main(String[] args) in /src/Acme/Program.cs:line 9
"#,
        r#"
DotNet 1-5 open
  [0 <- 1] 1-5 1: Unhandled Exception: System.AggregateException: One or more errors occurred. ---> Acme.DbException: refused
      /src/Acme/Program.cs:9 Acme.Program.Main(String[] args)
  [1] 1-3 1: Unhandled Exception: System.AggregateException: One or more errors occurred. ---> Acme.DbException: refused
      /src/Acme/Db.cs:4 Acme.Db.Open()
"#,
    );
}

#[test]
fn dotnet_prints_the_inner_exception_first() {
    check(
        r#"
Unhandled exception. System.InvalidOperationException: could not load
 ---> System.IO.FileNotFoundException: Could not find file '/app/a.json'.
File name: '/app/a.json'
   at System.IO.File.OpenHandle(String path, FileMode mode)
   at Acme.Config.Read(String path) in /src/Acme/Config.cs:line 14
   --- End of inner exception stack trace ---
   at Acme.Program.<Main>$(String[] args) in C:\src\Acme\Program.cs:line 3
   at Acme.Program.<Main>(String[] args)
Aborted
"#,
        r#"
DotNet 1-8
  [0 <- 1] 1-8 1: Unhandled exception. System.InvalidOperationException: could not load
      C:\src\Acme\Program.cs:3 Acme.Program.<Main>$(String[] args)
  [1] 2-6 2: ---> System.IO.FileNotFoundException: Could not find file '/app/a.json'.
      /src/Acme/Config.cs:14 Acme.Config.Read(String path)
"#,
    );
}

#[test]
fn monolog_prints_its_stack_in_brackets() {
    check(
        r#"
local.ERROR: SQLSTATE[HY000] [2002] Connection refused {"exception":"[object] (PDOException(code: 2002): SQLSTATE[HY000] [2002] Connection refused at /app/vendor/laravel/framework/src/Connectors/Connector.php:70)
[stacktrace]
#0 /app/vendor/laravel/framework/src/Connectors/Connector.php(70): PDO->__construct('mysql:host=db')
#1 /app/app/Models/User.php(12): App\\Models\\User->find(1)
#2 {main}
"} 
local.INFO: next
"#,
        r#"
Php 1-6
  [0] 1-6 1: local.ERROR: SQLSTATE[HY000] [2002] Connection refused {"exception":"[object] (PDOException(code: 2002): SQLSTATE[HY000] [2002] Connection refused at /app/vendor/laravel/framework/src/Connectors/Connector.php:70)
      /app/app/Models/User.php:12 App\\Models\\User->find
      - /app/vendor/laravel/framework/src/Connectors/Connector.php:70 PDO->__construct
"#,
    );
}

#[test]
fn msbuild_and_nuget() {
    check(
        r#"
MSBUILD : error MSB1009: Project file does not exist.
Switch: ./a.csproj
Program.cs(3,7): error CS0246: The type or namespace name 'Nancy' could not be found [/src/app/app.csproj]
/src/app/app.csproj : error NU1605: Warning As Error: Detected package downgrade: X from 2.0.0 to 1.0.0. Reference the package directly from the project to select a different version. 
/src/app/app.csproj : error NU1605:  app -> Y 2.0.0 -> X (>= 2.0.0) 
/src/app/app.csproj : error NU1605:  app -> X (>= 1.0.0)
Build FAILED.
"#,
        r#"
DotNet 1-2
  [0] 1-2 1: MSBUILD : error MSB1009: Project file does not exist.
DotNet 3
  [0] 3-3 3: Program.cs(3,7): error CS0246: The type or namespace name 'Nancy' could not be found [/src/app/app.csproj]
      Program.cs:3:7
DotNet 4-6
  [0] 4-6 4: /src/app/app.csproj : error NU1605: Warning As Error: Detected package downgrade: X from 2.0.0 to 1.0.0. Reference the package directly from the project to select a different version.
      /src/app/app.csproj
"#,
    );
}

#[test]
fn php_prints_the_cause_before_what_it_caused() {
    check(
        r#"
PHP Fatal error:  Uncaught InvalidArgumentException: bad 1 in /app/e.php:2
Stack trace:
#0 /app/e.php(3): f()
#1 /app/e.php(4): g()
#2 {main}

Next RuntimeException: outer in /app/e.php:3
Stack trace:
#0 /app/e.php(4): g()
#1 {main}
  thrown in /app/e.php on line 3
"#,
        r#"
Php 1-11 open
  [0] 1-6 1: PHP Fatal error:  Uncaught InvalidArgumentException: bad 1 in /app/e.php:2
      /app/e.php:4 g
      /app/e.php:3 f
      /app/e.php:2
  [1 <- 0] 7-11 7: Next RuntimeException: outer in /app/e.php:3
      /app/e.php:4 g
      /app/e.php:3
"#,
    );
}

#[test]
fn php_warnings_stand_alone() {
    check(
        r#"
PHP Warning:  Undefined variable $x in /app/e3.php on line 1
PHP Warning:  include(nope.php): Failed to open stream: No such file or directory in /app/e3.php on line 1
PHP Warning:  include(): Failed opening 'nope.php' for inclusion (include_path='.:/usr/share/php') in /app/e3.php on line 1
PHP Fatal error:  Uncaught ArgumentCountError: strlen() expects exactly 1 argument, 0 given in /app/e3.php:1
Stack trace:
#0 /app/e3.php(1): strlen()
#1 {main}
  thrown in /app/e3.php on line 1
"#,
        r#"
Php 1
  [0] 1-1 1: PHP Warning:  Undefined variable $x in /app/e3.php on line 1
      /app/e3.php:1
Php 2
  [0] 2-2 2: PHP Warning:  include(nope.php): Failed to open stream: No such file or directory in /app/e3.php on line 1
      /app/e3.php:1
Php 3
  [0] 3-3 3: PHP Warning:  include(): Failed opening 'nope.php' for inclusion (include_path='.:/usr/share/php') in /app/e3.php on line 1
      /app/e3.php:1
Php 4-8 open
  [0] 4-8 4: PHP Fatal error:  Uncaught ArgumentCountError: strlen() expects exactly 1 argument, 0 given in /app/e3.php:1
      /app/e3.php:1 strlen
"#,
    );
}

#[test]
fn rails_prints_frames_without_from() {
    check(
        r#"
ActionView::Template::Error (undefined method `name' for nil:NilClass):
    1: <p><%= @user.name %></p>

app/views/users/show.html.erb:1:in `_app_views_users_show'
app/controllers/users_controller.rb:8:in `show'

Started GET "/" for 127.0.0.1
"#,
        r#"
Ruby 1-5
  [0] 1-5 1: ActionView::Template::Error (undefined method `name' for nil:NilClass):
      app/controllers/users_controller.rb:8 show
      app/views/users/show.html.erb:1 _app_views_users_show
"#,
    );
}

#[test]
fn rspec() {
    check(
        r#"
Failures:

  1) User is valid
     Failure/Error: expect(user).to be_valid

       expected `#<User>.valid?` to be truthy, got false
     # ./spec/models/user_spec.rb:5:in `block (2 levels) in <top (required)>'

Finished in 0.01 seconds
"#,
        r#"
Ruby 3-7
  [0] 3-7 6: expected `#<User>.valid?` to be truthy, got false
      ./spec/models/user_spec.rb:5 block (2 levels) in <top (required)>
"#,
    );
}

#[test]
fn ruby_cannot_parse() {
    check(
        r#"
/app/a.rb:3: syntax error, unexpected `end', expecting ']'
end
^~~
/app/b.rb:1: warning: assigned but unused variable - x
ok
"#,
        r#"
Ruby 1-3
  [0] 1-3 1: /app/a.rb:3: syntax error, unexpected `end', expecting ']'
      /app/a.rb:3
Ruby 4
  [0] 4-4 4: /app/b.rb:1: warning: assigned but unused variable - x
      /app/b.rb:1
"#,
    );
}

#[test]
fn ruby_prints_the_cause_below() {
    check(
        r#"
r.rb:5:in `rescue in b': outer (ArgumentError)
	from r.rb:2:in `b'
	from r.rb:7:in `<main>'
r.rb:1:in `Integer': invalid value for Integer(): "zz" (ArgumentError)
	from r.rb:1:in `a'
	from r.rb:3:in `b'
	from r.rb:7:in `<main>'
"#,
        r#"
Ruby 1-7 open
  [0 <- 1] 1-3 1: r.rb:5:in `rescue in b': outer (ArgumentError)
      r.rb:7 <main>
      r.rb:2 b
      r.rb:5 rescue in b
  [1] 4-7 4: r.rb:1:in `Integer': invalid value for Integer(): "zz" (ArgumentError)
      r.rb:7 <main>
      r.rb:3 b
      r.rb:1 a
      r.rb:1 Integer
"#,
    );
}

#[test]
fn ruby_shows_the_source_below() {
    check(
        r#"
s.rb:1:in `<main>': undefined method `fooo' for nil:NilClass (NoMethodError)

nil.fooo
   ^^^^^
"#,
        r#"
Ruby 1-4 open
  [0] 1-4 1: s.rb:1:in `<main>': undefined method `fooo' for nil:NilClass (NoMethodError)
      s.rb:1 <main>
"#,
    );
}

#[test]
fn ruby_since_3_4_quotes_evenly() {
    check(
        r#"
/app/a.rb:3:in 'Integer': invalid value for Integer(): "zz" (ArgumentError)
	from /app/a.rb:3:in 'Object#parse'
	from /usr/local/bundle/gems/rake-13.1.0/lib/rake/task.rb:281:in 'Rake::Task#execute'
	from /app/a.rb:9:in '<main>'
done
"#,
        r#"
Ruby 1-4
  [0] 1-4 1: /app/a.rb:3:in 'Integer': invalid value for Integer(): "zz" (ArgumentError)
      /app/a.rb:9 <main>
      - /usr/local/bundle/gems/rake-13.1.0/lib/rake/task.rb:281 Rake::Task#execute
      /app/a.rb:3 Object#parse
      /app/a.rb:3 Integer
"#,
    );
}
