//! The versions of the programs that took part in a proof.

use super::case::Case;
use super::sandbox::Sandbox;

/// The programs and packages that a case names, each with its version.
pub fn versions(case: &Case, sandbox: &Sandbox) -> Vec<String> {
    let plan = &case.plan;
    let programs = plan.needs.iter().filter_map(|name| version(name, sandbox));
    let debian = plan.apt.iter().filter_map(|name| {
        let ran = sandbox
            .bash(&format!("dpkg-query -W -f '${{Version}}' {name}"))
            .ok()
            .filter(|ran| ran.status == Some(0))?;
        Some(format!("{name} {}", ran.printed.trim()))
    });
    let packages = plan.pip.iter().chain(&plan.npm).cloned();
    let mut versions: Vec<String> = programs.chain(debian).chain(packages).collect();
    versions.dedup();
    versions
}

/// What a program says of its version: the first line with a number.
fn version(program: &str, sandbox: &Sandbox) -> Option<String> {
    // No one option is understood by all of them.
    let options = match program {
        "go" => ["version", "--version"],
        "ssh" | "ssh-keygen" | "sshd" => ["-V", "--version"],
        "nginx" => ["-v", "-V"],
        "java" | "javac" => ["-version", "--version"],
        "openssl" => ["version", "--version"],
        _ => ["--version", "-V"],
    };
    options.iter().find_map(|option| {
        let ran = sandbox.bash(&format!("{program} {option}")).ok()?;
        let said = ran.printed.lines().find(|line| line.bytes().any(|byte| byte.is_ascii_digit()))?.trim();
        let named = said.to_lowercase().contains(&program.to_lowercase());
        Some(if named { said.to_owned() } else { format!("{program} {said}") })
    })
}
