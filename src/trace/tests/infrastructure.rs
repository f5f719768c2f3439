//! Image builds, clusters, databases.

use super::check;

#[test]
fn a_docker_step_is_no_block_but_what_fails_in_it() {
    check(
        r#"
Step 6/9 : RUN pip install . && make
 ---> Running in 3a0e57b51578
Collecting x
Traceback (most recent call last):
  File "setup.py", line 3, in <module>
    import nope
ImportError: No module named nope
make: *** [Makefile:3: all] Error 1
The command '/bin/sh -c pip install . && make' returned a non-zero code: 2
"#,
        r#"
Python 4-7
  [0] 4-7 7: ImportError: No module named nope
      setup.py:3 <module>
Cc 8
  [0] 8-8 8: make: *** [Makefile:3: all] Error 1
      Makefile:3
DockerBuild 9 open
  [0] 9-9 9: The command '/bin/sh -c pip install . && make' returned a non-zero code: 2
"#,
    );
}

#[test]
fn an_error_of_postgres_with_its_details() {
    super::check_all(
        r#"
lock=*# update lck set i = 0;
ERROR:  deadlock detected
DETAIL:  Process 2060 waits for ShareLock on transaction 751; blocked by process 1689.
	Process 1689 waits for ShareLock on transaction 752; blocked by process 2060.
HINT:  See server log for query details.
Time: 3.2 ms
"#,
        r#"
Plain 1
  [0] 1-1 1: lock=*# update lck set i = 0;
Plain 2-5
  [0] 2-5 2: ERROR:  deadlock detected
Plain 6 open
  [0] 6-6 6: Time: 3.2 ms
"#,
    );
}

#[test]
fn buildkit_shows_step_output_place_and_failure() {
    check(
        r#"
------
 > [stage-1 4/6] RUN pip install -r requirements.txt:
Traceback (most recent call last):
  File "/app/setup.py", line 3, in <module>
    import nope
ModuleNotFoundError: No module named 'nope'
------
Dockerfile:12
--------------------
  10 |     COPY . .
  11 |     
  12 | >>> RUN pip install -r requirements.txt
  13 |     
--------------------
ERROR: failed to solve: process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1
"#,
        r#"
DockerBuild 1-15 open
  [0 <- 1] 1-15 15: ERROR: failed to solve: process "/bin/sh -c pip install -r requirements.txt" did not complete successfully: exit code: 1
      Dockerfile:12
  [1] 3-6 6: ModuleNotFoundError: No module named 'nope'
      /app/setup.py:3 <module>
"#,
    );
}

#[test]
fn kubectl_describes_events() {
    check(
        r#"
Events:
  Type     Reason     Age                  From               Message
  ----     ------     ----                 ----               -------
  Normal   Scheduled  2m23s                default-scheduler  Successfully assigned default/web to node-1
  Warning  Failed     58s (x4 over 2m22s)  kubelet            Failed to pull image "redis:alpin": not found
  Warning  Failed     58s (x4 over 2m22s)  kubelet            Error: ErrImagePull
  Normal   BackOff    22s (x7 over 2m21s)  kubelet            Back-off pulling image "redis:alpin"
$ 
"#,
        r#"
Kubectl 1-7
  [0] 5-5 5: Warning  Failed     58s (x4 over 2m22s)  kubelet            Failed to pull image "redis:alpin": not found
  [1] 6-6 6: Warning  Failed     58s (x4 over 2m22s)  kubelet            Error: ErrImagePull
"#,
    );
}

#[test]
fn terraform_once_its_box_is_gone() {
    check(
        r#"

Error: No valid credential sources found

Please see https://registry.terraform.io/providers/hashicorp/aws for more information about providing credentials.

  with provider["registry.terraform.io/hashicorp/aws"],
  on main.tf line 1, in provider "aws":
   1: provider "aws" {

next
"#,
        r#"
Terraform 2-8
  [0] 2-8 2: Error: No valid credential sources found
      main.tf:1 provider "aws"
"#,
    );
}

#[test]
fn terraform_without_its_box_and_cut_off_above() {
    check(
        r#"
Error: Reference to undeclared resource

  on main.tf line 3, in resource "aws_instance" "web":
   3:   subnet_id = aws_subnet.nope.id

A managed resource "aws_subnet" "nope" has not been declared in the root module.

Error: Unsupported argument

  on modules/net/main.tf line 12, in module "net":
  12:   cidr = "10.0.0.0/16"

An argument named "cidr" is not expected here.

│ Error: Reference to undeclared resource
│ 
│   on main.tf line 3, in resource "aws_instance" "web":
│    3:   subnet_id = aws_subnet.nope.id
│ 
│ A managed resource has not been declared
╵
Planning failed.
"#,
        r#"
Terraform 1-6
  [0] 1-6 1: Error: Reference to undeclared resource
      main.tf:3 resource "aws_instance" "web"
Terraform 8-13
  [0] 8-13 8: Error: Unsupported argument
      modules/net/main.tf:12 module "net"
Terraform 15-21
  [0] 15-21 15: │ Error: Reference to undeclared resource
      main.tf:3 resource "aws_instance" "web"
"#,
    );
}

#[test]
fn the_classic_builder_repeats_the_command() {
    check(
        r#"
Step 3/9 : RUN make
 ---> Running in 3a0e57b51578
cc: not found
The command '/bin/sh -c make &&     make install' returned a non-zero code: 127
"#,
        r#"
DockerBuild 4 open
  [0] 4-4 4: The command '/bin/sh -c make &&     make install' returned a non-zero code: 127
"#,
    );
}
