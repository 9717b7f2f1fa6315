//! A list of steps run one after the other, each with its duration, all listed at the end.
//! A failing step does not stop the next ones: one run shows everything that is wrong.

use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::fault::Fault;

/// The steps that ran.
#[derive(Default)]
pub struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    fault: Option<String>,
}

impl Steps {
    /// Runs one step and prints how it ended.
    pub fn step(&mut self, name: &str, body: impl FnOnce() -> Result<(), Fault>) {
        println!("\n=== {name}");
        let start = Instant::now();
        let outcome = body();
        let took = start.elapsed();
        match &outcome {
            Ok(()) => println!("--- {name}: ok, {:.1} s", took.as_secs_f64()),
            Err(fault) => println!("--- {name}: FAILED, {:.1} s: {fault}", took.as_secs_f64()),
        }
        let fault = outcome.err().map(|fault| fault.to_string());
        self.done.push(Step { name: name.to_owned(), took, fault });
    }

    /// Runs a step that is one command.
    pub fn command(&mut self, name: &str, directory: &Path, words: &[&str]) {
        self.step(name, || run(directory, words));
    }

    /// Prints the summary; an error when any step failed.
    pub fn finish(self) -> Result<(), Fault> {
        println!("\nsteps:");
        for step in &self.done {
            let end = if step.fault.is_none() { "ok" } else { "FAILED" };
            println!("  {:<44} {:>8.1} s  {end}", step.name, step.took.as_secs_f64());
        }
        let total: Duration = self.done.iter().map(|step| step.took).sum();
        let failed = self.done.iter().filter(|step| step.fault.is_some()).count();
        println!("  {:<44} {:>8.1} s", "total", total.as_secs_f64());
        // One plain line in a form that a build server reads.
        println!("steps: {} passed, {failed} failed", self.done.len() - failed);
        if failed > 0 {
            return Err(Fault::no(format!("{failed} of {} steps failed", self.done.len())));
        }
        Ok(())
    }
}

/// Runs a command with its output shown; an error unless it exits with 0.
pub fn run(directory: &Path, words: &[&str]) -> Result<(), Fault> {
    let status = ran(directory, words, Command::status)?;
    if status.success() { Ok(()) } else { Err(ended(words, status)) }
}

/// Runs a command in a folder; an error when there is no such program.
fn ran<T>(
    directory: &Path,
    words: &[&str],
    run: impl FnOnce(&mut Command) -> std::io::Result<T>,
) -> Result<T, Fault> {
    let [program, arguments @ ..] = words else {
        return Err(Fault::usage("a command without words"));
    };
    let ran = run(Command::new(program).args(arguments).current_dir(directory));
    ran.map_err(|fault| Fault::environment(format!("cannot run {program}: {fault}")))
}

/// That a command ended as it should not.
pub fn ended(words: &[&str], status: ExitStatus) -> Fault {
    Fault::no(format!("`{}` ended with {status}", words.join(" ")))
}

/// Runs a command with its standard error shown; returns how it ended and its standard output.
pub fn hear(directory: &Path, words: &[&str]) -> Result<(ExitStatus, String), Fault> {
    let output = ran(directory, words, |command| command.stderr(Stdio::inherit()).output())?;
    Ok((output.status, String::from_utf8_lossy(&output.stdout).into_owned()))
}

/// Runs a command and returns its standard output.
pub fn read(directory: &Path, words: &[&str]) -> Result<String, Fault> {
    let output = ran(directory, words, Command::output)?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(Fault::no(format!("`{}` ended with {}: {}", words.join(" "), output.status, why.trim())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_said_is_heard_also_when_it_failed() {
        let (status, said) = hear(Path::new("/"), &["sh", "-c", "echo seed 12 fails; exit 1"]).unwrap();
        assert_eq!((status.code(), said.as_str()), (Some(1), "seed 12 fails\n"));
    }
}
