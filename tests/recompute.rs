//! Every published figure, computed a second time by another program, in another language, from what the site publishes.

mod support;

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use support::{AS_OF, Result, here};

/// Builds the site of a region and has it recomputed: what the other program said, if it found no disagreement.
fn recompute(content: &Path) -> Result<Option<String>> {
    let out = tempfile::tempdir()?;
    let site = out.path().join("site");
    let built = Command::new(env!("CARGO_BIN_EXE_citytools"))
        .args(["build", "--as-of", AS_OF, "--content"])
        .arg(content)
        .arg("--out")
        .arg(&site)
        .current_dir(here("."))
        .output()?;
    if !built.status.success() {
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        return Err(format!("{} does not build:\n{said}", content.display()).into());
    }
    let program = Command::new("python3")
        .arg(here("tests/recompute/recompute.py"))
        .arg(&site)
        .arg(content.join("site.yaml"))
        .output();
    let program = match program {
        // A machine without Python can still run the other tests; the one that decides has to have it.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("python3 is not installed: no figure was recomputed");
            return if std::env::var_os("CI").is_none() { Ok(None) } else { Err(error.into()) };
        }
        other => other?,
    };
    let said = String::from_utf8_lossy(&program.stdout).into_owned();
    if program.status.success() {
        return Ok(Some(said));
    }
    let wrong: String =
        said.lines().filter(|line| !line.starts_with("ok ")).map(|line| format!("{line}\n")).collect();
    let errors = String::from_utf8_lossy(&program.stderr);
    Err(format!("figures of {} disagree:\n{wrong}{errors}", content.display()).into())
}

/// The last line counts the figures, so that a program that looks at none can't pass.
fn agree(content: &str) {
    let said = recompute(&here(content)).unwrap_or_else(|error| panic!("{error}"));
    let Some(said) = said else { return };
    let last = said.lines().last().unwrap_or_default();
    let passed = last.strip_suffix(" passed, 0 failed").and_then(|passed| passed.parse::<usize>().ok());
    assert!(passed.is_some_and(|passed| passed > 0), "the last line is {last:?}");
}

#[test]
fn every_figure_of_london_comes_out_the_same() {
    agree("content");
}

#[test]
fn every_figure_of_the_imaginary_region_comes_out_the_same() {
    agree("tests/fixtures/harbourside");
}
